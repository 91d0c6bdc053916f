"""The private calendar of a person: one secret address, and the events that other rooms put into it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from corridor.kernel import journal
from corridor.kernel.errors import NotFound
from corridor.kernel.keys import digest_of
from corridor.people.models import Person

from . import keys
from .models import FeedAddress

NEVER: Final = datetime.min.replace(tzinfo=UTC)  # whole days come first


@dataclass(frozen=True)
class Event:
    """A whole day in a calendar, or certain hours of it. ``uid`` never changes; ``revision`` grows with
    every change. ``zone`` is where the hours are meant: its wall clock is what a calendar keeps.
    ``organizer`` is an address that an object with a method needs (RFC 5546)."""

    uid: str
    day: date
    title: str
    changed_at: datetime
    revision: int = 0
    place: str = ""
    note: str = ""
    url: str = ""
    cancelled: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = "UTC"
    organizer: str = ""


Source = Callable[[Any], Iterable[Event]]

_SOURCES: dict[str, Source] = {}


def register_events(name: str, source: Source) -> None:
    """``source(person)`` gives what this person may see today, in the active language."""
    _SOURCES[name] = source


def events_of(person: Person) -> list[Event]:
    events = [event for source in _SOURCES.values() for event in source(person)]
    return sorted(events, key=lambda event: (event.day, event.starts_at or NEVER, event.uid))


def feed_of(person: Person) -> FeedAddress | None:
    return FeedAddress.objects.filter(person=person, ended_at=None).first()


def open_feed(*, by: Person) -> FeedAddress:
    """A new address for one's own calendar; an old one ends."""
    uid = uuid.uuid4()
    with transaction.atomic():
        close_feeds(by)
        feed = FeedAddress.objects.create(uid=uid, person=by, digest=digest_of(keys.key_of("feed", uid)))
        journal.record("open-feed", feed, by=by)
    return feed


def close_feeds(person: Person, *, by: Person | None = None) -> int:
    """End this person's calendar address; whoever asks for it finds nothing from now on."""
    with transaction.atomic():
        open_ones = list(FeedAddress.objects.select_for_update().filter(person=person, ended_at=None))
        for feed in open_ones:
            feed.ended_at = timezone.now()
            feed.save(update_fields=["ended_at"])
            journal.record("close-feed", feed, by=by)
    return len(open_ones)


def person_by_feed(key: str) -> Person:
    """Whose calendar it is, or ``NotFound``; notes the day of use."""
    feed = FeedAddress.objects.select_related("person").filter(digest=digest_of(key), ended_at=None).first()
    if feed is None or not feed.person.is_active or feed.person.erased_at:
        raise NotFound
    today = timezone.localdate()
    if feed.last_used_on != today:
        FeedAddress.objects.filter(pk=feed.pk).update(last_used_on=today)
    person: Person = feed.person
    return person
