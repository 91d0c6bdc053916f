"""Proposes dates for a meeting of people in several time zones, and says why.

Problem. People have a hub, a time zone, office hours on each day of the week in their own time, wider
hours in which they could still meet, days off, times when they are busy, and a burden: the minutes
outside office hours that earlier meetings have cost them. Given the length of the meeting and the days
it may be on, order all possible starts, and choose some of them to ask about.

At a start a person is *at ease* (the whole meeting lies within office hours), *strained* (outside them,
but within the wider hours) or *away*. A hub is represented if one of its people is not away.

Objective, each only where the ones before are equal: (1) most hubs represented; (2) most people; (3)
fairness: the least growth of the squared burdens, so that an hour in the evening weighs more the more
somebody has borne before, and many short strains are better than one long one; (4) the earliest start.
A start at which a required person is away, or that overlaps a blocked time, is no candidate.

Once people have answered for themselves, ``weigh`` puts the starts that were asked about into the same
order, with those who come instead of those who might.

Guarantees. Every start on the grid is compared, so the first one is optimal; ``ask`` chooses the best
set with at most so many starts a day, which the greedy order finds because these sets are a partition
matroid and the order is total. Where no start is left, ``Proposal.conflict`` names required people who
cannot meet together, none of whom can be left out of that list. Exact arithmetic: whole minutes.
Linear in people times starts.

Literature. Rado 1957 and Edmonds 1971 (greedy on matroids); squared burdens are the strictly convex
case of Moulin 2003, *Fair Division and Collective Welfare*; daylight saving as the tz database has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Minutes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Hours = tuple[int, int]  # minutes after local midnight: the first, and the one after the last
Span = tuple[datetime, datetime]  # aware; the end is not in it

DAY = 24 * 60
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_WEEKDAY = 3  # a Thursday
NINE_TO_FIVE: Hours = (9 * 60, 17 * 60)
WEEKDAYS: tuple[Hours | None, ...] = (*(NINE_TO_FIVE,) * 5, None, None)


class Why(StrEnum):
    """Why somebody is away."""

    BUSY = "busy"
    DAY_OFF = "day off"
    NIGHT = "night"  # outside even the wider hours


@dataclass(frozen=True)
class Invitee:
    """``office`` has an entry for Monday to Sunday, ``None`` for a day without work. ``burden`` in minutes.
    ``days_off`` are local days. ``hub`` is empty for somebody who is there for none."""

    key: str
    hub: str
    zone: str
    office: tuple[Hours | None, ...] = WEEKDAYS
    wider: Hours = (7 * 60, 21 * 60)
    days_off: frozenset[date] = frozenset()
    busy: tuple[Span, ...] = ()
    burden: int = 0
    required: bool = False


@dataclass(frozen=True)
class Wanted:
    """The meeting: ``minutes`` long, on one of the days ``first`` to ``last`` in its own ``zone``, starting
    every ``step`` minutes (a divisor of 60), never within ``blocked``."""

    invitees: tuple[Invitee, ...]
    first: date
    last: date
    minutes: int
    zone: str = "Europe/Brussels"
    step: int = 30
    blocked: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Strained:
    key: str
    minutes: int  # outside office hours


@dataclass(frozen=True)
class Away:
    key: str
    why: Why


@dataclass(frozen=True)
class Start:
    """A start with its reasons. ``cost`` is the growth of the squared burdens."""

    at: datetime
    hubs: int
    people: int
    cost: int
    strained: tuple[Strained, ...]
    away: tuple[Away, ...]


@dataclass(frozen=True)
class Proposal:
    """``starts`` best first. ``candidates`` were compared; where there is none, ``conflict`` says who of
    the required cannot meet (empty where blocked times leave nothing)."""

    starts: tuple[Start, ...]
    candidates: int
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True)
class _State:
    """One person at all starts."""

    person: Invitee
    strain: Minutes
    busy: Flags
    off: Flags
    night: Flags

    @cached_property
    def away(self) -> Flags:
        return self.busy | self.off | self.night

    def why(self, row: int) -> Why:
        return Why.DAY_OFF if self.off[row] else Why.NIGHT if self.night[row] else Why.BUSY


@dataclass
class _Grid:
    """All starts as minutes since 1970, and the same in each zone's own time, made once per zone."""

    wanted: Wanted
    starts: Minutes
    local: dict[str, Minutes] = field(default_factory=dict)

    def in_zone(self, zone: str) -> Minutes:
        if zone not in self.local:
            self.local[zone] = _local(self.starts, ZoneInfo(zone))
        return self.local[zone]


