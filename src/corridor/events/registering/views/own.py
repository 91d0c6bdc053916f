"""The pages of whoever registered: signed in, or by the link in a mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.events import queries
from corridor.events.enums import RegistrationState
from corridor.events.models import Registration
from corridor.events.registering import actions
from corridor.events.registering.entries import own_in_calendar
from corridor.events.registering.forms import RegistrationForm, as_said
from corridor.events.registering.queries import ahead_of, answers_of, hubs_of
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.http.keyed import by_key
from corridor.kernel.http.request import Request
from corridor.members.views import see_other
from corridor.post import calendars


@by_key
@require_safe
def open_link(request: Request, key: str) -> HttpResponse:
    """Nothing happens by a link alone: programs that look through mails follow links."""
    registration = queries.registration_of_key(key)
    queries.hold(request, registration, key)
    return see_other("events:own", registration.event.group.slug, registration.event.slug)


@by_key
@require_safe
def own(request: Request, group: str, slug: str) -> HttpResponse:
    registration = queries.own_registration_at(request, group, slug)
    return _page(request, registration)


def _page(request: Request, registration: Registration, status: int = 200, **more: Any) -> HttpResponse:
    event = registration.event
    context = {
        "registration": registration,
        "event": event,
        "tab": "own",
        "answers": answers_of(registration),
        "sessions": list(registration.sessions.select_related("room")),
        "ahead": ahead_of(registration),
        "may_change": registration.is_active and not event.is_over() and event.state == "published",
    }
    return render(request, "events/registering/own.html", context | more, status=status)


@by_key
@require_safe
def calendar(request: Request, group: str, slug: str) -> HttpResponse:
    """For whoever has a place."""
    registration = queries.own_registration_at(request, group, slug)
    if not registration.is_coming:
        raise NotFound
    event = own_in_calendar(registration)
    return calendars.answer(calendars.calendar(event.title, [event]), f"{slug}.ics")


@by_key
@require_POST
def confirm(request: Request, group: str, slug: str) -> HttpResponse:
    registration = queries.own_registration_at(request, group, slug)
    had = registration.sessions.count()

    def act() -> str:
        kept = actions.confirm(registration=registration)
        if kept.sessions.count() < had:
            messages.warning(request, _("A workshop that you chose is full by now. You can choose another."))
        return _("You are registered.") if kept.is_coming else _("You are on the waiting list.")

    return _done(request, registration, act)


@by_key
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, group: str, slug: str) -> HttpResponse:
    registration = queries.own_registration_at(request, group, slug)
    if not registration.is_active:
        raise NotFound
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        event=registration.event,
        hubs=hubs_of(registration.person) if registration.person else (),
        initial=as_said(registration),
    )
    if request.method != "POST" or not form.is_valid():
        return _edit(request, registration, form, 422 if request.method == "POST" else 200)
    try:
        actions.change(
            by=registration.person, registration=registration, version=_version(request), said=form.said
        )
    except (Conflict, Refused) as error:
        form.add_error(None, str(error.text))
        return _edit(request, registration, form, int(error.status))
    messages.success(request, _("Your registration is changed."))
    return see_other("events:own", group, slug)


def _version(request: Request) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= queries.LONGEST_ID else 0


def _edit(request: Request, registration: Registration, form: RegistrationForm, status: int) -> HttpResponse:
    context = {"registration": registration, "event": registration.event, "form": form, "tab": ""}
    return render(request, "events/registering/change.html", context, status=status)


@by_key
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, group: str, slug: str) -> HttpResponse:
    registration = queries.own_registration_at(request, group, slug)
    if registration.state == RegistrationState.CANCELLED:
        return see_other("events:event", group, slug)
    if request.method != "POST":
        context = {"registration": registration, "event": registration.event, "tab": ""}
        return render(request, "events/registering/cancel.html", context)

    def act() -> str:
        actions.cancel(by=registration.person, registration=registration)
        return _("Your registration is cancelled.")

    return _done(request, registration, act, "events:event")


def _done(
    request: Request, registration: Registration, act: Callable[[], str], page: str = "events:own"
) -> HttpResponse:
    event = registration.event
    try:
        said = act()
    except (Conflict, Refused) as error:
        return _page(request, registration, int(error.status), conflict=error)
    messages.success(request, said)
    return see_other(page, event.group.slug, event.slug)
