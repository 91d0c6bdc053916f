"""Times of meetings in words: in the reader's own zone, and in the meeting's where that differs."""

from __future__ import annotations

from typing import Any

from babel.dates import format_date
from django.utils.translation import get_language

from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.zones import Span, span
from corridor.kernel.ui import hours
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES

from .models import Meeting


def zone_of(person: Any, meeting: Meeting) -> str:
    """The reader's own zone; for somebody not signed in, the meeting's."""
    return getattr(person, "time_zone", "") or meeting.zone


def differs(meeting: Meeting, zone: str) -> bool:
    """Whether clocks in ``zone`` show another time when the meeting begins or ends."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return False
    return hours.differs(meeting.starts_at, meeting.ends_at, zone, meeting.zone)


def span_in(meeting: Meeting, zone: str) -> Span | None:
    """None while the meeting has no hours."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    return span(meeting.starts_at, meeting.ends_at, zone)


def in_words(meeting: Meeting, zone: str) -> str:
    """Day, hours and city as one plain text, such as for a letter; the day alone where there are no hours."""
    found = span_in(meeting, zone)
    if found is None:
        language = get_language() or DEFAULT
        locale = DATE_LOCALES.get(language, language)
        return str(format_date(meeting.held_on, "long", locale=locale)) if meeting.held_on else ""
    return found.in_words