def propose(wanted: Wanted, *, most: int = 5, a_day: int = 1) -> Proposal:
    """The best ``most`` starts, at most ``a_day`` on the same day of the meeting's zone."""
    _check(wanted)
    grid = _Grid(wanted, _starts(wanted))
    states = [_state(person, grid) for person in wanted.invitees]
    possible = _possible(grid, states)
    rows = np.flatnonzero(possible)
    if not rows.size:
        return Proposal((), 0, _conflict(grid, states))
    hubs, people, cost = _values(states, rows)
    order = np.lexsort((grid.starts[rows], cost, -people, -hubs))
    days = grid.in_zone(wanted.zone)[rows] // DAY
    chosen = _ask(order, days, most, a_day)
    starts = (
        _start(grid.starts[rows[at]], int(rows[at]), (hubs[at], people[at], cost[at]), states)
        for at in chosen
    )
    return Proposal(tuple(starts), int(rows.size))


def weigh(
    wanted: Wanted,
    starts: Collection[datetime],
    coming: Mapping[str, Collection[datetime]] | None = None,
) -> tuple[Start, ...]:
    """Exactly these starts, best first, wherever they lie. ``coming`` says by key who comes to which; whoever
    gives up a day off for it is strained all the while. Starts without somebody required come last."""
    if not starts:
        return ()
    _check(wanted)
    grid = _Grid(wanted, np.array(sorted({_minute(start) for start in starts}), np.int64))
    states = [_state(person, grid) for person in wanted.invitees]
    if coming is not None:
        states = [_answered(state, grid, coming.get(state.person.key, ())) for state in states]
    rows = np.arange(grid.starts.size)
    hubs, people, cost = _values(states, rows)
    order = np.lexsort((grid.starts, cost, -people, -hubs, ~_possible(grid, states)))
    return tuple(
        _start(grid.starts[row], int(row), (hubs[row], people[row], cost[row]), states) for row in order
    )


def _answered(state: _State, grid: _Grid, coming: Collection[datetime]) -> _State:
    absent = ~np.isin(grid.starts, [_minute(start) for start in coming])
    strain = np.where(state.off, grid.wanted.minutes, state.strain)
    nothing = np.zeros(grid.starts.size, bool)
    return _State(state.person, strain, absent, nothing, nothing)


def _check(wanted: Wanted) -> None:
    if wanted.step < 1 or 60 % wanted.step:
        raise ValueError("step must divide 60")
    if wanted.minutes < 1 or wanted.last < wanted.first:
        raise ValueError("the meeting needs a length and days")
    if len({person.key for person in wanted.invitees}) < len(wanted.invitees):
        raise ValueError("keys must be unique")


