"""Counts of referrals: between places, and by the hub that was asked. Plain rows in, frozen figures out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final, TypeVar

from corridor.referrals.enums import SERVED, UNANSWERED, ReferralState

LEAST: Final = 3  # answers, below which a median or a percentile says nothing
MOST_WAIT: Final = 0.9
Key = TypeVar("Key")
TAKEN: Final = frozenset({ReferralState.TAKEN, ReferralState.AGREED, *SERVED})


@dataclass(frozen=True)
class Place:
    """A country, or a region of it by its code."""

    country: str
    region: str = ""


@dataclass(frozen=True)
class Sent:
    """One referral as far as figures go. ``days`` are working days until it was answered."""

    start: Place
    end: Place
    hub: int
    state: str
    due_on: date
    answered_on: date | None
    days: int | None

    @property
    def crosses_border(self) -> bool:
        return self.start.country != self.end.country

    @property
    def is_in_time(self) -> bool:
        return self.answered_on is not None and self.answered_on <= self.due_on


@dataclass(frozen=True)
class Figures:
    """What both tables say of some referrals. ``typical`` and ``most`` are days: the median, and what nine in
    ten stayed within; nothing where fewer than three were answered."""

    sent: int
    taken: int
    delivered: int
    answered: int
    in_time: int
    waiting: int
    late: int
    typical: float | None
    most: float | None


@dataclass(frozen=True)
class Flow:
    start: Place
    end: Place
    figures: Figures


def figures_of(rows: Sequence[Sent], today: date) -> Figures:
    days = sorted(row.days for row in rows if row.days is not None)
    enough = len(days) >= LEAST
    return Figures(
        sent=len(rows),
        taken=sum(row.state in TAKEN for row in rows),
        delivered=sum(row.state in SERVED for row in rows),
        answered=len(days),
        in_time=sum(row.is_in_time for row in rows),
        waiting=sum(row.state in UNANSWERED for row in rows),
        late=sum(row.state == ReferralState.SENT and row.due_on < today for row in rows),
        typical=float(median(days)) if enough else None,
        most=float(percentile(days, MOST_WAIT)) if enough else None,
    )


def percentile(values: Sequence[int], share: float) -> int:
    """The smallest value that at least this share of sorted ``values`` does not exceed."""
    return next(value for n, value in enumerate(values, 1) if n >= share * len(values))


def flows(rows: Iterable[Sent], today: date, *, by_region: bool = False) -> list[Flow]:
    """From where to where, the most first."""

    def ends(row: Sent) -> tuple[Place, Place]:
        both = row.start, row.end
        return both if by_region else (Place(both[0].country), Place(both[1].country))

    found = [Flow(*way, figures_of(some, today)) for way, some in _grouped(rows, ends).items()]
    return sorted(found, key=lambda one: (-one.figures.sent, _order(one.start), _order(one.end)))


def by_hub(rows: Iterable[Sent], today: date) -> dict[int, Figures]:
    return {hub: figures_of(some, today) for hub, some in _grouped(rows, lambda row: row.hub).items()}


def _order(place: Place) -> tuple[str, str]:
    return place.country, place.region


def _grouped(rows: Iterable[Sent], key: Callable[[Sent], Key]) -> dict[Key, list[Sent]]:
    found: dict[Key, list[Sent]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
