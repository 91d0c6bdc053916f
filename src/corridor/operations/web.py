"""The web server: granian, one process per CPU as configured, stopped gracefully."""

from __future__ import annotations

import multiprocessing
import os

from django.conf import settings

from corridor.kernel import database

from .processes import PARENT, end_with_parent

THREADS = 2  # per process, each with a database connection; more only wait for each other
KILL_AFTER = 8  # seconds that a request may still take once the server was asked to stop


def serve(*, listen: str, port: int, workers: int) -> None:
    """Answer requests until SIGTERM or Ctrl-C."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    end_with_parent()
    if not settings.DATABASE_URL:
        database.server_in(settings.DATA_FOLDER).watch()
    os.environ[PARENT] = str(os.getpid())
    # numpy's threads wait for each other by spinning, which costs more than a question's sums take.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    multiprocessing.set_start_method("spawn", force=True)  # this process has threads
    Granian(
        "corridor.operations.web_process:application",
        address=listen,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        backlog=1024,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        log_level=LogLevels.warning,
    ).serve()