def _starts(wanted: Wanted) -> Minutes:
    zone = ZoneInfo(wanted.zone)
    begin = _minute(datetime.combine(wanted.first, time(), zone))
    end = _minute(datetime.combine(wanted.last + timedelta(days=1), time(), zone))
    return np.arange(-(-begin // wanted.step) * wanted.step, end, wanted.step, dtype=np.int64)


def _minute(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds() // 60)


def _local(starts: Minutes, zone: ZoneInfo) -> Minutes:
    """Wall-clock minutes: the offset is looked up once a day, and at each start on days when it changes."""
    days, day = np.unique(starts // DAY, return_inverse=True)
    offsets = np.array([_offset(int(one) * DAY, zone) for one in days], np.int64)
    after = np.array([_offset((int(one) + 1) * DAY, zone) for one in days], np.int64)
    moved = offsets[day]
    for row in np.flatnonzero(moved != after[day]):
        moved[row] = _offset(int(starts[row]), zone)
    local: Minutes = starts + moved
    return local


def _offset(minute: int, zone: ZoneInfo) -> int:
    moved = (EPOCH + timedelta(minutes=minute)).astimezone(zone).utcoffset() or timedelta()
    return int(moved.total_seconds() // 60)


def _state(person: Invitee, grid: _Grid) -> _State:
    local = grid.in_zone(person.zone)
    day, begin = local // DAY, local % DAY
    end = begin + grid.wanted.minutes
    weekday = (day + EPOCH_WEEKDAY) % 7
    office = np.array([hours or (0, 0) for hours in person.office])[weekday]
    works = np.array([hours is not None for hours in person.office])[weekday]
    inside = np.clip(np.minimum(end, office[:, 1]) - np.maximum(begin, office[:, 0]), 0, None)
    holidays = [(one - EPOCH.date()).days for one in person.days_off]
    return _State(
        person,
        grid.wanted.minutes - inside,
        _overlaps(grid, person.busy),
        ~works | np.isin(day, holidays),
        (begin < person.wider[0]) | (end > person.wider[1]),
    )


def _overlaps(grid: _Grid, spans: Iterable[Span]) -> Flags:
    taken = np.zeros(grid.starts.size, bool)
    for begin, end in spans:
        first = np.searchsorted(grid.starts, _minute(begin) - grid.wanted.minutes, side="right")
        last = np.searchsorted(grid.starts, -(-(end - EPOCH).total_seconds() // 60), side="left")
        taken[first:last] = True
    return taken


def _possible(grid: _Grid, states: Sequence[_State]) -> Flags:
    possible = ~_overlaps(grid, grid.wanted.blocked)
    for state in states:
        if state.person.required:
            possible &= ~state.away
    return possible


def _values(states: Sequence[_State], rows: npt.NDArray[np.intp]) -> tuple[Minutes, Minutes, Minutes]:
    """Hubs represented, people present and cost, for each of the ``rows``."""
    people = np.zeros(rows.size, np.int64)
    cost = np.zeros(rows.size, np.int64)
    hubs: dict[str, Flags] = {}
    for state in states:
        here = ~state.away[rows]
        strain = np.where(here, state.strain[rows], 0)
        people += here
        cost += strain * (strain + 2 * state.person.burden)
        if hub := state.person.hub:
            hubs[hub] = hubs[hub] | here if hub in hubs else here
    represented = sum((flags.astype(np.int64) for flags in hubs.values()), np.zeros(rows.size, np.int64))
    return represented, people, cost


def _ask(order: npt.NDArray[np.intp], days: Minutes, most: int, a_day: int) -> list[int]:
    """Greedy, which is optimal: at most ``a_day`` of each day is a partition matroid."""
    chosen: list[int] = []
    taken: Counter[int] = Counter()
    for at in order.tolist():
        if len(chosen) == most:
            break
        if taken[int(days[at])] < a_day:
            taken[int(days[at])] += 1
            chosen.append(at)
    return chosen


def _start(minute: int, row: int, values: Sequence[int], states: Sequence[_State]) -> Start:
    hubs, people, cost = (int(value) for value in values)
    return Start(
        EPOCH + timedelta(minutes=int(minute)),
        hubs,
        people,
        cost,
        tuple(
            Strained(state.person.key, int(state.strain[row]))
            for state in states
            if not state.away[row] and state.strain[row]
        ),
        tuple(Away(state.person.key, state.why(row)) for state in states if state.away[row]),
    )


def _conflict(grid: _Grid, states: Sequence[_State]) -> tuple[str, ...]:
    """Required people with no start in common; without any one of them there would be one."""
    left = [state for state in states if state.person.required]
    free = ~_overlaps(grid, grid.wanted.blocked)
    if not free.any():
        return ()
    for state in list(left):
        others = [one for one in left if one is not state]
        if not np.logical_and.reduce([free, *(~one.away for one in others)]).any():
            left = others
    return tuple(state.person.key for state in left)
