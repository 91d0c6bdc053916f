"""Reads of roles: those of a group, whose terms end soon, and the door to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from corridor.kernel.errors import NotFound
from corridor.members.enums import MODERATORS, GroupRoleName
from corridor.members.models import GroupMembership, GroupRole, Seat, WorkingGroup
from corridor.people.models import Person

SOON: Final = timedelta(days=60)
PAST_SHOWN: Final = 50


@dataclass
class Terms:
    """Roles of a group by where they stand today."""

    current: list[GroupRole] = field(default_factory=list)
    coming: list[GroupRole] = field(default_factory=list)
    past: list[GroupRole] = field(default_factory=list)


def terms_in(group: WorkingGroup) -> Terms:
    """Every role of the group, the present by role and name; of the past only the newest."""
    today, terms = timezone.localdate(), Terms()
    for role in GroupRole.objects.filter(group=group).select_related("person").order_by("-since", "-id"):
        if role.ended_at or (role.until and role.until < today):
            terms.past.append(role)
        elif role.since > today:
            terms.coming.append(role)
        else:
            terms.current.append(role)
    terms.current = in_order(terms.current)
    terms.coming.reverse()
    del terms.past[PAST_SHOWN:]
    return terms


def in_order(roles: Iterable[GroupRole]) -> list[GroupRole]:
    """As the roles are listed in ``GroupRoleName``, then by name."""
    places = {name: place for place, name in enumerate(GroupRoleName.values)}
    return sorted(roles, key=lambda role: (places[role.role], role.person.name.casefold()))


def role_in(group: WorkingGroup, pk: int) -> GroupRole:
    role = GroupRole.objects.filter(group=group, pk=pk).select_related("person", "group").first()
    if role is None:
        raise NotFound
    return role


def ending_soon(today: date | None = None) -> QuerySet[GroupRole]:
    """Terms of today that end within sixty days."""
    day = today or timezone.localdate()
    ending = GroupRole.objects.current(day).filter(until__lte=day + SOON)
    return ending.select_related("person", "group").order_by("until", "id")


def ends_soon(role: GroupRole, today: date | None = None) -> bool:
    day = today or timezone.localdate()
    return role.until is not None and day <= role.until <= day + SOON


def person_in_network(address: str) -> Person | None:
    """Somebody with a seat or a role today: of others nobody is told whether they have an account."""
    seats = Seat.objects.current().values("person")
    roles = GroupRole.objects.current().values("person")
    people = Person.objects.filter(email__iexact=address.strip(), erased_at=None, is_active=True)
    return people.filter(Q(id__in=seats) | Q(id__in=roles)).first()


def people_of(group: WorkingGroup) -> QuerySet[Person]:
    """Everybody who belongs to the group today: roles in it, and seats in its hubs."""
    today = timezone.localdate()
    hubs = GroupMembership.objects.filter(group=group, since__lte=today).exclude(until__lt=today)
    seats = Seat.objects.current().filter(hub__in=hubs.values("hub")).values("person")
    roles = GroupRole.objects.current().filter(group=group).values("person")
    people = Person.objects.filter(erased_at=None, is_active=True)
    return people.filter(Q(id__in=seats) | Q(id__in=roles)).order_by("name", "id")


def moderators_of(group_id: int) -> list[Any]:
    """The people who lead the group today."""
    held = GroupRole.objects.current().filter(group=group_id, role__in=MODERATORS)
    return list(Person.objects.filter(id__in=held.values("person"), erased_at=None).order_by("id"))
