"""When each item begins, in the reader's zone and in the meeting's, and whether the time adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from corridor.kernel.i18n.zones import clock
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.models import Meeting
from corridor.meetings.times import differs


@dataclass(frozen=True)
class Timed:
    """An item with its number on the agenda and, where the meeting has hours, when it begins."""

    number: int
    item: AgendaItem
    starts: datetime | None
    own: str = ""  # "10:00" where the reader is
    there: str = ""  # in the meeting's zone, where clocks differ
    is_beyond: bool = False  # it would end after the meeting


@dataclass(frozen=True)
class Sum:
    """``available`` is None where the meeting has no hours."""

    planned: int
    available: int | None

    @property
    def over(self) -> int:
        return max(0, self.planned - self.available) if self.available is not None else 0

    @property
    def free(self) -> int:
        return max(0, self.available - self.planned) if self.available is not None else 0


def sum_of(meeting: Meeting, items: Sequence[AgendaItem]) -> Sum:
    return Sum(sum(item.minutes for item in items), meeting.minutes_long)


def timed(meeting: Meeting, items: Sequence[AgendaItem], zone: str) -> list[Timed]:
    """Each begins when those before it end; ``zone`` is where the reader is."""
    shown, passed = [], 0
    for number, item in enumerate(items, 1):
        shown.append(_timed(meeting, item, number, passed, zone))
        passed += item.minutes
    return shown


def _timed(meeting: Meeting, item: AgendaItem, number: int, passed: int, zone: str) -> Timed:
    if meeting.starts_at is None:
        return Timed(number, item, None)
    starts = meeting.starts_at + timedelta(minutes=passed)
    there = clock(starts.astimezone(ZoneInfo(meeting.zone))) if differs(meeting, zone) else ""
    ends = starts + timedelta(minutes=item.minutes)
    is_beyond = meeting.ends_at is not None and ends > meeting.ends_at
    return Timed(number, item, starts, clock(starts.astimezone(ZoneInfo(zone))), there, is_beyond)
