"""Rotation of a role, for the group's moderators and the operator."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.errors import Refused
from corridor.members.groups import queries
from corridor.members.groups.rotations import actions
from corridor.members.groups.rotations.forms import RotationForm
from corridor.members.groups.rotations.queries import rotation_in, rotations_of
from corridor.members.views import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rotations(request: HttpRequest, slug: str) -> HttpResponse:
    group = queries.group_for_roles(request.user, slug)
    form = RotationForm(group, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_rotation(by=request.user, group=group, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.text))
        else:
            messages.success(request, _("The rotation is planned."))
            return see_other("members:rotations", slug)
    context = {"group": group, "form": form, "rotations": rotations_of(group)}
    status = 422 if request.method == "POST" else 200
    return render(request, "members/groups/rotations.html", context, status=status)


@login_required
@require_POST
def stop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = queries.group_for_roles(request.user, slug)
    actions.stop_rotation(by=request.user, rotation=rotation_in(group, pk))
    messages.success(request, _("The rotation is stopped. Roles that were given stay until their last day."))
    return see_other("members:rotations", slug)
