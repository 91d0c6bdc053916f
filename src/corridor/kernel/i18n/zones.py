"""Clocks of Europe: zones by their cities, what clocks in them show, and the instants meant by that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_date, format_time, get_timezone_location
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES

BEYOND: Final = (
    *("Atlantic/Azores", "Atlantic/Canary", "Atlantic/Madeira", "Atlantic/Reykjavik", "Atlantic/Faroe"),
    *("Asia/Nicosia", "America/Cayenne", "America/Guadeloupe", "America/Martinique", "Indian/Reunion"),
)
OLD_NAMES: Final = frozenset(
    {"Europe/Belfast", "Europe/Kiev", "Europe/Nicosia", "Europe/Tiraspol", "Europe/Uzhgorod"}
)
ZONES: Final = [
    *sorted({one for one in available_timezones() if one.startswith("Europe/")} - OLD_NAMES),
    *(*BEYOND, "UTC"),
]


def zone_choices() -> list[tuple[str, str]]:
    """Time zones of Europe by their cities, in the page's language."""
    return sorted(((one, city(one)) for one in ZONES), key=lambda pair: pair[1])


def city(zone: str) -> str:
    """ "Helsinki", in the page's language."""
    return str(get_timezone_location(zone, locale=_locale(), return_city=True))


def clock(moment: datetime) -> str:
    """ "15:00", as the page's language has it."""
    return str(format_time(moment, "short", locale=_locale(), tzinfo=moment.tzinfo))


@dataclass(frozen=True)
class Span:
    """Some hours in one zone."""

    starts: datetime
    ends: datetime
    zone: str

    @property
    def day(self) -> str:
        return str(format_date(self.starts, "full", locale=_locale()))

    @property
    def last_day(self) -> str:
        return str(format_date(self.ends, "full", locale=_locale()))

    @property
    def is_of_one_day(self) -> bool:
        return self.starts.date() == self.ends.date()

    @property
    def hours(self) -> str:
        return f"{clock(self.starts)}–{clock(self.ends)}"

    @property
    def in_words(self) -> str:
        """Day, hours and city as one plain text, such as for a letter."""
        if self.is_of_one_day:
            return f"{self.day}, {self.hours} ({self.city})"
        return f"{self.day}, {clock(self.starts)} – {self.last_day}, {clock(self.ends)} ({self.city})"

    @property
    def city(self) -> str:
        return city(self.zone)


def span(starts: datetime, ends: datetime, zone: str) -> Span:
    there = ZoneInfo(zone)
    return Span(starts.astimezone(there), ends.astimezone(there), zone)


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
    back: Any = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return bool(back.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0))
