"""Whose the members' records are: who reads their journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.journal import Owned, register_journal_owner

from . import queries
from .models import Hub, WorkingGroup


def hub_of_owner(person: Any, _viewer: Viewer, key: str) -> Hub:
    """For those who edit the hub."""
    return queries.hub_for_editing(person, key)


def group_of_owner(_person: Any, viewer: Viewer, key: str) -> WorkingGroup:
    """For the group's moderators."""
    group = WorkingGroup.objects.filter(slug=key, pk__in=viewer.moderates).first()
    if group is None:
        raise NotFound
    return group


def _of_hub(hub: Hub) -> Iterable[tuple[str, Iterable[int]]]:
    yield "members.Seat", hub.seats.values_list("pk", flat=True)


def _of_group(group: WorkingGroup) -> Iterable[tuple[str, Iterable[int]]]:
    yield "members.GroupRole", group.roles.values_list("pk", flat=True)
    yield "members.GroupMembership", group.memberships.values_list("pk", flat=True)


def register() -> None:
    register_journal_owner(
        Owned(
            name="hub",
            title=_("hub"),
            door=hub_of_owner,
            label=lambda hub: hub.name,
            page=lambda hub: reverse("portal:hub", args=[hub.slug]),
            also=_of_hub,
        )
    )
    register_journal_owner(
        Owned(
            name="group",
            title=_("working group"),
            door=group_of_owner,
            label=lambda group: best_text(group.name),
            page=lambda group: reverse("portal:group", args=[group.slug]),
            also=_of_group,
        )
    )
