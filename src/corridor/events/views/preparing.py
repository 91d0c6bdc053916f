"""Events as their organisers plan, change, publish and cancel them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor.events import actions, queries
from corridor.events.forms import CancelForm, EventForm, as_written
from corridor.events.models import Event
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.http.request import Request
from corridor.members.groups.editing import Editing, audience_told_first, edit
from corridor.members.views import see_other

edited = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@edited
def new_event(request: Request, group: str) -> HttpResponse:
    found = queries.group_for_organising(request.user, group)

    def stored() -> dict[str, Any]:
        return {"version": 0, "zone": getattr(request.user, "time_zone", "") or "Europe/Brussels"}

    def save(_version: int, form: EventForm) -> str:
        event = actions.plan_event(by=request.user, group=found, values=form.of_event)
        return reverse("events:event", args=[group, event.slug])

    said = _("The event is kept as a draft. Publish it when it is ready.")
    return edit(request, Editing(EventForm, stored, save, "events/edit_event.html", said, {"group": found}))


@login_required
@edited
def edit_event(request: Request, group: str, slug: str) -> HttpResponse:
    event = queries.event_for_organising(request.user, group, slug)

    def stored() -> dict[str, Any]:
        return as_written(Event.objects.get(pk=event.pk))

    def save(version: int, form: EventForm) -> str:
        actions.edit_event(by=request.user, event=event, version=version, values=form.of_event)
        return reverse("events:event", args=[group, slug])

    editing = Editing(
        EventForm,
        stored,
        save,
        "events/edit_event.html",
        _("The event is saved."),
        {"group": event.group, "event": event},
        partial(audience_told_first, request, event),
    )
    return edit(request, editing)


@login_required
@require_POST
def publish_event(request: Request, group: str, slug: str) -> HttpResponse:
    event = queries.event_for_organising(request.user, group, slug)
    try:
        actions.publish_event(by=request.user, event=event)
    except (Conflict, Refused) as error:
        messages.error(request, str(error.text))
    else:
        messages.success(request, _("The event is published. Its audience sees it and can register."))
    return see_other("events:event", group, slug)


@login_required
@require_POST
def discard_event(request: Request, group: str, slug: str) -> HttpResponse:
    event = queries.event_for_organising(request.user, group, slug)
    try:
        actions.discard_event(by=request.user, event=event)
    except Conflict as error:
        messages.error(request, str(error.text))
        return see_other("events:event", group, slug)
    messages.success(request, _("The draft is deleted."))
    return see_other("events:events", group)


@login_required
@edited
def cancel_event(request: Request, group: str, slug: str) -> HttpResponse:
    event = queries.event_for_organising(request.user, group, slug)
    form = CancelForm(request.POST if request.method == "POST" else None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_event(by=request.user, event=event, reason=form.cleaned_data["reason"])
        except Conflict as error:
            conflict = error
        else:
            messages.success(request, _("The event is cancelled."))
            return see_other("events:event", group, slug)
    status = 409 if conflict else 422 if request.method == "POST" else 200
    context = {"event": event, "form": form, "conflict": conflict, "tab": "", "organises": True}
    return render(request, "events/cancel_event.html", context, status=status)
