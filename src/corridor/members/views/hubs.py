from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor.kernel.errors import Conflict
from corridor.kernel.http.downloads import CSV, XLSX, download
from corridor.members import actions, queries
from corridor.members.forms import LABELS, HubForm, shown
from corridor.members.imports import exporting
from corridor.members.models import Hub

from . import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    hub = queries.hub_for_editing(request.user, slug)
    form = HubForm(hub, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, hub, form)
    if not form.is_valid():
        return _page(request, hub, form, status=422)
    try:
        actions.edit_hub(by=request.user, hub=hub, version=form.cleaned_data["version"], values=form.values)
    except Conflict:
        return _both_versions(request, hub.pk, form)
    messages.success(request, _("Your hub's profile is saved."))
    return see_other("portal:hub", slug)


def _both_versions(request: HttpRequest, pk: int, form: HubForm) -> HttpResponse:
    """What is stored now beside what was written; saving again takes what was written."""
    hub = Hub.objects.get(pk=pk)
    data = request.POST.copy()
    data["version"] = str(hub.version)
    again = HubForm(hub, data)
    stored, written = again.profile, form.values
    differing = [
        {"label": LABELS[name], "stored": shown(name, stored[name]), "written": shown(name, written[name])}
        for name in written
        if stored[name] != written[name]
    ]
    return _page(request, hub, again, status=409, differing=differing)


def _page(request: HttpRequest, hub: Hub, form: HubForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "members/hub_form.html", {"hub": hub, "form": form} | more, status=status)


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    return download(exporting.as_xlsx(exporting.rows()), XLSX, "hubs.xlsx")


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    return download(exporting.as_csv(exporting.rows()), CSV, "hubs.csv")
