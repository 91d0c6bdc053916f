"""What waits for people in a group: terms that end soon, milestones that are late, elections, handovers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting
from corridor.members.enums import GroupRoleName

from .models import Milestone, MilestoneState
from .roles.queries import ending_soon


def register() -> None:
    register_waiting("members.terms", terms)
    register_waiting("members.milestones", milestones)


def terms(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For moderators every term that ends soon, for its holder their own."""
    if viewer.person_id is None or not viewer.groups:
        return
    mine = Q(group__in=viewer.moderates) | Q(person=viewer.person_id)
    for role in ending_soon().filter(mine):
        leads = role.group_id in viewer.moderates
        page = "members:group-roles" if leads else "members:group-people"
        names = {"name": role.person.name, "role": role.get_role_display()}
        yield Item(
            kind="term",
            title=_("The term of %(name)s as %(role)s ends") % names,
            url=reverse(page, args=[role.group.slug]),
            for_whom=best_text(role.group.name),
            as_role=str(GroupRoleName.MODERATOR.label if leads else role.get_role_display()),
            why=_("Extend it, hold an election, or hand over."),
            due=role.until,
        )


def milestones(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For moderators: what the work plan promised and nobody has yet marked as done."""
    if not viewer.moderates:
        return
    late = Milestone.objects.filter(
        group__in=viewer.moderates, state=MilestoneState.PLANNED, due_on__lt=timezone.localdate()
    )
    for milestone in late.select_related("group"):
        yield Item(
            kind="milestone",
            title=best_text(milestone.title),
            url=reverse("members:edit-milestone", args=[milestone.group.slug, milestone.pk]),
            for_whom=best_text(milestone.group.name),
            as_role=str(GroupRoleName.MODERATOR.label),
            why=_("The work plan says that this is late."),
            due=milestone.due_on,
        )
