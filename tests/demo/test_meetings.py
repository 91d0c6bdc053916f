"""A stranger opens the meetings of the demo: a date is being looked for, and the next agenda is waiting."""

from __future__ import annotations

import pytest
from django.utils import timezone

from corridor.meetings.agenda.queries import proposals_for
from corridor.meetings.enums import MinutesState, Reply
from corridor.meetings.models import Meeting, Minutes, Poll
from corridor.meetings.polls.results import result_of
from corridor.meetings.registers.attendance import attendance_of
from corridor.meetings.votes.queries import Phase, phase_of, votes
from corridor.members.models import WorkingGroup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_in")]


def test_a_date_is_looked_for_across_europe():
    poll = Poll.objects.select_related("meeting__group").get(closed_at=None)
    result = result_of(poll)
    assert len(result.columns) == 5
    assert 5 <= result.answered < result.asked
    assert len({one.zone for one in result.people.values()}) >= 6
    assert all(column.slot.reasons and column.slot.starts_at > poll.closes_at for column in result.columns)
    said = {word for _hub, rows in result.hubs for row in rows for word in row.said}
    assert said == {"", "yes", "maybe", "no"}


def test_the_next_meeting_is_ahead_and_its_agenda_proposes_itself():
    meeting = Meeting.objects.coming().select_related("group", "series").first()
    assert meeting.held_on > timezone.localdate()
    offered = {one.origin.partition(":")[0] for one in proposals_for(meeting)}
    assert {
        "meetings.minutes",
        "meetings.objections",
        "meetings.postponed",
        "meetings.actions",
        "members.new",
    } <= offered
    invited = list(meeting.invitations.all())
    assert {one.reply for one in invited} == set(Reply.values)
    assert [one.address for one in invited if one.person is None] == ["h.solberg@port.example.org"]


def test_earlier_meetings_have_left_something():
    group = WorkingGroup.objects.get(slug="smart-connectivity")
    found = attendance_of(group)
    assert len(found.meetings) == 3
    assert all(0 < present < len(found.hubs) for present in found.present)
    states = sorted(Minutes.objects.values_list("state", flat=True))
    assert states == [MinutesState.APPROVED, MinutesState.COMMENTS, MinutesState.COMMENTS]
    assert sorted(phase_of(vote) for vote in votes()) == [Phase.COUNTED, Phase.OPEN]
