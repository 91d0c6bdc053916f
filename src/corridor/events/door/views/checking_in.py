"""At the door, on a phone: a code or a name, one tap, and one to take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor.events.codes import typed
from corridor.events.door import checking_in, queries
from corridor.events.door.forms import CodeForm
from corridor.events.models import Event, Registration
from corridor.events.queries import event_for_organising
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.members.views import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: Request, group: str, slug: str) -> HttpResponse:
    event = event_for_organising(request.user, group, slug)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _door(request, event, form)
    if not form.is_valid():
        return _door(request, event, form, status=422)
    try:
        found = queries.participant_at_door(request.user, group, slug, typed(form.cleaned_data["code"]))
    except NotFound:
        form.add_error("code", _("Nobody at this event has this code."))
        return _door(request, event, form, status=422)
    return _check_in(request, found)


def _door(request: Request, event: Event, form: CodeForm, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "")[:200]
    context = {
        "event": event,
        "form": form,
        "words": words,
        "found": queries.found_at_door(event, words),
        "last": queries.last_to_come(event),
        "counts": queries.counts(event),
        "is_open": checking_in.is_open(event, clock()),
        "opens_at": checking_in.opens_at(event),
    }
    return render(request, "events/door/door.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def at_door(request: Request, group: str, slug: str, code: str) -> HttpResponse:
    """Where a QR code leads: who it is, and the button."""
    found = queries.participant_at_door(request.user, group, slug, code)
    return _check_in(request, found) if request.method == "POST" else _person(request, found)


@login_required
@require_POST
def undoing(request: Request, group: str, slug: str, code: str) -> HttpResponse:
    found = queries.participant_at_door(request.user, group, slug, code)
    try:
        checking_in.undo_check_in(by=request.user, registration=found)
    except Conflict as error:
        return _person(request, found, error)
    messages.success(request, _("The check-in of %(name)s is taken back.") % {"name": found.name})
    return see_other("events:door", group, slug)


def _check_in(request: Request, found: Registration) -> HttpResponse:
    try:
        checking_in.check_in(by=request.user, registration=found)
    except (Conflict, Refused) as error:
        return _person(request, _again(request, found), error)
    messages.success(request, _("%(name)s is checked in.") % {"name": found.name})
    return see_other("events:door", found.event.group.slug, found.event.slug)


def _again(request: Request, found: Registration) -> Registration:
    """As it is now: another helper may have been quicker."""
    event = found.event
    return queries.participant_for_organising(request.user, event.group.slug, event.slug, found.pk)


def _person(request: Request, found: Registration, error: CorridorError | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "event": found.event,
        "participant": found,
        "is_open": checking_in.is_open(found.event, clock()),
        "error": error,
    }
    return render(request, "events/door/person.html", context, status=int(error.status) if error else 200)
