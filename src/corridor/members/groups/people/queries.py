"""The member list. It costs the same number of queries for one hub and for five hundred.

Hubs are for whoever sees them; names of people are for the network. A visitor reads the names of those
who hold a role and have agreed to be named publicly, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.members.contacts.queries import as_array, contacts_of_people
from corridor.members.enums import GroupRoleName, SeatRole
from corridor.members.groups import rules
from corridor.members.groups.roles.queries import ends_soon, in_order
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat, WorkingGroup
from corridor.people.privacy.models import Consent

HUBS_PER_PAGE: Final = 20
STATEMENTS: Final = 256  # kinds of viewers and groups for which a statement is remembered
NAMED_PUBLICLY: Final = "named-publicly"
SEAT_ROLES: Final = dict(SeatRole.choices)
GROUP_ROLES: Final = dict(GroupRoleName.choices)


@dataclass(frozen=True)
class Wanted:
    """What the reader asks for; empty means everything."""

    countries: Sequence[str] = ()
    hub: str = ""
    role: str = ""
    text: str = ""

    @property
    def of_group(self) -> bool:
        """Whether the role is one of the group's own, so that no hub can have it."""
        return self.role in GROUP_ROLES

    @property
    def about_hubs(self) -> bool:
        return bool(self.countries or self.hub or self.role in SEAT_ROLES)


@dataclass(frozen=True)
class Seated:
    person_id: int
    name: str
    role: str
    since: date
    until: date | None
    contacts: list[str] = field(default_factory=list)


class Listed(NamedTuple):
    """A member hub, as far as the list tells of it; named like its columns."""

    pk: int
    slug: str
    name: str
    city: str
    country_id: str
    member_since: date


@dataclass
class Member:
    hub: Listed
    since: date
    people: list[Seated] = field(default_factory=list)


@dataclass(frozen=True)
class Holder:
    role: GroupRole
    ends_soon: bool
    contacts: list[str] = field(default_factory=list)


def members_page(
    group: WorkingGroup, viewer: Viewer, wanted: Wanted, page: Any, total: int
) -> tuple[Page, list[Member]]:
    """One page of the hubs that fit, and their people as far as this viewer may see them. ``total`` is
    how many hubs there are in the whole list."""
    if wanted == Wanted():
        whole: Page = Paginator(range(total), HUBS_PER_PAGE).get_page(page)
        return whole, _with_people(_part_of_list(group, viewer, whole), viewer)
    found: Page = Paginator(hubs_in(group, viewer, wanted), HUBS_PER_PAGE).get_page(page)
    return found, _with_people(map(Listed._make, found), viewer)


def all_members(group: WorkingGroup, viewer: Viewer) -> list[Member]:
    return _with_people(map(Listed._make, hubs_in(group, viewer, Wanted())), viewer)


def _part_of_list(group: WorkingGroup, viewer: Viewer, page: Page) -> list[Listed]:
    statement, values = _whole_list(group.pk, viewer.nameless(), timezone.localdate())
    with connection.cursor() as cursor:
        first = (page.number - 1) * HUBS_PER_PAGE
        cursor.execute(f"{statement} limit %s offset %s", (*values, HUBS_PER_PAGE, first))
        return [Listed(*row) for row in cursor.fetchall()]


# Statements, not answers. The ORM takes longer to make one than the database to run it.


@lru_cache(maxsize=STATEMENTS)
def _whole_list(group_id: int, viewer: Viewer, _today: date) -> tuple[str, tuple[Any, ...]]:
    statement, values = hubs_in(WorkingGroup(pk=group_id), viewer, Wanted()).query.sql_with_params()
    return statement, tuple(values)


@lru_cache(maxsize=STATEMENTS)
def _whole_count(group_id: int, viewer: Viewer, _today: date) -> tuple[str, tuple[Any, ...]]:
    members = _memberships(WorkingGroup(pk=group_id)).values("hub")
    hubs = Hub.objects.visible_to(viewer).filter(id__in=members).order_by()
    statement, values = hubs.values_list("country_id").annotate(Count("id")).query.sql_with_params()
    return statement, tuple(values)


