"""VTIMEZONE (RFC 5545): what clocks do in a zone around the years of an event, written out for programs that
do not know the zone by its name.

Where a change comes by the same rule every year, as everywhere in the European Union, it is one rule, since
some programs read nothing else; otherwise every change is named. Which of two times is called daylight
follows the clock (Irish law calls winter the exception, and programs stumble over that).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

BEFORE, AFTER = 1, 3  # years around the events: a repeated look at old minutes, and the next plenary
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS_IN_WEEK: Final = 7


class Change(NamedTuple):
    """Clocks go from one offset to another; ``at`` is what they show just before."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def rule(self) -> tuple[Any, ...]:
        """The same for every year in which it comes by the same rule."""
        day = self.at.day
        is_last = (self.at + timedelta(days=DAYS_IN_WEEK)).month != self.at.month
        place = -1 if is_last else (day - 1) // DAYS_IN_WEEK + 1
        return (self.at.month, place, self.at.weekday(), self.at.time(), self.before, self.after, self.name)


def zones_of(spans: Iterable[tuple[str, datetime]]) -> list[Timezone]:
    """One for each zone of these moments; UTC needs none."""
    years: dict[str, set[int]] = {}
    for zone, moment in spans:
        if zone != "UTC":
            years.setdefault(zone, set()).add(moment.astimezone(ZoneInfo(zone)).year)
    return [_zone(zone, years[zone]) for zone in sorted(years)]


def _zone(name: str, years: Collection[int]) -> Timezone:
    first, last = min(years) - BEFORE, max(years) + AFTER
    found = changes(name, first, last)
    one = Timezone()
    one.add("tzid", name)
    for part in _parts(name, first, found):
        one.add_component(part)
    return one


@lru_cache(maxsize=128)
def changes(name: str, first: int, last: int) -> tuple[Change, ...]:
    """Every time that clocks are put to another offset in these years."""
    zone = ZoneInfo(name)
    days = _days(datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC))
    pairs = [pair for pair in pairwise(days) if _offset(pair[0], zone) != _offset(pair[1], zone)]
    return tuple(_between(*pair, zone) for pair in pairs)


def _days(start: datetime, end: datetime) -> list[datetime]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _between(early: datetime, late: datetime, zone: ZoneInfo) -> Change:
    """The change within one day, to the second."""
    before, after = _offset(early, zone), _offset(late, zone)
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        early, late = (middle, late) if _offset(middle, zone) == before else (early, middle)
    shown = (late + before).replace(tzinfo=None)
    return Change(shown, before, after, late.astimezone(zone).tzname() or "")


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _parts(name: str, first: int, found: Iterable[Change]) -> Iterable[Any]:
    start = datetime(first, 1, 1, tzinfo=UTC).astimezone(ZoneInfo(name))
    offset = start.utcoffset() or timedelta()
    beginning = Change(datetime(first, 1, 1), offset, offset, start.tzname() or "")  # noqa: DTZ001 - a local hour
    by_rule: dict[tuple[Any, ...], list[Change]] = {}
    for change in found:
        by_rule.setdefault(change.rule, []).append(change)
    is_regular = all(_is_yearly(group, first) for group in by_rule.values())
    if not (is_regular and found):
        yield _part(beginning)
    for group in by_rule.values():
        yield _part(group[0], every_year=True) if is_regular else _part(group[0], others=group[1:])


def _is_yearly(group: list[Change], first: int) -> bool:
    return [change.at.year for change in group] == list(range(first, first + len(group))) and len(group) > 1


def _part(change: Change, *, every_year: bool = False, others: Iterable[Change] = ()) -> Any:
    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", change.at)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    for other in others:
        part.add("rdate", other.at)
    if every_year:
        month, place, weekday, *_same = change.rule
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": f"{place}{WEEKDAYS[weekday]}"})
    return part
