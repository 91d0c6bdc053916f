"""Meetings in calendars: in a person's own, and the public ones of a group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from corridor.kernel.i18n.fields import best_text
from corridor.members.queries import viewer_of
from corridor.post.feeds import Event, register_events

from .models import Meeting, MeetingQuerySet


def register() -> None:
    register_events("meetings", events_of_person)


def events_of_person(person: Any) -> Iterable[Event]:
    """Meetings of the groups that somebody belongs to today, as far as they may see them."""
    viewer = viewer_of(person)
    return events(Meeting.objects.visible_to(viewer).filter(group__in=viewer.groups))


def events(meetings: MeetingQuerySet) -> list[Event]:
    """Those that have a day."""
    fixed = meetings.filter(held_on__isnull=False).select_related("group")
    return [_event(meeting, meeting.held_on) for meeting in fixed if meeting.held_on]


def _event(meeting: Meeting, day: date) -> Event:
    return Event(
        uid=f"meeting-{meeting.pk}",
        day=day,
        title=f"{best_text(meeting.group.name)}: {best_text(meeting.title)}",
        changed_at=meeting.changed_at,
        revision=meeting.revision,
        place=meeting.place,
        note=best_text(meeting.note),
        url=settings.BASE_URL + reverse("portal:group", args=[meeting.group.slug]),
    )
