"""Reads about who is at a meeting, by hub, and whether they are enough; and the links for guests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.models import Meeting
from corridor.meetings.votes.counting import quorum_of
from corridor.meetings.votes.queries import USUAL_QUORUM
from corridor.members.models import GroupMembership, Hub, Seat
from corridor.people.models import Person
from corridor.post import keys

CHECK_IN: Final = "meetings.check-in"


@dataclass(frozen=True)
class HubHere:
    """A member hub and those who are there for it."""

    hub: Hub
    people: Sequence[Invitation]


@dataclass(frozen=True)
class Here:
    """Who is there: member hubs with their people, everybody else, and how many hubs make a quorum."""

    hubs: Sequence[HubHere]
    others: Sequence[Invitation]
    quorum: int

    @property
    def present(self) -> int:
        return sum(bool(one.people) for one in self.hubs)

    @property
    def people(self) -> int:
        return sum(len(one.people) for one in self.hubs) + len(self.others)

    @property
    def is_quorate(self) -> bool:
        return self.present >= self.quorum

    @property
    def missing(self) -> Sequence[Hub]:
        return [one.hub for one in self.hubs if not one.people]


def member_hubs(meeting: Meeting) -> QuerySet[Hub]:
    """The hubs that are members of the group on the day of the meeting."""
    day = _day(meeting)
    members = GroupMembership.objects.filter(group=meeting.group_id, since__lte=day).exclude(until__lt=day)
    return Hub.objects.filter(id__in=members.values("hub")).order_by("name", "id")


def present_hubs(meeting: Meeting) -> QuerySet[Hub]:
    """Member hubs for which somebody came."""
    came = Invitation.objects.filter(meeting=meeting, came=True, hub__isnull=False)
    return member_hubs(meeting).filter(id__in=came.values("hub"))


def here(meeting: Meeting) -> Here:
    came = Invitation.objects.filter(meeting=meeting, came=True).select_related("person", "hub")
    of_hub: dict[int | None, list[Invitation]] = {}
    for row in came:
        of_hub.setdefault(row.hub_id, []).append(row)
    hubs = [HubHere(hub, of_hub.pop(hub.pk, [])) for hub in member_hubs(meeting)]
    percent = meeting.series.quorum if meeting.series else USUAL_QUORUM
    others = [row for rows in of_hub.values() for row in rows]
    return Here(hubs, others, quorum_of(percent, len(hubs)))


def hubs_of(person: Any, meeting: Meeting) -> list[Hub]:
    """Member hubs for which this person may be there: every seat counts, an alternate's too."""
    seats = Seat.objects.current().filter(person=person)
    return list(member_hubs(meeting).filter(id__in=seats.values("hub")))


def invited_now(meeting: Meeting) -> list[Invitation]:
    rows = Invitation.objects.filter(meeting=meeting, withdrawn_at=None)
    return list(rows.select_related("person", "hub"))


def people_not_invited(meeting: Meeting) -> list[tuple[Hub, list[Person]]]:
    """Those who sit in member hubs and are not on the list, by hub: they may stand in."""
    hubs = {hub.pk: hub for hub in member_hubs(meeting)}
    invited = Invitation.objects.filter(meeting=meeting, person__isnull=False).values("person")
    seats = Seat.objects.current().filter(hub__in=hubs, person__erased_at=None).exclude(person__in=invited)
    people: dict[int, dict[int, Person]] = {}
    for seat in seats.select_related("person").order_by("person__name"):
        people.setdefault(seat.hub_id, {})[seat.person_id] = seat.person
    return [(hub, list(people[pk].values())) for pk, hub in hubs.items() if pk in people]


# Doors


def open_meeting_with(viewer: Viewer, code: str) -> Meeting | None:
    """The open meeting of the person's groups, or to which they are invited, that has this code."""
    mine = Meeting.objects.filter(check_in_code=code, closed_at=None).exclude(check_in_code="")
    invited = Invitation.objects.filter(person=viewer.person_id, withdrawn_at=None).values("meeting")
    found = mine.filter(group__in=viewer.groups) | mine.filter(pk__in=invited)
    return found.select_related("group", "series").first()


def invitation_with(token: str, slug: str, pk: int) -> Invitation:
    """By the signed link of somebody who needs no account."""
    try:
        number = signing.loads(token, salt=CHECK_IN)
    except signing.BadSignature:
        raise NotFound from None
    rows = Invitation.objects.select_related("meeting__group", "meeting__series", "person", "hub")
    found = rows.filter(pk=number, withdrawn_at=None, meeting=pk, meeting__group__slug=slug).first()
    if found is None:
        raise NotFound
    return found


def check_in_url(invitation: Invitation) -> str:
    """The link with which a guest says that they are there; the code from the room is still needed."""
    meeting = invitation.meeting
    token = signing.dumps(invitation.pk, salt=CHECK_IN)
    return keys.page("meetings:guest-check-in", invitation.language, meeting.group.slug, meeting.pk, token)


def _day(meeting: Meeting) -> date:
    return meeting.held_on or timezone.localdate()
