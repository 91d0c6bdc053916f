"""Reads: who somebody is among the members, and hubs as a viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from corridor.kernel.audience import VISITOR, Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import clean_text

from .enums import MODERATORS, READERS, GroupRoleName, SeatRole
from .models import GroupMembership, GroupRole, Hub, HubPartner, HubTag, Seat

ROLE_NAMES: Final = (*GroupRoleName.values, *SeatRole.values)


# One statement, as every page asks: the ORM would take three, and five times as long.
_STANDING = """
select s.hub_id, m.group_id, null
from members_seat s
left join members_groupmembership m
    on m.hub_id = s.hub_id and m.since <= %(today)s and (m.until is null or m.until >= %(today)s)
where s.person_id = %(person)s
    and s.since <= %(today)s and (s.until is null or s.until >= %(today)s) and s.ended_at is null
union all
select null, r.group_id, r.role
from members_grouprole r
where r.person_id = %(person)s
    and r.since <= %(today)s and (r.until is null or r.until >= %(today)s) and r.ended_at is null
"""


def viewer_of(person: Any) -> Viewer:
    """The viewer that a person is today; one query, none for somebody not signed in."""
    if not person.is_authenticated:
        return VISITOR
    roles: list[tuple[int, str]] = []
    of_hubs: dict[int, set[int]] = {}
    for hub, group, role in _standing(person):
        if hub is None:
            roles.append((group, role))
        else:
            of_hubs.setdefault(hub, set()).update([group] if group else ())
    return viewer_from(person.pk, of_hubs, roles, of_hubs)


def _standing(person: Any) -> list[tuple[Any, Any, Any]]:
    """Hubs with each of their groups, then groups with each role in them."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"person": person.pk, "today": timezone.localdate()})
        return list(cursor.fetchall())


def viewer_from(
    person_id: int,
    hubs: Iterable[int],
    roles: Sequence[tuple[int, str]],
    groups_of_hubs: Mapping[int, Iterable[int]],
) -> Viewer:
    """The viewer with these seats and roles; the groups of other hubs than theirs do not matter."""
    theirs = frozenset(hubs)
    of_hubs = frozenset(group for hub in theirs for group in groups_of_hubs.get(hub, ()))
    return Viewer(
        person_id=person_id,
        hubs=theirs,
        groups=frozenset(group for group, _ in roles) | of_hubs,
        moderates=frozenset(group for group, role in roles if role in MODERATORS),
        takes_part=frozenset(group for group, role in roles if role not in READERS) | of_hubs,
        in_network=bool(theirs or roles),
    )


def roles_held(person: Any) -> set[str]:
    """Names of the roles that a person holds today, in groups and for hubs."""
    in_groups = GroupRole.objects.current().filter(person=person).values_list("role", flat=True)
    for_hubs = Seat.objects.current().filter(person=person).values_list("role", flat=True)
    return {*in_groups, *for_hubs}


def hub_for_viewing(viewer: Viewer, slug: str) -> Hub:
    """The hub, or ``NotFound`` where there is none that this viewer may see."""
    hubs = Hub.objects.visible_to(viewer).select_related("country", "region")
    hub = hubs.filter(slug=clean_text(slug)).first()  # it may come from a form, with whatever is in it
    if hub is None:
        raise NotFound
    return hub


def hub_for_editing(person: Any, slug: str) -> Hub:
    """The hub that this person edits; ``NotFound`` for everybody else."""
    seats = Seat.objects.current().filter(person=person, role__in=[SeatRole.EDITOR, SeatRole.DELEGATE])
    hub = Hub.objects.filter(slug=slug, id__in=seats.values("hub_id")).first()
    if hub is None:
        raise NotFound
    return hub


def hubs_listed(
    viewer: Viewer,
    *,
    countries: Sequence[str] = (),
    kinds: Sequence[str] = (),
    terms: Mapping[str, Sequence[str]] | None = None,
    text: str = "",
) -> QuerySet[Hub]:
    """Hubs by name with their terms. ``terms`` are slugs by official list: of one list any, of several all;
    ``text`` stands in the name, the title or the city."""
    hubs = Hub.objects.visible_to(viewer).prefetch_related(_tags_in_force())
    if countries:
        hubs = hubs.filter(country__in=countries)
    if kinds:
        hubs = hubs.filter(kind__in=kinds)
    for listed, slugs in (terms or {}).items():
        if slugs:
            tagged = HubTag.objects.filter(
                term__list__name=listed, term__list__in_force=True, term__slug__in=slugs
            )
            hubs = hubs.filter(pk__in=tagged.values("hub"))
    if text:
        hubs = hubs.filter(Q(name__icontains=text) | Q(title__icontains=text) | Q(city__icontains=text))
    return hubs.order_by("name", "id")


def hub_in_full(viewer: Viewer, slug: str) -> Hub:
    """The hub with everything that its page tells; ``NotFound`` where this viewer may not see it."""
    hub = (
        Hub.objects.visible_to(viewer)
        .prefetch_related(
            _tags_in_force(),
            "concepts",
            "regions_served",
            Prefetch("partners", HubPartner.objects.select_related("organisation")),
            Prefetch("memberships", memberships_today().select_related("group")),
        )
        .filter(slug=slug)
        .first()
    )
    if hub is None:
        raise NotFound
    return hub


def memberships_today() -> QuerySet[GroupMembership]:
    """Memberships whose term includes today; ``until`` is the last day."""
    today = timezone.localdate()
    return GroupMembership.objects.filter(since__lte=today).exclude(until__lt=today)


def _tags_in_force() -> Prefetch:
    return Prefetch("tags", HubTag.objects.filter(term__list__in_force=True).select_related("term__list"))
