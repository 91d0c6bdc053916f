"""What the public has of a group's events, for programs; signed in one sees no more here."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from corridor.events import feeds, queries
from corridor.events.linked_data import public_event
from corridor.events.models import Event, EventQuerySet
from corridor.kernel.audience import VISITOR
from corridor.kernel.http.caching import kept_for_a_minute
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import best_text
from corridor.members.groups.queries import group_at
from corridor.members.models import WorkingGroup
from corridor.post import calendars
from corridor.post.atom import feed


@require_safe
@kept_for_a_minute
def calendar(_request: Request, group: str) -> HttpResponse:
    """For everybody's calendar program."""
    found = group_at(group)
    content = calendars.calendar(best_text(found.name), feeds.entries(_public(found)))
    return calendars.answer(content, f"{group}-events.ics")


@require_safe
@kept_for_a_minute
def atom(request: Request, group: str) -> HttpResponse:
    found = group_at(group)
    name, page = best_text(found.name), reverse("events:events", args=[group])
    content = feed(name, name, page, request.path, feeds.news(_public(found)))
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@require_safe
@kept_for_a_minute
def one_calendar(_request: Request, group: str, slug: str) -> HttpResponse:
    """One event, to put it into a calendar."""
    event = queries.event_for_viewing(VISITOR, group, slug)
    [entry] = feeds.entries(Event.objects.filter(pk=event.pk))
    return calendars.answer(calendars.calendar(entry.title, [entry]), f"{slug}.ics")


@require_safe
@kept_for_a_minute
def rdf(_request: Request, group: str, slug: str, suffix: str) -> HttpResponse:
    """In the Core Public Event Vocabulary."""
    from corridor.kernel.linked_data import event_graphs  # its library takes long to load, and few ask

    event = queries.event_for_viewing(VISITOR, group, slug)
    media_type, text = event_graphs.written(public_event(event), suffix)
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8")


def _public(group: WorkingGroup) -> EventQuerySet:
    return Event.objects.visible_to(VISITOR).filter(group=group)
