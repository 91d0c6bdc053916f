"""Case 32: many choose a date at the same moment. There is one date, and everybody has one invitation."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from corridor.kernel.journal import JournalEntry
from corridor.meetings.actions import edit_meeting, fix_date
from corridor.meetings.enums import MeetingState
from corridor.meetings.models import Invitation, Meeting
from corridor.meetings.polls import actions, queries
from corridor.post.models import Letter

from .test_polls import everybody, opened

MANY = 50


def all_at_once(*acts) -> list:
    """What each returned, or the error that it raised; every act on a connection of its own."""
    begin, told = Barrier(len(acts)), []

    def do(act) -> None:
        try:
            connection.ensure_connection()
            begin.wait(30)
            told.append(act())
        except Exception as error:  # noqa: BLE001 - looked at by whoever asked
            told.append(error)
        finally:
            connection.close()

    threads = [Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


@pytest.mark.django_db(transaction=True)
def test_case_32_fifty_choose_a_date_at_once_while_dora_plans_anew(group, dora, cora, seven_hubs, browser_of):
    meeting = Meeting.objects.create(group=group, state=MeetingState.DRAFT, title={"en": "Task force"})
    poll = opened(dora, meeting, *range(6, 16), people=everybody(meeting))
    slots = queries.slots_of(poll)
    by_hand = slots[0].starts_at + timedelta(days=1)
    acts = [
        lambda n=n: actions.choose_slot(by=(dora, cora)[n % 2], poll=poll, slot=slots[n % 10])
        for n in range(MANY - 2)
    ]
    acts += [
        lambda: fix_date(by=dora, meeting=meeting, starts_at=by_hand, ends_at=by_hand + timedelta(hours=1)),
        lambda: edit_meeting(by=cora, meeting=meeting, version=1, values={"place": "Ghent"}),
    ]
    told = all_at_once(*acts)
    assert len(told) == MANY
    assert {type(one).__name__ for one in told} == {"Meeting", "Conflict"}
    poll.refresh_from_db()
    meeting.refresh_from_db()
    chosen = JournalEntry.objects.filter(verb="choose-slot").count()
    assert chosen == (poll.chosen is not None)  # none where Dora's own date came first
    assert poll.closed_at is not None
    assert meeting.state == MeetingState.FIXED
    invited = chosen * poll.invitees.count()
    letters = Letter.objects.filter(kind="meeting-invitation")
    assert Invitation.objects.filter(meeting=meeting).count() == letters.count() == invited
    assert letters.values("to").distinct().count() == invited
    late = browser_of(cora).post(
        f"/en/smart-connectivity/meetings/{meeting.pk}/poll/choice/", {"slot": slots[3].pk}
    )
    assert late.status_code == 409
