"""The events of a group, and the page of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.events import queries, rules
from corridor.events.enums import EventState
from corridor.kernel.clock import clock
from corridor.kernel.http.request import Request
from corridor.members.groups.queries import group_at


@require_safe
def events(request: Request, group: str) -> HttpResponse:
    found = group_at(group)
    context = {
        "group": found,
        "lists": queries.events_listed(request.viewer, found),
        "organises": rules.organises(request.user, found),
    }
    return render(request, "events/events.html", context)


@require_safe
def event(request: Request, group: str, slug: str) -> HttpResponse:
    event = queries.event_for_viewing(request.viewer, group, slug)
    organises = rules.organises(request.user, event.group)
    context = {
        "event": event,
        "tab": "overview",
        "organises": organises,
        "programme": queries.programme_of(event),
        "left": queries.places_left(event),
        "registering": rules.registering(event, clock()),
        "mine": queries.own_registration(request, event),
        "may_change": organises and event.state != EventState.CANCELLED,
        "is_over": event.is_over(),
    }
    return render(request, "events/event.html", context)
