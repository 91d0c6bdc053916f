"""The worker: runs jobs, survives a database that goes away, takes up what a killed worker left."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from corridor.kernel import database

from .processes import end_with_parent

PAUSE = 1.0
STALLED_AFTER = 30.0  # seconds without a sign of life from the worker that had the job

log = logging.getLogger(__name__)


def work(*, concurrency: int, once: bool = False) -> None:
    """Run jobs until SIGTERM or Ctrl-C; ``once`` ends when none is waiting."""
    end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if not settings.DATABASE_URL:
        database.server_in(settings.DATA_FOLDER).watch()
    while True:
        try:
            asyncio.run(_work(concurrency, wait=not once))
        except (ConnectorException, DatabaseError, OSError) as error:
            log.warning("The database does not answer (%s); the worker tries again.", error)
            time.sleep(PAUSE)
        else:
            return


async def _work(concurrency: int, *, wait: bool) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            rescue = asyncio.create_task(_rescue_jobs(worker_app))
            try:
                await worker_app.run_worker_async(
                    concurrency=concurrency,
                    wait=wait,
                    delete_jobs="successful",
                    shutdown_graceful_timeout=PAUSE * 5,
                    task_middleware=[with_fresh_connection],
                )
            finally:
                rescue.cancel()


async def _rescue_jobs(worker_app: App) -> None:
    while True:
        await rescue(worker_app.job_manager)
        await asyncio.sleep(STALLED_AFTER)


async def rescue(jobs: JobManager) -> None:
    """Put back in the queue what a killed worker had begun; a job does its work in one transaction."""
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        log.warning("Job %s (%s) lost its worker and is run again.", job.id, job.task_name)
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            # Its like waits already, for this one to end: that one is enough.
            await jobs.finish_job(job, Status.FAILED, delete_job=True)


def with_fresh_connection(run: Callable[[], Any], context: Any, worker: Any) -> Any:
    """A connection that died while no job ran is replaced before the next one."""
    close_old_connections()
    try:
        return run()
    finally:
        close_old_connections()
