"""Reads: who is invited, what they answered, who came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from corridor.kernel.errors import NotFound
from corridor.meetings.enums import MeetingState, Reply
from corridor.meetings.models import Invitation, Meeting
from corridor.members.models import Hub


def begins(meeting: Meeting) -> datetime | None:
    """When it begins; one with a day only begins with it, where the meeting is."""
    if meeting.starts_at or meeting.held_on is None:
        return meeting.starts_at
    return datetime.combine(meeting.held_on, time.min, ZoneInfo(meeting.zone))


def language_of(invitation: Invitation) -> str:
    """In which the invitee is written to, today."""
    return str(invitation.person.language if invitation.person else invitation.language)


def zone_of(invitation: Invitation) -> str:
    """Where the invitee's clock is, today."""
    return str(invitation.person.time_zone if invitation.person else invitation.zone)


def takes_answers(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.FIXED and not meeting.is_over()


def standing(meeting: Meeting) -> QuerySet[Invitation]:
    """Invitations that were not withdrawn."""
    return meeting.invitations.filter(withdrawn_at=None).select_related("person", "hub")


def invited(meeting: Meeting) -> list[Invitation]:
    return list(standing(meeting))


def present_hubs(meeting: Meeting) -> list[Hub]:
    """The hubs of those who were there."""
    came = meeting.invitations.filter(came=True, hub__isnull=False)
    return list(Hub.objects.filter(pk__in=came.values("hub")).order_by("name", "pk"))


def invitation_to(meeting: Meeting, person: Any) -> Invitation | None:
    """Somebody's own, once it has been sent."""
    if not person.is_authenticated:
        return None
    return standing(meeting).filter(person=person.pk, sent_revision__isnull=False).first()


def invitation_in(meeting: Meeting, pk: int) -> Invitation:
    found = standing(meeting).filter(pk=pk).first() if pk.bit_length() < 63 else None  # noqa: PLR2004 - a column's size
    if found is None:
        raise NotFound
    return found


@dataclass
class HubAnswers:
    """Those asked of one hub, or of none."""

    hub: Hub | None
    people: list[Invitation] = field(default_factory=list)

    @property
    def comes(self) -> bool:
        return any(one.reply == Reply.ACCEPTED for one in self.people)


def by_hub(invitations: Iterable[Invitation]) -> list[HubAnswers]:
    """By the names of the hubs; the group's own people and guests without a hub come last."""
    found: dict[int, HubAnswers] = {}
    for one in sorted(invitations, key=_place):
        found.setdefault(one.hub_id or 0, HubAnswers(one.hub)).people.append(one)
    return list(found.values())


def _place(one: Invitation) -> tuple[bool, str, str]:
    return (one.hub is None, one.hub.name.casefold() if one.hub else "", one.shown_name.casefold())


@dataclass(frozen=True)
class Count:
    """How many gave one answer, and how many hubs that is."""

    label: str
    people: int
    hubs: int


def counts(invitations: list[Invitation]) -> list[Count]:
    """By answer; a hub that comes with somebody counts as coming only, and so on down."""
    found, counted = [], set[int]()
    for reply in (Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED, Reply.NEEDS_ACTION):
        those = [one for one in invitations if one.reply == reply]
        hubs = {one.hub_id for one in those if one.hub_id} - counted
        counted |= hubs
        found.append(Count(str(reply.label), len(those), len(hubs)))
    return found
