"""Times of meetings in words: in the reader's own zone, and in the meeting's where that differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES

from .models import Meeting


def zone_of(person: Any, meeting: Meeting) -> str:
    """The reader's own zone; for somebody not signed in, the meeting's."""
    return getattr(person, "time_zone", "") or meeting.zone


def city(zone: str) -> str:
    """ "Helsinki", in the page's language."""
    return str(get_timezone_location(zone, locale=_locale(), return_city=True))


def differs(meeting: Meeting, zone: str) -> bool:
    """Whether clocks in ``zone`` show another time when the meeting begins or ends."""
    ends = [one for one in (meeting.starts_at, meeting.ends_at) if one]
    return any(_offset(one, zone) != _offset(one, meeting.zone) for one in ends)


@dataclass(frozen=True)
class Span:
    """The hours of a meeting in one zone."""

    starts: datetime
    ends: datetime
    zone: str

    @property
    def day(self) -> str:
        return str(format_date(self.starts, "full", locale=_locale()))

    @property
    def hours(self) -> str:
        return f"{clock(self.starts)}–{clock(self.ends)}"

    @property
    def city(self) -> str:
        return city(self.zone)


def span_in(meeting: Meeting, zone: str) -> Span | None:
    """None while the meeting has no hours."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    there = ZoneInfo(zone)
    return Span(meeting.starts_at.astimezone(there), meeting.ends_at.astimezone(there), zone)


def clock(moment: datetime) -> str:
    """ "15:00", as the page's language has it."""
    return str(format_time(moment, "short", locale=_locale(), tzinfo=moment.tzinfo))


def _offset(moment: datetime, zone: str) -> Any:
    return moment.astimezone(ZoneInfo(zone)).utcoffset()


def _locale() -> str:
    language = get_language() or DEFAULT
    return DATE_LOCALES.get(language, language)


# From clocks to instants


def instant(day: date, hour: time, zone: str) -> datetime:
    """The instant at which a clock in ``zone`` shows this; of two the first. Refused where none does."""
    moment = datetime.combine(day, hour.replace(tzinfo=None, fold=0), ZoneInfo(zone))
    if not _exists(moment):
        text = _("On this day the clocks in %(city)s are put forward: %(time)s does not exist there.")
        raise Refused(text % {"city": city(zone), "time": f"{hour:%H:%M}"})
    return moment.astimezone(UTC)


def comes_twice(day: date, hour: time, zone: str) -> bool:
    """Whether clocks in ``zone`` show this twice, because they are put back."""
    first = datetime.combine(day, hour.replace(tzinfo=None, fold=0), ZoneInfo(zone))
    return first.utcoffset() != first.replace(fold=1).utcoffset() and _exists(first)


def twice_in_words(hour: time, zone: str) -> str:
    text = _("On this day the clocks in %(city)s are put back, and %(time)s comes twice. The first is taken.")
    return text % {"city": city(zone), "time": f"{hour:%H:%M}"}


def _exists(moment: datetime) -> bool:
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0)


def in_words(meeting: Meeting, zone: str) -> str:
    """Day, hours and city as one plain text, such as for a letter; the day alone where there are no hours."""
    span = span_in(meeting, zone)
    if span is None:
        return str(format_date(meeting.held_on, "long", locale=_locale())) if meeting.held_on else ""
    return f"{span.day}, {span.hours} ({span.city})"