def hubs_in(group: WorkingGroup, viewer: Viewer, wanted: Wanted) -> QuerySet[Hub, tuple[Any, ...]]:
    """Member hubs by name, each with the day since when as ``member_since``; rows for ``Listed``."""
    memberships = _memberships(group)
    hubs: QuerySet[Hub] = Hub.objects.visible_to(viewer).filter(id__in=memberships.values("hub"))
    if wanted.of_group:
        hubs = hubs.none()
    if wanted.countries:
        hubs = hubs.filter(country__in=wanted.countries)
    if wanted.hub:
        hubs = hubs.filter(slug=wanted.hub)
    if rules.may_see_names(viewer):
        hubs = _by_people(hubs, wanted)
    elif wanted.text:
        hubs = hubs.filter(_hub_says(wanted.text))
    since = memberships.filter(hub=OuterRef("pk")).values("since")[:1]
    listed = hubs.annotate(member_since=Subquery(since)).order_by("name", "id")
    return listed.values_list(*Listed._fields)


def _memberships(group: WorkingGroup) -> QuerySet[GroupMembership]:
    today = timezone.localdate()
    return GroupMembership.objects.filter(group=group, since__lte=today).exclude(until__lt=today)


def _by_people(hubs: QuerySet[Hub], wanted: Wanted) -> QuerySet[Hub]:
    seats = Seat.objects.current()
    if wanted.role in SEAT_ROLES:
        hubs = hubs.filter(id__in=seats.filter(role=wanted.role).values("hub"))
    if wanted.text:
        named = seats.filter(person__name__icontains=wanted.text, person__erased_at=None)
        hubs = hubs.filter(_hub_says(wanted.text) | Q(id__in=named.values("hub")))
    return hubs


def _hub_says(text: str) -> Q:
    return Q(name__icontains=text) | Q(title__icontains=text) | Q(city__icontains=text)


def _with_people(hubs: Iterable[Listed], viewer: Viewer) -> list[Member]:
    members = {hub.pk: Member(hub, hub.member_since) for hub in hubs}
    if rules.may_see_names(viewer) and members:
        labels = {role: str(label) for role, label in SEAT_ROLES.items()}
        for hub_id, person, name, role, since, until in _seats_in(list(members)):
            members[hub_id].people.append(Seated(person, name, labels[role], since, until))
    return list(members.values())


# From editor over delegate to alternate, as the words happen to sort. With their ids as an array PostgreSQL
# looks up these people, and does not read everybody.
_SEATS = """
select s.hub_id, s.person_id, p.name, s.role, s.since, s.until
from members_seat s join people_person p on p.id = s.person_id
where s.hub_id = any(%(hubs)s) and p.erased_at is null
    and p.id = any(array(select person_id from members_seat where hub_id = any(%(hubs)s)))
    and s.since <= %(today)s and (s.until is null or s.until >= %(today)s) and s.ended_at is null
order by s.role desc, p.name
"""


def _seats_in(hubs: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SEATS, {"hubs": as_array(hubs), "today": timezone.localdate()})
        return list(cursor.fetchall())


def holders_in(group: WorkingGroup, viewer: Viewer, wanted: Wanted | None = None) -> list[Holder]:
    """Who holds a role in the group today, by role; to visitors only those who agreed to be named."""
    wanted = wanted or Wanted()
    if wanted.about_hubs:
        return []
    roles = GroupRole.objects.current().filter(group=group, person__erased_at=None).select_related("person")
    if not rules.may_see_names(viewer):
        agreed = Consent.objects.standing().filter(purpose=NAMED_PUBLICLY)
        roles = roles.filter(person__in=agreed.values("person"))
    if wanted.of_group:
        roles = roles.filter(role=wanted.role)
    if wanted.text:
        roles = roles.filter(person__name__icontains=wanted.text)
    return [Holder(role, ends_soon(role)) for role in in_order(roles)]


def countries_of(group: WorkingGroup, viewer: Viewer) -> dict[str, int]:
    """How many hubs of each country, by its code, are in the whole list."""
    with connection.cursor() as cursor:
        cursor.execute(*_whole_count(group.pk, viewer.nameless(), timezone.localdate()))
        return dict(cursor.fetchall())


def add_contacts(viewer: Viewer, members: Iterable[Member], holders: Iterable[Holder]) -> None:
    """What each person lets this viewer see of how to reach them; one query for a page."""
    if not rules.may_see_names(viewer):
        return
    entries = [(one.person_id, one.contacts) for member in members for one in member.people]
    entries += [(holder.role.person_id, holder.contacts) for holder in holders]
    known = contacts_of_people({person for person, _ in entries}, viewer)
    for person, contacts in entries:
        contacts.extend(known.get(person, ()))
