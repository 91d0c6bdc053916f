"""Writes to what a group says of itself: mandate, criteria, work plan; and making a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, Refused
from corridor.members.admission.enums import UNDECIDED
from corridor.members.admission.models import CriterionAnswer
from corridor.members.models import WorkingGroup

from . import queries, writing
from .addresses import reserved
from .models import Criterion, Mandate, Milestone

OF_GROUP = ("mission", "description")


def edit_mandate(*, by: Any, group: WorkingGroup, version: int, values: Mapping[str, Any]) -> Mandate:
    """The mandate, and with it the group's mission and description; one version for all of them."""
    with transaction.atomic():
        group = WorkingGroup.objects.select_for_update().get(pk=group.pk)
        mandate, _new = Mandate.objects.get_or_create(group=group)
        if mandate.version != version:
            raise Conflict
        own = {name: value for name, value in values.items() if name not in OF_GROUP}
        mandate = writing.change(mandate, by=by, verb="edit-mandate", version=version, values=own)
        if _edit_texts(by, group, {name: values[name] for name in OF_GROUP}):
            mandate.version = version + 1
            mandate.save(update_fields=["version"])
    return mandate


def _edit_texts(by: Any, group: WorkingGroup, values: Mapping[str, Any]) -> bool:
    before = {name: getattr(group, name) for name in values}
    changed = {name: value for name, value in values.items() if value != before[name]}
    if changed:
        for name, value in changed.items():
            setattr(group, name, value)
        group.save(update_fields=list(changed))
        old = {name: before[name] for name in changed}
        journal.record("edit-group", group, by=by, before=old, after=changed)
    return bool(changed)


def add_criterion(*, by: Any, group: WorkingGroup, values: Mapping[str, Any]) -> Criterion:
    """A new one comes last."""
    criterion = Criterion(group=group, position=queries.next_position(group))
    return writing.add(criterion, by=by, verb="add-criterion", values=values)


def edit_criterion(*, by: Any, criterion: Criterion, version: int, values: Mapping[str, Any]) -> Criterion:
    return writing.change(criterion, by=by, verb="edit-criterion", version=version, values=values)


def remove_criterion(*, by: Any, criterion: Criterion) -> None:
    """Refused while an application that answers it is undecided; a decided one keeps its words."""
    answered = CriterionAnswer.objects.filter(criterion=criterion, application__state__in=UNDECIDED)
    if answered.exclude(answer="").exists():
        raise Refused(
            _("Hubs have already answered this criterion. Change its words instead of removing it.")
        )
    with transaction.atomic():
        told = {"text": criterion.text, "group": criterion.group_id}
        journal.record("remove-criterion", criterion, by=by, before=told)
        criterion.delete()


def move_criterion(*, by: Any, criterion: Criterion, earlier: bool) -> None:
    """One place earlier or later in the list; at the end of the list nothing happens."""
    with transaction.atomic():
        WorkingGroup.objects.select_for_update().get(pk=criterion.group_id)
        listed = queries.criteria_of(criterion.group)
        at = listed.index(criterion)
        to = at - 1 if earlier else at + 1
        if not 0 <= to < len(listed):
            return
        listed[at], listed[to] = listed[to], listed[at]
        for position, one in enumerate(listed):
            Criterion.objects.filter(pk=one.pk).update(position=position)
        journal.record("move-criterion", criterion, by=by, before={"position": at}, after={"position": to})


def add_milestone(*, by: Any, group: WorkingGroup, values: Mapping[str, Any]) -> Milestone:
    return writing.add(Milestone(group=group), by=by, verb="add-milestone", values=values)


def edit_milestone(*, by: Any, milestone: Milestone, version: int, values: Mapping[str, Any]) -> Milestone:
    return writing.change(milestone, by=by, verb="edit-milestone", version=version, values=values)


def create_group(*, by: Any, slug: str, values: Mapping[str, Any]) -> WorkingGroup:
    """A group of its own beside the others; its first moderator comes by ``give_role``."""
    if WorkingGroup.objects.filter(slug=slug).exists():
        raise Refused(_("There is already a group with this address."))
    if slug in reserved():
        raise Refused(_("This address is already used by another page."))
    with transaction.atomic():
        group = WorkingGroup.objects.create(slug=slug, **values)
        Mandate.objects.create(group=group)
        journal.record("create-group", group, by=by, after=writing.plain(values) | {"slug": slug})
    return group
