"""Case 35: the process that sends invitations or approves minutes is killed when everything is written and
nothing committed. Nothing is half done, and whoever goes on does it once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from corridor.kernel.journal import JournalEntry
from corridor.meetings.enums import MinutesState
from corridor.meetings.invitations import actions as invitations
from corridor.meetings.invitations.inviting import Guest
from corridor.meetings.minutes import actions as minutes
from corridor.meetings.minutes.models import Minutes
from corridor.meetings.minutes.tasks import approve_minutes
from corridor.meetings.models import Invitation
from corridor.post.models import Letter, Notice, Question
from tests.members.test_interrupted_import import address_of_the_test_database

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PROCESS = """
import sys
import django
django.setup()
from corridor.meetings.invitations import actions, sending
from corridor.meetings.minutes import approving, tasks
from corridor.meetings.models import Meeting

def and_wait(act):
    def acts(*about):
        done = act(*about)
        print("written", flush=True)
        sys.stdin.read()
        return done
    return acts

sending.send_to, approving._approve = and_wait(sending.send_to), and_wait(approving._approve)
if sys.argv[1] == "announce":
    actions.announce(by=None, meeting=Meeting.objects.get())
else:
    tasks.approve_minutes(0)
"""


@contextmanager
def killed_in_the_middle(what: str) -> Iterator[None]:
    """Within, the process has written everything; then it is killed."""
    environment = os.environ | {
        "DATABASE_URL": address_of_the_test_database(),
        "DJANGO_SETTINGS_MODULE": "corridor.config.settings",
        "CORRIDOR_VAR": str(settings.DATA_FOLDER),
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", PROCESS, what], env=environment, **pipes) as process:
        try:
            assert process.stdout.readline() == "written\n"
            yield
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(10)


def written() -> tuple[int, ...]:
    return tuple(table.objects.count() for table in (Letter, Notice, Question, JournalEntry))


def test_case_35_invitations_are_all_sent_or_none(coming, dora, seven_hubs):
    guests = [Guest(f"Guest {n}", f"guest{n}@example.net") for n in range(50)]
    people = [one.person for one in seven_hubs]
    invitations.invite_people(by=dora, meeting=coming, people=people, guests=guests)
    before = written()
    with killed_in_the_middle("announce"):
        assert written() == before
    assert invitations.announce(by=dora, meeting=coming) == 57  # waits until the database lets go of the dead
    assert invitations.announce(by=dora, meeting=coming) == 0
    letters = Letter.objects.filter(kind="meeting-invitation").values_list("to", flat=True)
    assert (len(letters), len(set(letters))) == (57, 57)
    assert not Invitation.objects.filter(sent_revision=None).exists()
    assert JournalEntry.objects.filter(verb="send-invitations").count() == 1


def test_case_35_minutes_are_approved_and_everybody_is_told_or_neither(coming, dora, seven_hubs):
    made = minutes.open_minutes(by=dora, meeting=coming)
    minutes.open_for_comments(by=dora, minutes=made, audience="group")
    Minutes.objects.update(comments_until=timezone.now() - timedelta(seconds=1))
    before = written()
    with killed_in_the_middle("approve"):
        assert written() == before
    assert Minutes.objects.get().state == MinutesState.COMMENTS
    approve_minutes(0)
    approve_minutes(0)
    assert Minutes.objects.get().state == MinutesState.APPROVED
    told = Notice.objects.filter(kind="minutes-approved").values_list("person", flat=True)
    assert len(told) == len(set(told)) >= 8
    assert JournalEntry.objects.filter(verb="approve-minutes").count() == 1
