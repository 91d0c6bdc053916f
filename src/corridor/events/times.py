"""Times of events in words: in the reader's own zone, and in the event's where that differs."""

from __future__ import annotations

from typing import Any

from corridor.kernel.i18n.zones import span
from corridor.kernel.ui import hours

from .models import Event


def zone_of(person: Any, event: Event) -> str:
    """The reader's own zone; for somebody not signed in, the event's."""
    return getattr(person, "time_zone", "") or event.zone


def differs(event: Event, zone: str) -> bool:
    return hours.differs(event.starts_at, event.ends_at, zone, event.zone)


def in_words(event: Event, zone: str) -> str:
    """As one plain text, such as for a letter."""
    return span(event.starts_at, event.ends_at, zone).in_words
