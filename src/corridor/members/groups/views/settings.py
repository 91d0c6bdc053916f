"""What a group says of itself, as its moderators edit it; the support team helps with the work plan."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import NotFound, Refused
from corridor.members.groups import actions, queries, rules
from corridor.members.groups.forms import CriterionForm, GroupForm, MandateForm, MilestoneForm
from corridor.members.groups.models import Criterion, Mandate, Milestone
from corridor.members.models import WorkingGroup
from corridor.members.views import see_other

from . import Editing, edit

MANDATE = ("text", "valid_from", "valid_until", "contact", "version")
CRITERION = ("text", "help", "is_required", "version")
MILESTONE = ("title", "note", "due_on", "state", "done_on", "evidence", "version")

edited = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    group = queries.group_for_planning(request.user, slug)
    return _settings(request, group)


def _settings(request: HttpRequest, group: WorkingGroup, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "group": group,
        "mandate": queries.mandate_of(group),
        "criteria": queries.criteria_of(group),
        "milestones": queries.milestones_of(group),
        "may_edit_mandate": rules.may_edit_mandate(request.user, group),
        "refusal": refusal,
        "here": "settings",
    }
    return render(request, "members/groups/settings.html", context, status=422 if refusal else 200)


@login_required
@edited
def mandate(request: HttpRequest, slug: str) -> HttpResponse:
    group = queries.group_for_settings(request.user, slug)

    def stored() -> dict[str, Any]:
        of_group = WorkingGroup.objects.get(pk=group.pk)
        texts = {name: getattr(of_group, name) for name in actions.OF_GROUP}
        return texts | _values(queries.mandate_of(group), MANDATE)

    def save(version: int, values: Any) -> Mandate:
        return actions.edit_mandate(by=request.user, group=group, version=version, values=values)

    heading = _("Mandate")
    return edit(request, Editing(group, MandateForm, stored, save, heading, _("The mandate is saved.")))


@login_required
@edited
def new_criterion(request: HttpRequest, slug: str) -> HttpResponse:
    group = queries.group_for_settings(request.user, slug)

    def save(version: int, values: Any) -> Criterion:
        return actions.add_criterion(by=request.user, group=group, values=values)

    said = _("The criterion is saved.")
    return edit(request, Editing(group, CriterionForm, _nothing, save, _("A new criterion"), said))


@login_required
@edited
def criterion(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = queries.group_for_settings(request.user, slug)
    found = queries.criterion_in(group, pk)

    def save(version: int, values: Any) -> Criterion:
        return actions.edit_criterion(by=request.user, criterion=found, version=version, values=values)

    stored = partial(_stored, Criterion, pk, CRITERION)
    said = _("The criterion is saved.")
    return edit(request, Editing(group, CriterionForm, stored, save, _("Criterion"), said))


@login_required
@require_POST
def move_criterion(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = queries.group_for_settings(request.user, slug)
    found = queries.criterion_in(group, pk)
    actions.move_criterion(by=request.user, criterion=found, earlier="earlier" in request.POST)
    return see_other("members:group-settings", slug)


@login_required
@require_POST
def remove_criterion(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = queries.group_for_settings(request.user, slug)
    found = queries.criterion_in(group, pk)
    try:
        actions.remove_criterion(by=request.user, criterion=found)
    except Refused as refusal:
        return _settings(request, group, refusal)
    messages.success(request, _("The criterion is removed."))
    return see_other("members:group-settings", slug)


@login_required
@edited
def new_milestone(request: HttpRequest, slug: str) -> HttpResponse:
    group = queries.group_for_planning(request.user, slug)

    def save(version: int, values: Any) -> Milestone:
        return actions.add_milestone(by=request.user, group=group, values=values)

    said = _("The work plan is saved.")
    return edit(request, Editing(group, MilestoneForm, _nothing, save, _("A new milestone"), said))


@login_required
@edited
def milestone(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = queries.group_for_planning(request.user, slug)
    found = queries.milestone_in(group, pk)

    def save(version: int, values: Any) -> Milestone:
        return actions.edit_milestone(by=request.user, milestone=found, version=version, values=values)

    stored = partial(_stored, Milestone, pk, MILESTONE)
    said = _("The work plan is saved.")
    return edit(request, Editing(group, MilestoneForm, stored, save, _("Milestone"), said))


def _nothing() -> dict[str, Any]:
    return {}


def _stored(model: Any, pk: int, names: tuple[str, ...]) -> dict[str, Any]:
    return _values(model.objects.get(pk=pk), names)


def _values(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


@login_required
@edited
def new_group(request: HttpRequest) -> HttpResponse:
    """The operator sets up a group; its first moderator follows on the page of roles."""
    if not rules.may_create_groups(request.user):
        raise NotFound
    form = GroupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.values
        slug = values.pop("slug")
        try:
            group = actions.create_group(by=request.user, slug=slug, values=values)
        except Refused as refusal:
            form.add_error("slug", str(refusal.text))
        else:
            messages.success(request, _("The group is there. Give it a moderator."))
            return see_other("members:group-roles", group.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "members/groups/new.html", {"form": form}, status=status)
