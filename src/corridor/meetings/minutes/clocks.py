"""How long an item has been talked about, and how much of its time is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from corridor.meetings.agenda.models import AgendaItem


@dataclass(frozen=True)
class Clock:
    """In seconds; ``left`` is negative once the time is over."""

    elapsed: int
    given: int

    @property
    def left(self) -> int:
        return self.given - self.elapsed

    @property
    def is_over(self) -> bool:
        return self.left < 0

    @property
    def is_short(self) -> bool:
        """Less than two minutes, and less than half of the time."""
        return not self.is_over and self.left < min(120, self.given / 2)

    @property
    def elapsed_shown(self) -> str:
        return shown(self.elapsed)

    @property
    def left_shown(self) -> str:
        return shown(abs(self.left))


def clock_of(item: AgendaItem, now: datetime) -> Clock:
    began = item.began_at or now
    return Clock(max(0, int((now - began).total_seconds())), item.minutes * 60)


def shown(seconds: int) -> str:
    """ "7:05", "1:02:09"."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
