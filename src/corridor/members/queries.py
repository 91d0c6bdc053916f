"""Reads: who somebody is among the members, and hubs as a viewer may see them."""

from __future__ import annotations

from typing import Any

from corridor.kernel.audience import VISITOR, Viewer
from corridor.kernel.errors import NotFound

from .enums import GroupRoleName, SeatRole
from .models import GroupMembership, GroupRole, Hub, Seat


def viewer_of(person: Any) -> Viewer:
    """The viewer that a person is today; three queries, none for somebody not signed in."""
    if not person.is_authenticated:
        return VISITOR
    hubs = frozenset(Seat.objects.current().filter(person=person).values_list("hub_id", flat=True))
    roles = list(GroupRole.objects.current().filter(person=person).values_list("group_id", "role"))
    of_hubs = GroupMembership.objects.filter(hub__in=hubs, until__isnull=True).values_list(
        "group_id", flat=True
    )
    return Viewer(
        person_id=person.pk,
        hubs=hubs,
        groups=frozenset(group for group, _ in roles) | frozenset(of_hubs),
        moderates=frozenset(group for group, role in roles if role == GroupRoleName.MODERATOR),
        in_network=bool(hubs or roles),
    )


def hub_for_viewing(viewer: Viewer, slug: str) -> Hub:
    """The hub, or ``NotFound`` where there is none that this viewer may see."""
    hub = Hub.objects.visible_to(viewer).select_related("country", "region").filter(slug=slug).first()
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
