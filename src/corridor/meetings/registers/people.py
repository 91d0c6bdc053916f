"""Who can be asked to do something for a group: people with a seat in a member hub, or a role in the
group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corridor.kernel.errors import Refused
from corridor.members.enums import READERS
from corridor.members.models import GroupRole, Hub, Seat, WorkingGroup
from corridor.members.queries import memberships_today
from corridor.people.models import Person


@dataclass(frozen=True)
class Owner:
    """Somebody, for a hub or in a role; ``value`` is what a form sends."""

    person: Person
    hub: Hub | None
    place: str

    @property
    def value(self) -> str:
        return f"{self.person.pk}-{self.hub.pk if self.hub else ''}"

    @property
    def label(self) -> str:
        return f"{self.person.name} · {self.place}"


def owners_in(group: WorkingGroup) -> list[Owner]:
    """By name; two queries."""
    hubs = memberships_today().filter(group=group).values("hub")
    seats = Seat.objects.current().filter(hub__in=hubs).select_related("person", "hub")
    roles = GroupRole.objects.current().filter(group=group).exclude(role__in=READERS).select_related("person")
    found = [Owner(seat.person, seat.hub, seat.hub.name) for seat in seats]
    found += [Owner(role.person, None, str(role.get_role_display())) for role in roles]
    active = (one for one in found if one.person.is_active and not one.person.erased_at)
    return sorted(_once(active), key=lambda one: one.label.casefold())


def _once(owners: Iterable[Owner]) -> list[Owner]:
    return list({one.value: one for one in owners}.values())


def check(group: WorkingGroup, owner: Any, hub: Any, *, was: Any = None) -> None:
    """Nobody from outside gets work; who had it keeps it though they have left."""
    if owner is not None and not (was and was.owner_id == owner.pk) and not _belongs(group, owner):
        raise Refused
    if hub is None or (was and was.hub_id == hub.pk):
        return
    if not memberships_today().filter(group=group, hub=hub).exists():
        raise Refused


def _belongs(group: WorkingGroup, person: Any) -> bool:
    hubs = memberships_today().filter(group=group).values("hub")
    seats = Seat.objects.current().filter(person=person, hub__in=hubs)
    roles = GroupRole.objects.current().filter(person=person, group=group)
    return seats.exists() or roles.exists()
