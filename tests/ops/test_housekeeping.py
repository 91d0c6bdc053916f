"""What the worker tidies up by itself."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

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
