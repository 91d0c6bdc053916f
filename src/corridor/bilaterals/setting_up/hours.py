"""The hours of meetings, cut into slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from corridor.events.enums import SessionKind
from corridor.events.models import Event, Session

Hours = tuple[datetime, datetime]  # from, until
NOON = 12


def cut(hours: Iterable[Hours], minutes: int, pause: int, closed: Sequence[Hours]) -> Iterator[Hours]:
    """Meetings one after the other, none of them during what is ``closed``."""
    length, step = timedelta(minutes=minutes), timedelta(minutes=minutes + pause)
    for starts, ends in sorted(hours):
        at = starts
        while at + length <= ends:
            over = [until for since, until in closed if since < at + length and until > at]
            if over:
                at = max(over)
            else:
                yield at, at + length
                at += step


def is_morning(moment: datetime, zone: str) -> bool:
    return moment.astimezone(ZoneInfo(zone)).hour < NOON


def closed_hours(event: Event) -> list[Hours]:
    """When nobody meets: plenary sessions and breaks."""
    kinds = (SessionKind.PLENARY, SessionKind.BREAK)
    return list(Session.objects.filter(event=event, kind__in=kinds).values_list("starts_at", "ends_at"))


def days_of(event: Event) -> list[date]:
    zone = ZoneInfo(event.zone)
    first, last = (moment.astimezone(zone).date() for moment in (event.starts_at, event.ends_at))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def by_day(hours: Iterable[Hours], zone: str) -> dict[date, Hours]:
    """Of each day on the zone's calendar the first beginning and the last end."""
    there = ZoneInfo(zone)
    days: dict[date, Hours] = {}
    for starts, ends in hours:
        day = starts.astimezone(there).date()
        first, last = days.get(day, (starts, ends))
        days[day] = min(first, starts), max(last, ends)
    return {day: (one.astimezone(there), other.astimezone(there)) for day, (one, other) in days.items()}


def usual_hours(event: Event) -> dict[date, Hours]:
    """Those that the programme has for 1:1 meetings; without any, the whole event."""
    kept = Session.objects.filter(event=event, kind=SessionKind.BILATERALS)
    hours = list(kept.values_list("starts_at", "ends_at"))
    return by_day(hours or _whole_days(event), event.zone)


def _whole_days(event: Event) -> Iterator[Hours]:
    """Each day from the hour at which the event begins to that at which it ends."""
    first, last = (moment.astimezone(ZoneInfo(event.zone)) for moment in (event.starts_at, event.ends_at))
    for day in days_of(event):
        starts, ends = datetime.combine(day, first.timetz()), datetime.combine(day, last.timetz())
        if starts < ends:
            yield starts, ends
