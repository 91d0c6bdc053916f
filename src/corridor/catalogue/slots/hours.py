"""From what clocks at the test bed show to instants, week by week; and instants in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from babel.core import get_global

from corridor.kernel.errors import Refused
from corridor.kernel.i18n.zones import ZONES, Span, instant, span
from corridor.members.models import Hub

WEEK: Final = timedelta(weeks=1)
ELSEWHERE: Final = {  # regions whose clocks are not those of their capital
    "ES70": "Atlantic/Canary",
    "PT20": "Atlantic/Azores",
    "PT30": "Atlantic/Madeira",
    "FRY1": "America/Guadeloupe",
    "FRY2": "America/Martinique",
    "FRY3": "America/Cayenne",
    "FRY4": "Indian/Reunion",
}


def zone_of_hub(hub: Hub) -> str:
    """Where its clocks are, by its region and country."""
    region = hub.region_id or ""
    for code, zone in ELSEWHERE.items():
        if region.startswith(code):
            return zone
    of_country = get_global("territory_zones").get(hub.country_id, ())
    known = sorted((one for one in of_country if one in ZONES), key=lambda one: not one.startswith("Europe/"))
    return str(known[0]) if known else "UTC"


def zone_of_reader(person: Any, hub: Hub) -> str:
    return getattr(person, "time_zone", "") or zone_of_hub(hub)


@dataclass(frozen=True)
class Week:
    """One occurrence; ``refusal`` says why the clocks of that day do not show it."""

    starts_at: datetime | None
    ends_at: datetime | None
    day: date
    refusal: str = ""


def weekly(day: date, begins: time, hours: int, zone: str, until: date | None = None) -> Iterator[Week]:
    """The slot of ``day`` and the same of each week until then."""
    last = until or day
    while day <= last:
        try:
            starts_at = instant(day, begins, zone)
        except Refused as refusal:
            yield Week(None, None, day, str(refusal.text))
        else:
            yield Week(starts_at, starts_at + timedelta(hours=hours), day)
        day += WEEK


def in_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """ "Monday 4 January 2027, 09:00–13:00 (Oslo)"; with the day of its end where that is another."""
    shown = span(starts_at, ends_at, zone)
    if shown.starts.date() == shown.ends.date():
        return f"{shown.day}, {shown.hours} ({shown.city})"
    return f"{_beginning(shown)} – {_end(shown)} ({shown.city})"


def _beginning(shown: Span) -> str:
    return f"{shown.day}, {shown.hours.partition('–')[0]}"


def _end(shown: Span) -> str:
    last = Span(shown.ends, shown.ends, shown.zone)
    return f"{last.day}, {last.hours.partition('–')[0]}"
