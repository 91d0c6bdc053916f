"""Roles in a group with their terms, for its moderators and the operator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.errors import Conflict, Refused
from corridor.members.groups import queries
from corridor.members.groups.roles import actions
from corridor.members.groups.roles.forms import EndForm, RoleForm, TermForm
from corridor.members.groups.roles.queries import ends_soon, role_in, terms_in
from corridor.members.models import GroupRole, WorkingGroup
from corridor.members.views import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, slug: str) -> HttpResponse:
    group = queries.group_for_roles(request.user, slug)
    if request.method != "POST":
        return _list(request, group, RoleForm(initial={"since": timezone.localdate()}))
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            given = actions.offer_role(by=request.user, group=group, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.text))
        else:
            messages.success(
                request, _("The role is given.") if given else _("The invitation is on its way.")
            )
            return see_other("members:group-roles", slug)
    return _list(request, group, form, status=422)


def _list(request: HttpRequest, group: WorkingGroup, form: RoleForm, *, status: int = 200) -> HttpResponse:
    terms = terms_in(group)
    context = {
        "group": group,
        "form": form,
        "current": [(role, ends_soon(role)) for role in terms.current],
        "coming": terms.coming,
        "past": terms.past,
        "here": "roles",
    }
    return render(request, "members/groups/roles.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One role: another last day, or the end at once."""
    group = queries.group_for_roles(request.user, slug)
    found = role_in(group, pk)
    if request.method != "POST":
        return _one(request, found)
    form = TermForm(request.POST)
    if not form.is_valid():
        return _one(request, found, term=form, status=422)
    try:
        actions.change_term(by=request.user, role=found, until=form.cleaned_data["until"])
    except (Refused, Conflict) as refusal:
        form.add_error(None, str(refusal.text))
        return _one(request, found, term=form, status=int(refusal.status))
    messages.success(request, _("The term is changed."))
    return see_other("members:group-roles", slug)


@login_required
@require_POST
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = queries.group_for_roles(request.user, slug)
    found = role_in(group, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _one(request, found, end=form, status=422)
    try:
        actions.end_role(by=request.user, role=found, reason=form.cleaned_data["reason"])
    except (Refused, Conflict) as refusal:
        form.add_error(None, str(refusal.text))
        return _one(request, found, end=form, status=int(refusal.status))
    messages.success(request, _("The role is ended."))
    return see_other("members:group-roles", slug)


def _one(request: HttpRequest, role: GroupRole, *, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "group": role.group,
        "role": role,
        "term": forms.get("term") or TermForm(initial={"until": role.until}),
        "end": forms.get("end") or EndForm(),
        "is_over": role.ended_at is not None,
        "form": forms.get("term") or forms.get("end") or TermForm(),
        "here": "roles",
    }
    return render(request, "members/groups/role.html", context, status=status)
