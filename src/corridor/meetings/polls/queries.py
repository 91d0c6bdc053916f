"""Reads of polls. Whether one is open is asked of the database's clock, and of no other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import CorridorError, NotFound
from corridor.meetings.enums import MeetingState
from corridor.meetings.models import Meeting
from corridor.members.groups.roles.queries import people_of

from . import keys
from .models import Poll, PollAnswer, PollInvitee, PollSlot


class Phase(StrEnum):
    OPEN = "open"
    OVER = "over"  # the time to answer is, and nobody has chosen yet
    CHOSEN = "chosen"
    CANCELLED = "cancelled"


class PollGone(CorridorError):
    code = "poll-closed"
    status = HTTPStatus.GONE
    text = _("This poll is closed.")


def polls() -> QuerySet[Poll]:
    """Each with the database's hour as ``clock``."""
    return Poll.objects.select_related("meeting__group", "meeting__series", "chosen").annotate(clock=Now())


def phase_of(poll: Poll) -> Phase:
    """``poll`` comes from ``polls()``, which asked the clock."""
    clock: datetime = poll.clock  # type: ignore[attr-defined]
    if poll.chosen_id:
        return Phase.CHOSEN
    if poll.closed_at:
        return Phase.CANCELLED
    return Phase.OPEN if clock < poll.closes_at else Phase.OVER


def latest_poll(meeting: Meeting) -> Poll | None:
    return polls().filter(meeting=meeting).order_by("-pk").first()


def poll_of(meeting: Meeting) -> Poll:
    """The meeting's latest poll, or ``NotFound``."""
    found = latest_poll(meeting)
    if found is None:
        raise NotFound
    return found


def may_have_poll(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.DRAFT


def slots_of(poll: Poll) -> list[PollSlot]:
    """In the order in which mails number them."""
    return list(poll.slots.order_by("starts_at", "pk"))


def invitees_of(poll: Poll) -> list[PollInvitee]:
    return list(poll.invitees.select_related("person", "hub"))


def still_asked(poll: Poll) -> list[PollInvitee]:
    """Guests, and those who belong to the group today: nobody else is written to or answers any more."""
    ours = set(people_of(poll.meeting.group).values_list("pk", flat=True))
    return [one for one in invitees_of(poll) if one.person_id is None or one.person_id in ours]


def invitee_of(poll: Poll, person: Any) -> PollInvitee | None:
    return poll.invitees.select_related("person", "hub").filter(person=person.pk).first()


def invitee_by_key(key: str) -> tuple[PollInvitee, Poll]:
    """Whose key it is and their poll; ``NotFound`` for a key that is none, gone where the poll is closed."""
    uid = keys.uid_in(key)
    found = PollInvitee.objects.select_related("person", "hub").filter(uid=uid).first() if uid else None
    if found is None or (found.person and not found.person.is_active):
        raise NotFound
    poll = polls().get(pk=found.poll_id)
    if found.person_id and not people_of(poll.meeting.group).filter(pk=found.person_id).exists():
        raise NotFound
    if phase_of(poll) != Phase.OPEN:
        raise PollGone
    return found, poll


def answers_of(invitee: PollInvitee) -> dict[int, str]:
    """What somebody said so far, by slot."""
    return dict(PollAnswer.objects.filter(invitee=invitee).values_list("slot_id", "suits"))
