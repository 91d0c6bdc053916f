"""What the public has of a group's meetings, for programs; signed in one sees no more here."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from corridor.kernel.audience import VISITOR
from corridor.kernel.errors import NotFound
from corridor.kernel.http.caching import kept_for_a_minute
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import best_text
from corridor.meetings import feeds, queries
from corridor.meetings.linked_data import public_event
from corridor.meetings.models import Meeting, MeetingQuerySet, Series
from corridor.members.groups.queries import group_at
from corridor.members.models import WorkingGroup
from corridor.post import calendars
from corridor.post.atom import feed


@require_safe
@kept_for_a_minute
def calendar(_request: Request, slug: str) -> HttpResponse:
    """The public meetings of a group, for everybody's calendar program."""
    group = group_at(slug)
    content = calendars.calendar(best_text(group.name), feeds.events(_public(group)))
    return calendars.answer(content, f"{group.slug}.ics")


@require_safe
@kept_for_a_minute
def atom(request: Request, slug: str) -> HttpResponse:
    group = group_at(slug)
    name, page = best_text(group.name), reverse("meetings:meetings", args=[slug])
    return _feed(feed(name, name, page, request.path, feeds.news(_public(group))))


@require_safe
@kept_for_a_minute
def series_calendar(_request: Request, slug: str, series: str) -> HttpResponse:
    found = queries.series_for_viewing(VISITOR, slug, series)
    name = f"{best_text(found.group.name)}: {best_text(found.name)}"
    content = calendars.calendar(name, feeds.events(_public(found.group, found)))
    return calendars.answer(content, f"{slug}-{series}.ics")


@require_safe
@kept_for_a_minute
def series_atom(request: Request, slug: str, series: str) -> HttpResponse:
    found = queries.series_for_viewing(VISITOR, slug, series)
    group, page = best_text(found.group.name), reverse("meetings:series", args=[slug, series])
    title = f"{group}: {best_text(found.name)}"
    news = feeds.news(_public(found.group, found))
    return _feed(feed(title, group, page, request.path, news))


@require_safe
@kept_for_a_minute
def rdf(_request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    """A meeting as a public event, in the Core Public Event Vocabulary."""
    from corridor.kernel.linked_data import event_graphs  # its library takes long to load, and few ask

    meeting = queries.meeting_in(VISITOR, slug, pk)
    if meeting.held_on is None:  # cancelled before it had a date
        raise NotFound
    event = public_event(meeting, queries.beside(VISITOR, meeting))
    media_type, text = event_graphs.written(event, suffix)
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8")


def _public(group: WorkingGroup, series: Series | None = None) -> MeetingQuerySet:
    meetings = Meeting.objects.visible_to(VISITOR).filter(group=group)
    return meetings.filter(series=series) if series else meetings


def _feed(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
