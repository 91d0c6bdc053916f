"""The events of a group, and the page of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.events import queries, rules
from corridor.events.enums import EventState
from corridor.events.linked_data import public_event
from corridor.events.models import Event
from corridor.events.sections import sections_of
from corridor.kernel.audience import Audience
from corridor.kernel.clock import clock
from corridor.kernel.http.request import Request
from corridor.kernel.linked_data.events import as_json_ld
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
    mine = queries.own_registration(request, event)
    context = {
        "event": event,
        "tab": "overview",
        "organises": organises,
        "programme": queries.programme_of(event),
        "left": queries.places_left(event),
        "registering": rules.registering(event, clock()),
        "mine": mine,
        "sections": sections_of(event, mine),
        "may_change": organises and event.state != EventState.CANCELLED,
        "is_over": event.is_over(),
        "linked_data": _for_programs(event),
    }
    return render(request, "events/event.html", context)


def _for_programs(event: Event) -> dict[str, Any] | None:
    """Of what everybody sees."""
    is_public = event.audience == Audience.PUBLIC and event.state != EventState.DRAFT
    return as_json_ld(public_event(event)) if is_public else None
