"""Whom a meeting could ask: the people of the member hubs, and those with a role in the group."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from django.utils import timezone

from corridor.kernel.i18n.languages import DEFAULT
from corridor.meetings.models import Meeting
from corridor.members.enums import GroupRoleName, SeatRole
from corridor.members.groups.roles.queries import people_of
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat, WorkingGroup
from corridor.people.models import Person

SEATS: Final = list(SeatRole.values)
ROLES: Final = dict(GroupRoleName.choices)


@dataclass(frozen=True)
class Guest:
    """Somebody who is asked by mail alone."""

    name: str
    address: str
    language: str = DEFAULT
    zone: str = "Europe/Brussels"
    hub: Hub | None = None
    is_required: bool = False


@dataclass(frozen=True)
class Candidate:
    person: Person
    role: str


@dataclass
class Bench:
    """Those of one hub, or of the group itself where there is none, who are not invited yet."""

    hub: Hub | None
    people: list[Candidate] = field(default_factory=list)

    @property
    def key(self) -> str:
        return str(self.hub.pk if self.hub else 0)


def benches(meeting: Meeting) -> list[Bench]:
    """Everybody who could still be asked, each once; four queries."""
    invited = meeting.invitations.filter(withdrawn_at=None, person__isnull=False)
    taken = set(invited.values_list("person_id", flat=True))
    found: dict[int, Bench] = {}
    for seat in seats_in(meeting.group):
        if seat.person_id not in taken:
            taken.add(seat.person_id)
            bench = found.setdefault(seat.hub_id, Bench(seat.hub))
            bench.people.append(Candidate(seat.person, str(seat.get_role_display())))
    by_name = sorted(found.values(), key=lambda bench: bench.hub.name.casefold() if bench.hub else "")
    others = [one for one in _role_holders(meeting.group) if one.person.pk not in taken]
    return [*([Bench(None, others)] if others else []), *by_name]


def seats_in(group: WorkingGroup) -> list[Seat]:
    """Seats of the group's hubs today, editors before delegates before alternates."""
    today = timezone.localdate()
    hubs = GroupMembership.objects.filter(group=group, since__lte=today).exclude(until__lt=today)
    seats = Seat.objects.current().filter(
        hub__in=hubs.values("hub"), person__erased_at=None, person__is_active=True
    )
    listed = seats.select_related("person", "hub").order_by("person__name", "person_id", "hub__name")
    return sorted(listed, key=lambda seat: SEATS.index(seat.role))


def _role_holders(group: WorkingGroup) -> list[Candidate]:
    roles = GroupRole.objects.current().filter(group=group, person__erased_at=None, person__is_active=True)
    order = list(ROLES)
    held = sorted(roles.select_related("person"), key=lambda one: (order.index(one.role), one.person.name))
    first = {one.person_id: one for one in reversed(held)}
    return [Candidate(one.person, str(ROLES[one.role])) for one in held if first[one.person_id] is one]


def hubs_of(people: Iterable[Person], group: WorkingGroup) -> dict[int, int]:
    """For which hub of the group each of them acts, by ids; who only has a role acts for none."""
    wanted = {person.pk for person in people}
    found: dict[int, int] = {}
    for seat in seats_in(group):
        if seat.person_id in wanted:
            found.setdefault(seat.person_id, seat.hub_id)
    return found


def still_belong(group: WorkingGroup, people: Collection[int]) -> set[int]:
    """Who of these people, by id, belongs to the group today: nobody else is written to any more."""
    return set(people_of(group).filter(pk__in=people).values_list("pk", flat=True)) if people else set()
