"""When each turn of a rotation begins and ends: arithmetic of months, nothing else."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The same day of a later month; the last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def term_of_turn(starts_on: date, months: int, position: int) -> tuple[date, date]:
    """First and last day of the turn at ``position``, counted from 0. Turns leave no day out."""
    begins = months_after(starts_on, months * position)
    return begins, months_after(starts_on, months * (position + 1)) - timedelta(days=1)
