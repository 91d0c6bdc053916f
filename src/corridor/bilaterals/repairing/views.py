"""Changes after publication, as organisers report them and as participants do for themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor.bilaterals.enums import Change
from corridor.bilaterals.models import Bilateral, Bilaterals, Proposal
from corridor.bilaterals.profiles.queries import present_profile_at
from corridor.bilaterals.queries import bilaterals_for_coordinating
from corridor.bilaterals.scheduling.queries import published_of
from corridor.bilaterals.scheduling.views import frame
from corridor.kernel.errors import CorridorError
from corridor.kernel.http.request import Request
from corridor.members.views import see_other

from . import actions, own, queries
from .forms import CancelForm, ChangeForm, LateForm

written = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@written
def changes(request: Request, slug: str, event: str) -> HttpResponse:
    bilaterals = bilaterals_for_coordinating(request.user, slug, event)
    form = ChangeForm(request.POST if request.method == "POST" else None, bilaterals)
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            return _reported(request, bilaterals, _report(request.user, bilaterals, form.cleaned_data))
        except CorridorError as refusal:
            error = refusal
    context = frame(bilaterals) | {
        "tab": "changes",
        "form": form,
        "error": error,
        "published": published_of(bilaterals),
        "unplaced": actions.unplaced(bilaterals).count(),
    }
    status = int(error.status) if error else 422 if form.is_bound else 200
    return render(request, "bilaterals/repairing/changes.html", context, status=status)


def _report(by: Any, bilaterals: Bilaterals, data: dict[str, Any]) -> Proposal | None:
    change = Change(data["change"])
    if change == Change.TABLE_LOST:
        return actions.lose_table(by=by, table=data["table"])
    if change == Change.LATE:
        return actions.come_late(by=by, profile=data["profile"], until=data["slot"].starts_at)
    if change == Change.NEW_REQUEST:
        return actions.take_in(by=by, bilaterals=bilaterals)
    return actions.leave(by=by, profile=data["profile"], change=change)


def _reported(request: Request, bilaterals: Bilaterals, repair: Proposal | None) -> HttpResponse:
    where = bilaterals.event.group.slug, bilaterals.event.slug
    if repair is None:
        messages.success(request, _("It is noted. The next schedule knows of it."))
        return see_other("bilaterals:changes", *where)
    messages.success(request, _("The schedule is repaired. Look at what differs, then publish it."))
    return see_other("bilaterals:schedule", *where, repair.number)


@login_required
@written
def cancel_meeting(request: Request, slug: str, event: str, pk: int) -> HttpResponse:
    meeting = queries.meeting_for_coordinating(request.user, slug, event, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            repair = actions.cancel_meeting(by=request.user, meeting=meeting, why=form.cleaned_data["why"])
            return _reported(request, meeting.bilaterals, repair)
        except CorridorError as refusal:
            error = refusal
    context = frame(meeting.bilaterals) | {"tab": "changes"} | _of_meeting(meeting, form, error)
    return render(request, "bilaterals/repairing/cancel.html", context, status=_status(form, error))


def _of_meeting(meeting: Bilateral, form: CancelForm, error: CorridorError | None) -> dict[str, Any]:
    names = " – ".join(str(one.profile) for one in meeting.parties.all())
    return {"meeting": meeting, "names": names, "form": form, "error": error}


def _status(form: Any, error: CorridorError | None) -> int:
    return int(error.status) if error else 422 if form.is_bound else 200


@written
def own_cancellation(request: Request, slug: str, event: str, pk: int) -> HttpResponse:
    """By whoever is a part of it."""
    meeting = queries.own_meeting_at(request, slug, event, pk)
    profile = present_profile_at(request, slug, event)
    form = CancelForm(request.POST if request.method == "POST" else None)
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            own.cancel(profile=profile, meeting=meeting, why=form.cleaned_data["why"])
        except CorridorError as refusal:
            error = refusal
        else:
            messages.success(request, _("Your meeting is cancelled. Whoever it concerns is told."))
            return see_other("bilaterals:own-late", slug, event)
    context = frame(meeting.bilaterals) | _of_meeting(meeting, form, error)
    return render(request, "bilaterals/repairing/own_cancel.html", context, status=_status(form, error))


@written
def own_late(request: Request, slug: str, event: str) -> HttpResponse:
    """Somebody comes later, or sees their meetings to cancel one."""
    profile = present_profile_at(request, slug, event)
    form = LateForm(request.POST if request.method == "POST" else None, profile.bilaterals)
    if request.method == "POST" and form.is_valid():
        own.come_late(profile=profile, slot=form.cleaned_data["slot"])
        messages.success(request, _("It is noted. Those who organise the event move your meetings."))
        return see_other("bilaterals:own-late", slug, event)
    context = frame(profile.bilaterals) | {
        "profile": profile,
        "form": form,
        "meetings": own.meetings_of(profile),
    }
    return render(request, "bilaterals/repairing/own_late.html", context, status=_status(form, None))
