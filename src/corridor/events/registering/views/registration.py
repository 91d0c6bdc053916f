"""Registering for an event: at once for who is signed in, by a mail that is confirmed for everybody else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor.events import queries, rules
from corridor.events.models import Event
from corridor.events.registering import actions
from corridor.events.registering.forms import PublicRegistrationForm, RegistrationForm
from corridor.events.registering.queries import hubs_of
from corridor.events.rules import Registering
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.http.request import Request
from corridor.members.admission import guard
from corridor.members.admission.views import too_often
from corridor.members.views import see_other


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, group: str, slug: str) -> HttpResponse:
    event = queries.event_for_viewing(request.viewer, group, slug)
    if (mine := queries.own_registration(request, event)) and mine.is_active:
        return see_other("events:own", group, slug)
    form = _form(request, event)
    if request.method != "POST" or not form.is_valid():
        return _page(request, event, form, 422 if request.method == "POST" else 200)
    if isinstance(form, PublicRegistrationForm):
        return _apply(request, event, form)
    return _register(request, event, form)


def _form(request: Request, event: Event) -> RegistrationForm:
    data = request.POST if request.method == "POST" else None
    if not request.user.is_authenticated:
        return PublicRegistrationForm(data, event=event)
    hubs = hubs_of(request.user)
    return RegistrationForm(data, event=event, hubs=hubs, initial=_known(request.user, hubs))


def _known(person: Any, hubs: list[Any]) -> dict[str, Any]:
    """What the site knows of somebody who is signed in."""
    known = {"name": person.name}
    if hubs:
        known |= {"hub": hubs[0].pk, "organisation": hubs[0].name, "country": hubs[0].country_id}
    return known


def _page(request: Request, event: Event, form: RegistrationForm, status: int, **more: Any) -> HttpResponse:
    is_open = rules.registering(event, clock()) == Registering.OPEN
    context = {"event": event, "form": form, "is_open": is_open, "left": queries.places_left(event)}
    return render(request, "events/registering/register.html", context | more, status=status)


def _register(request: Request, event: Event, form: RegistrationForm) -> HttpResponse:
    person: Any = request.user
    more = {"language": person.language, "zone": person.time_zone}
    try:
        made = actions.register(by=person, event=event, said=form.said.with_columns(**more))
    except (Conflict, Refused) as error:
        return _refused(request, event, form, error)
    said = _("You are registered.") if made.is_coming else _("You are on the waiting list.")
    messages.success(request, said)
    return see_other("events:own", event.group.slug, event.slug)


def _apply(request: Request, event: Event, form: PublicRegistrationForm) -> HttpResponse:
    email = form.cleaned_data["email"]
    if wait := guard.seconds_to_wait(request, email):
        form.add_error(None, _("This was sent very often. Please wait an hour and send it again."))
        return too_often(_page(request, event, form, 429), wait)
    try:
        actions.apply(event=event, email=email, said=form.said)
    except (Conflict, Refused) as error:
        return _refused(request, event, form, error)
    return see_other("events:registration-sent", event.group.slug, event.slug)


def _refused(
    request: Request, event: Event, form: RegistrationForm, error: Conflict | Refused
) -> HttpResponse:
    form.add_error(None, str(error.text))
    return _page(request, event, form, int(error.status))


@require_safe
def sent(request: Request, group: str, slug: str) -> HttpResponse:
    """Says the same to everybody: no address shows whether somebody is registered."""
    event = queries.event_for_viewing(request.viewer, group, slug)
    return render(request, "events/registering/sent.html", {"event": event})
