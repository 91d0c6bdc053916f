"""Events in calendars and feed readers: in a person's own calendar, and the public ones for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from corridor.kernel.i18n.fields import best_text
from corridor.post import atom
from corridor.post.feeds import Event as Entry
from corridor.post.feeds import register_events

from . import times
from .enums import EventState
from .models import Event, EventQuerySet, Registration
from .registering.entries import in_calendar, own_in_calendar

NEWEST: Final = 50  # so many stay in a feed


def register() -> None:
    register_events("events", entries_of_person)


def entries_of_person(person: Any) -> Iterable[Entry]:
    """Events at which somebody has a place, with the link to join: the calendar is theirs alone."""
    mine = Registration.objects.coming().filter(person=person)
    return [own_in_calendar(one) for one in mine.select_related("event__group")]


def entries(events: EventQuerySet) -> list[Entry]:
    return [in_calendar(event) for event in events.select_related("group")]


def news(events: EventQuerySet) -> list[atom.Item]:
    """The events that changed last."""
    changed = events.select_related("group").order_by("-changed_at", "-pk")[:NEWEST]
    return [
        atom.Item(str(one.uid), _headline(one), in_calendar(one).url, "\n".join(_lines(one)), one.changed_at)
        for one in changed
    ]


def _headline(event: Event) -> str:
    title = best_text(event.title)
    return _("Cancelled: %(title)s") % {"title": title} if event.state == EventState.CANCELLED else title


def _lines(event: Event) -> Iterable[str]:
    yield times.in_words(event, event.zone)
    if event.place:
        yield event.place
    if summary := best_text(event.summary):
        yield summary
