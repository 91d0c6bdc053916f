"""Reads of elections. Whether a poll is open is asked of the database's clock, and of no other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.members.enums import SeatRole
from corridor.members.groups import rules
from corridor.members.models import GroupMembership, Hub, Seat, WorkingGroup
from corridor.people.models import Person

from .models import Candidate, Election, Participation

VOTERS: Final = tuple(SeatRole)  # an alternate too, as long as nobody has voted for the hub


class Phase(StrEnum):
    NOMINATING = "nominating"
    VOTING = "voting"
    CLOSED = "closed"
    COUNTED = "counted"
    CANCELLED = "cancelled"


def elections() -> QuerySet[Election]:
    """Each with the database's hour as ``clock``."""
    return Election.objects.select_related("group", "given__person", "first_round").annotate(clock=Now())


def phase_of(election: Election) -> Phase:
    """``election`` comes from ``elections()``, which asked the clock."""
    clock: datetime = election.clock  # type: ignore[attr-defined]
    if election.cancelled_at:
        return Phase.CANCELLED
    if election.counted_at:
        return Phase.COUNTED
    if clock < election.nominations_close:
        return Phase.NOMINATING
    return Phase.VOTING if clock < election.voting_closes else Phase.CLOSED


def election_for_viewing(viewer: Viewer, slug: str, pk: int) -> Election:
    """For everybody who belongs to the group."""
    found = elections().filter(group__slug=slug, pk=pk).first()
    if found is None or not rules.belongs_to(viewer, found.group):
        raise NotFound
    return found


def elections_of(group: WorkingGroup) -> list[tuple[Election, Phase]]:
    return [(one, phase_of(one)) for one in elections().filter(group=group)]


def electorate(election: Election) -> QuerySet[Hub]:
    """The hubs that are members on the day on which voting begins: one vote each."""
    day = timezone.localdate(election.nominations_close)
    members = GroupMembership.objects.filter(group=election.group_id, since__lte=day).exclude(until__lt=day)
    return Hub.objects.filter(id__in=members.values("hub")).order_by("name", "id")


def hubs_of(person: Any, election: Election) -> list[Hub]:
    """The hubs for which this person may nominate and vote."""
    seats = Seat.objects.current().filter(person=person, role__in=VOTERS)
    return list(electorate(election).filter(id__in=seats.values("hub")))


def hubs_without_vote(person: Any, election: Election) -> list[Hub]:
    voted = set(Participation.objects.filter(election=election).values_list("hub_id", flat=True))
    return [hub for hub in hubs_of(person, election) if hub.pk not in voted]


def people_to_nominate(hubs: list[Hub], election: Election) -> list[tuple[Hub, list[Person]]]:
    """Those who sit in each hub, of hubs that have not yet nominated anybody."""
    done = set(election.candidates.filter(declined_at=None).values_list("hub_id", flat=True))
    open_hubs = [hub for hub in hubs if hub.pk not in done]
    seats = Seat.objects.current().filter(hub__in=open_hubs, person__erased_at=None).select_related("person")
    people: dict[int, dict[int, Person]] = {hub.pk: {} for hub in open_hubs}
    for seat in seats.order_by("person__name"):
        people[seat.hub_id][seat.person_id] = seat.person
    return [(hub, list(people[hub.pk].values())) for hub in open_hubs]


def standing(election: Election) -> QuerySet[Candidate]:
    """Those who accepted and did not withdraw."""
    accepted = election.candidates.filter(accepted_at__isnull=False, declined_at=None)
    return accepted.select_related("person", "hub")


def voters_of(election: Election) -> QuerySet[Person]:
    seats = Seat.objects.current().filter(hub__in=electorate(election).values("id"), role__in=VOTERS)
    return Person.objects.filter(id__in=seats.values("person"), erased_at=None, is_active=True)
