"""The weights of a group: everybody of the group sees them, moderators try others and change them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor.engines.matching import Signal, Weights
from corridor.kernel.errors import Conflict
from corridor.kernel.http.request import Request
from corridor.members.models import WorkingGroup
from corridor.members.views import see_other
from corridor.referrals.queries import desk_of

from .actions import change_desk
from .forms import HUNDRED, WeightsForm
from .preview import preview
from .problem import weights_of
from .queries import group_for_desk, group_for_weighing
from .wording import LABELS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: Request, group: str) -> HttpResponse:
    if request.method == "POST":
        return _posted(request, group_for_weighing(request.viewer, group))
    found = group_for_desk(request.viewer, group)
    return _page(request, found, WeightsForm(desk_of(found)))


def _posted(request: Request, group: WorkingGroup) -> HttpResponse:
    desk = desk_of(group)
    form = WeightsForm(desk, request.POST)
    if not form.is_valid():
        return _page(request, group, form, 422)
    if "preview" in request.POST:
        tried = preview(group, request.viewer, weights_of(desk), form.weights)
        return _page(request, group, form, preview=tried)
    chosen = Weights() if "usual" in request.POST else form.weights
    try:
        change_desk(
            by=request.user,
            group=group,
            version=form.cleaned_data["version"],
            weights=chosen,
            **form.days,
        )
    except Conflict as conflict:
        return _conflict(request, group, form, conflict)
    messages.success(request, _("The weights are saved. They count from now on."))
    return see_other("referrals:weights", group.slug)


def _conflict(request: Request, group: WorkingGroup, form: WeightsForm, conflict: Conflict) -> HttpResponse:
    """What is stored now beside what was written; saving again takes what was written."""
    desk = desk_of(group)
    stored = WeightsForm(desk).initial
    differing = [
        {"label": form[name].label, "stored": stored[name], "written": value}
        for name, value in form.cleaned_data.items()
        if name != "version" and float(value) != float(stored[name])
    ]
    written = request.POST.copy()
    written["version"] = str(desk.version)
    again = WeightsForm(desk, written)
    return _page(request, group, again, 409, differing=differing, conflict=conflict)


def _page(
    request: Request, group: WorkingGroup, form: WeightsForm, status: int = 200, **more: Any
) -> HttpResponse:
    desk = desk_of(group)
    context = {
        "group": group,
        "desk": desk,
        "form": form,
        "rows": _rows(weights_of(desk)),
        "equal": round(weights_of(desk).equal * HUNDRED, 2),
        "may_change": group.pk in request.viewer.moderates,
    }
    return render(request, "referrals/desk/weights.html", context | more, status=status)


def _rows(weights: Weights) -> list[dict[str, Any]]:
    """Each signal with what it means, its weight, and the usual one where that is another."""
    usual = Weights()
    return [
        {
            "label": LABELS[signal][0],
            "meaning": LABELS[signal][1],
            "weight": weights.of(signal),
            "usual": None if weights.of(signal) == usual.of(signal) else usual.of(signal),
        }
        for signal in Signal
    ]
