"""Reads: who somebody is among the members, and hubs as a viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from corridor.kernel.audience import VISITOR, Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import clean_text

from .enums import MODERATORS, READERS, GroupRoleName, SeatRole
from .models import GroupMembership, GroupRole, Hub, HubPartner, HubService, HubTag, Seat

ROLE_NAMES: Final = (*GroupRoleName.values, *SeatRole.values)


def viewer_of(person: Any) -> Viewer:
    """The viewer that a person is today; three queries, none for somebody not signed in."""
    if not person.is_authenticated:
        return VISITOR
    hubs = frozenset(Seat.objects.current().filter(person=person).values_list("hub_id", flat=True))
    roles = list(GroupRole.objects.current().filter(person=person).values_list("group_id", "role"))
    of_hubs: dict[int, set[int]] = {}
    for hub, group in memberships_today().filter(hub__in=hubs).values_list("hub_id", "group_id"):
        of_hubs.setdefault(hub, set()).add(group)
    return viewer_from(person.pk, hubs, roles, of_hubs)


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
            Prefetch("services", HubService.objects.select_related("category")),
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
