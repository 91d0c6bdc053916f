"""What the worker tidies up by itself."""

import asyncio
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.kernel.search.jobs import encode_soon
from corridor.operations.jobs import rescue
from corridor.operations.tasks import clear_sessions


@pytest.mark.django_db
def test_sessions_that_ended_are_deleted_and_others_stay():
    running, ended = SessionStore(), SessionStore()
    running.create()
    ended.create()
    Session.objects.filter(pk=ended.session_key).update(expire_date=timezone.now() - timedelta(minutes=1))
    clear_sessions(timestamp=0)
    assert list(Session.objects.values_list("pk", flat=True)) == [running.session_key]


def test_it_is_done_every_night():
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    minute, hour, *every = crons["operations.clear_sessions"].split()
    assert (minute.isdigit(), hour.isdigit(), every) == (True, True, ["*", "*", "*"])


def begun_by_a_worker_that_was_killed():
    with connection.cursor() as cursor:
        cursor.execute(
            "with killed as (insert into procrastinate_workers (last_heartbeat)"
            " values (now() - interval '1 minute') returning id)"
            " update procrastinate_jobs set status = 'doing', worker_id = killed.id from killed"
        )


def rescued():
    async def once():
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
            async with worker_app.open_async():
                await rescue(worker_app.job_manager)

    asyncio.run(once())
    return list(ProcrastinateJob.objects.order_by("id").values_list("id", "status"))


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_had_begun_is_done_again_and_once():
    encode_soon()
    (job,) = ProcrastinateJob.objects.values_list("id", flat=True)
    begun_by_a_worker_that_was_killed()
    assert rescued() == [(job, "todo")]
    begun_by_a_worker_that_was_killed()
    encode_soon()  # meanwhile there is more to do
    (waiting,) = ProcrastinateJob.objects.exclude(pk=job).values_list("id", flat=True)
    assert rescued() == [(waiting, "todo")]
