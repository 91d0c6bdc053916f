"""Meetings as those who prepare them plan, change and cancel them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor.kernel.errors import Conflict
from corridor.kernel.http.request import Request
from corridor.meetings import actions, queries
from corridor.meetings.forms import CancelForm, MeetingForm, as_written
from corridor.meetings.models import Meeting, Series
from corridor.members.groups.editing import Editing, audience_told_first, edit
from corridor.members.views import see_other

edited = require_http_methods(["GET", "HEAD", "POST"])
INHERITED = ("language", "audience")


@login_required
@edited
def new_meeting(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_preparing(request.user, slug)
    series = _wanted_series(group.pk, request.GET.get("series", ""))

    def stored() -> dict[str, Any]:
        started = {"version": 0, "zone": getattr(request.user, "time_zone", "") or "Europe/Brussels"}
        if series is None:
            return started
        return started | {"series": series.pk} | {name: getattr(series, name) for name in INHERITED}

    def save(_version: int, form: MeetingForm) -> str:
        meeting = actions.plan_meeting(by=request.user, group=group, values=form.of_meeting)
        return reverse("meetings:meeting", args=[slug, meeting.pk])

    said = _("The meeting is planned. Nobody is invited yet.")
    form, template = partial(MeetingForm, group=group), "meetings/edit_meeting.html"
    return edit(request, Editing(form, stored, save, template, said, {"group": group}))


def _wanted_series(group_id: int, slug: str) -> Series | None:
    return Series.objects.filter(group=group_id, slug=slug[:60]).first() if slug.isascii() and slug else None


@login_required
@edited
def edit_meeting(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = queries.meeting_for_preparing(request.user, slug, pk)

    def stored() -> dict[str, Any]:
        return as_written(Meeting.objects.get(pk=pk))

    def save(version: int, form: MeetingForm) -> str:
        actions.edit_meeting(by=request.user, meeting=meeting, version=version, values=form.of_meeting)
        return reverse("meetings:meeting", args=[slug, pk])

    editing = Editing(
        partial(MeetingForm, group=meeting.group),
        stored,
        save,
        "meetings/edit_meeting.html",
        _("The meeting is saved."),
        {"group": meeting.group, "meeting": meeting},
        partial(audience_told_first, request, meeting),
    )
    return edit(request, editing)


@login_required
@edited
def cancel_meeting(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = queries.meeting_for_preparing(request.user, slug, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_meeting(by=request.user, meeting=meeting, reason=form.cleaned_data["reason"])
        except Conflict as error:
            conflict = error
        else:
            messages.success(request, _("The meeting is cancelled."))
            return see_other("meetings:meeting", slug, pk)
    status = 409 if conflict else 422 if request.method == "POST" else 200
    context = {"meeting": meeting, "form": form, "conflict": conflict, "tab": ""}
    return render(request, "meetings/cancel_meeting.html", context, status=status)
