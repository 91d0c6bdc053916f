"""Series of meetings: one with its meetings, a new one, and its rules."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.meetings import actions, queries, rules
from corridor.meetings.forms import SeriesForm
from corridor.meetings.models import Series
from corridor.members.groups.editing import Editing, edit

from .preparing import edited

FIELDS = (
    *("name", "purpose", "language", "usual_minutes", "audience", "approval", "silence_days", "quorum"),
    *("ended_on", "version"),
)


@require_safe
def series(request: Request, slug: str, series: str) -> HttpResponse:
    found = queries.series_for_viewing(request.viewer, slug, series)
    context = {
        "group": found.group,
        "series": found,
        "lists": queries.meetings_listed(request.viewer, found.group, found),
        "prepares": rules.prepares_meetings(request.user, found.group),
        "belongs": rules.looks_in(request.viewer, found.group),
    }
    return render(request, "meetings/series.html", context)


@login_required
@edited
def new_series(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_preparing(request.user, slug)

    def save(_version: int, form: SeriesForm) -> str:
        made = actions.create_series(by=request.user, group=group, values=form.values)
        return reverse("meetings:series", args=[slug, made.slug])

    said = _("The series is made. Plan its first meeting.")
    template, context = "meetings/edit_series.html", {"group": group}
    return edit(request, Editing(SeriesForm, _nothing, save, template, said, context))


def _nothing() -> dict[str, Any]:
    return {"version": 0}


@login_required
@edited
def edit_series(request: Request, slug: str, series: str) -> HttpResponse:
    found = queries.series_for_preparing(request.user, slug, series)

    def stored() -> dict[str, Any]:
        kept = Series.objects.get(pk=found.pk)
        return {name: getattr(kept, name) for name in FIELDS}

    def save(version: int, form: SeriesForm) -> str:
        actions.edit_series(by=request.user, series=found, version=version, values=form.values)
        return reverse("meetings:series", args=[slug, series])

    template, context = "meetings/edit_series.html", {"group": found.group, "series": found}
    said = _("The series is saved.")
    return edit(request, Editing(SeriesForm, stored, save, template, said, context))
