"""Reads and doors of a group. A door gives the group to whom it is open, and ``NotFound`` to all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Max

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.members.models import WorkingGroup

from . import rules
from .models import Criterion, Mandate, Milestone


def group_at(slug: str) -> WorkingGroup:
    """The group; its page is public."""
    for group in WorkingGroup.objects.filter(slug=slug):  # at most one; ``first`` takes longer
        return group
    raise NotFound


def _door(may: Callable[[Any, WorkingGroup], bool]) -> Callable[[Any, str], WorkingGroup]:
    def door(person: Any, slug: str) -> WorkingGroup:
        group = group_at(slug)
        if not may(person, group):
            raise NotFound
        return group

    return door


group_for_settings = _door(rules.may_edit_mandate)
group_for_planning = _door(rules.may_edit_work_plan)
group_for_roles = _door(rules.may_give_roles)
group_for_elections = _door(rules.may_hold_elections)
group_for_handover = _door(rules.may_start_handover)
group_for_exporting = _door(rules.may_export_people)


def group_for_members(viewer: Viewer, slug: str) -> WorkingGroup:
    """For those who belong to the group in whatever role."""
    group = group_at(slug)
    if not rules.belongs_to(viewer, group):
        raise NotFound
    return group


def mandate_of(group: WorkingGroup) -> Mandate:
    """The group's mandate, or one not yet written."""
    return Mandate.objects.filter(group=group).first() or Mandate(group=group)


def criteria_of(group: WorkingGroup) -> list[Criterion]:
    return list(Criterion.objects.filter(group=group))


def criterion_in(group: WorkingGroup, pk: int) -> Criterion:
    criterion: Criterion = _one(Criterion, group, pk)
    return criterion


def milestones_of(group: WorkingGroup) -> list[Milestone]:
    return list(Milestone.objects.filter(group=group))


def milestone_in(group: WorkingGroup, pk: int) -> Milestone:
    milestone: Milestone = _one(Milestone, group, pk)
    return milestone


def next_position(group: WorkingGroup) -> int:
    last = Criterion.objects.filter(group=group).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _one(model: Any, group: WorkingGroup, pk: int) -> Any:
    found = model.objects.filter(group=group, pk=pk).first()
    if found is None:
        raise NotFound
    return found
