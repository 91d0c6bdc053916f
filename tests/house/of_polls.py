"""A poll for a date that asks Anna and a guest, and one that is closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from corridor.meetings.enums import MeetingState
from corridor.meetings.models import Meeting
from corridor.meetings.polls import keys
from corridor.meetings.polls.models import Poll, PollInvitee, PollSlot


def of_polls(room: Any) -> dict[str, str]:
    drafted = Meeting.objects.create(
        group=room.group, state=MeetingState.DRAFT, title={"en": "Ferries and frequencies"}
    )
    poll = poll_for(drafted)
    PollInvitee.objects.create(poll=poll, person=room.people["anna"], hub=room.hub)
    guest = PollInvitee.objects.create(poll=poll, name="Gustav", address="gustav@example.net")
    closed = poll_for(Meeting.objects.create(group=room.group, state=MeetingState.DRAFT), closed=True)
    late = PollInvitee.objects.create(poll=closed, name="Late", address="late@example.net")
    return {
        "drafted": str(drafted.pk),
        "poll_key": keys.key_of(guest),
        "closed_poll_key": keys.key_of(late),
    }


def poll_for(meeting: Meeting, *, closed: bool = False) -> Poll:
    now = timezone.now().replace(second=0, microsecond=0)
    poll = Poll.objects.create(
        meeting=meeting, minutes=60, closes_at=now + timedelta(days=3), closed_at=now if closed else None
    )
    starts = [now + timedelta(days=days) for days in (9, 10)]
    PollSlot.objects.bulk_create(
        PollSlot(poll=poll, starts_at=start, ends_at=start + timedelta(hours=1)) for start in starts
    )
    return poll
