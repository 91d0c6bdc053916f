"""What is on for somebody at this moment, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .agenda import Agenda, Entry

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Now:
    """``current`` is what runs, a meeting before a session; ``minutes`` until it ends, or until the
    next begins where nothing runs."""

    current: Entry | None
    next: Entry | None
    minutes: int
    is_over: bool
    is_today: bool  # that the next is


def now_of(agenda: Agenda, at: datetime) -> Now:
    busy = [one for one in agenda.entries if not one.is_free]
    running = [one for one in busy if one.starts_at <= at < one.ends_at]
    current = min(running, key=lambda one: (one.booking is None, one.ends_at), default=None)
    after = next((one for one in busy if one.starts_at > at), None)
    until = current.ends_at if current else after.starts_at if after else at
    is_today = after is not None and after.day == at.astimezone(ZoneInfo(agenda.zone)).date()
    left = -((at - until) // MINUTE)
    return Now(current, after, left, is_over=not running and after is None, is_today=is_today)
