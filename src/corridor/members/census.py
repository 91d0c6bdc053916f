"""Everybody who may sign in, as a reader: what ``who_can_see`` counts and gives reasons for."""

from __future__ import annotations

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.kernel.audience import (
    Audience,
    Census,
    Placement,
    Reader,
    RecordType,
    register_readers,
    register_record_type,
)

from . import queries
from .enums import GroupRoleName
from .models import GroupRole, Hub, Seat


def census() -> Census:
    """Four queries, however many people there are."""
    hubs: dict[int, set[int]] = defaultdict(set)
    for person, hub in Seat.objects.current().values_list("person_id", "hub_id"):
        hubs[person].add(hub)
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for person, group, role in GroupRole.objects.current().values_list("person_id", "group_id", "role"):
        roles[person].append((group, role))
    groups_of_hubs = _groups_of_hubs()
    people = get_user_model().objects.filter(is_active=True).order_by("pk")
    rows = list(people.values_list("pk", "name", "is_staff"))
    return Census(
        readers=[
            Reader(
                queries.viewer_from(pk, hubs[pk], roles[pk], groups_of_hubs),
                name,
                _first_roles(roles[pk]),
            )
            for pk, name, _staff in rows
        ],
        groups_of_hubs=groups_of_hubs,
        operators=sum(staff for _pk, _name, staff in rows),
    )


def _groups_of_hubs() -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for hub, group in queries.memberships_today().values_list("hub_id", "group_id"):
        found[hub].add(group)
    return {hub: frozenset(groups) for hub, groups in found.items()}


def _first_roles(roles: list[tuple[int, str]]) -> dict[int, str]:
    """Of several roles in a group the one that comes first in the list of roles."""
    order = list(GroupRoleName.values)
    return dict(sorted(roles, key=lambda one: order.index(one[1]), reverse=True))


def because_of_role(role: str, who: str) -> str:
    sentences = {
        GroupRoleName.MODERATOR: _("%(who)s, because moderators read group records"),
        GroupRoleName.CO_MODERATOR: _("%(who)s, because co-moderators read group records"),
        GroupRoleName.OFFICER: _("%(who)s, because Commission officers read group records"),
        GroupRoleName.SUPPORT: _("%(who)s, because the support team reads group records"),
        GroupRoleName.OBSERVER: _("%(who)s, because observers read group records"),
        GroupRoleName.GUEST: _("%(who)s, because guest experts read group records"),
    }
    return sentences[GroupRoleName(role)] % {"who": who}


def _hub_stands(hub: Hub) -> Placement:
    return Placement(hub.audience, hubs=frozenset({hub.pk}))


def register() -> None:
    register_readers(census, because_of_role)
    register_record_type(
        RecordType(
            name="hub",
            model="members.Hub",
            title=gettext_lazy("hub"),
            door=queries.hub_for_viewing,
            placement=_hub_stands,
            audiences=(Audience.HUB, Audience.NETWORK, Audience.PUBLIC),
            key=lambda hub: hub.slug,
            label=lambda hub: hub.name,
            page=lambda hub: reverse("portal:hub", args=[hub.slug]),
        )
    )
