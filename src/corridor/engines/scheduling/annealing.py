"""Good schedules quickly: annealing over Kempe chains and insertions, for upper bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from corridor.engines.scheduling.moves import NOWHERE, Event, Numbers, State
from corridor.engines.scheduling.problem import Aim, Meeting, Problem, Schedule
from corridor.engines.scheduling.steps import anneal, begin

MOST_SLOTS = 62  # a day is a whole number of 64 bits with a sign
SCALE = 12  # of a break: prices are whole numbers
HOT, COLD = 0.4 * SCALE, 0.13 * SCALE
FIRST, STRETCH, LONGEST = 200, 2, 12_800  # moves of a cooling, for each meeting
STIRS = (SCALE, 3 * SCALE, 4.5 * SCALE)  # where meetings should stay: the hotter, the more go for others
CHUNK = 200_000  # moves between two looks at what else happens: about a tenth of a second
UNHELD, REQUIRED, UNFAIR, WRONG, MOVED = 400, 2000, 50, 50, 20  # how many breaks that is worth


def good_schedules(problem: Problem, number: int = 1) -> Iterator[Schedule | None]:
    """Without end: the best schedule so far after each improvement, and ``None`` after some time without.
    Some lack meetings, or break a precedence or the spread, which are prices here; ``number`` is that of a
    row of chances; the same one gives the same schedules."""
    event, state = _event(problem), _state(problem)
    costs, best = np.zeros(2, np.int64), np.full(len(problem.meetings), NOWHERE)
    moves, hot, warm = FIRST * len(best), HOT, HOT * 0.75
    while len(best):
        costs[:] = begin(event, state, best, number + moves)
        cooling, told = (COLD / hot) ** (1 / moves), None
        for done in range(0, moves, CHUNK):
            anneal(event, state, min(CHUNK, moves - done), hot * cooling**done, cooling, costs, best)
            yield None if told == costs[1] else _schedule(best)
            told = int(costs[1])
        moves, hot = min(moves * STRETCH, LONGEST * len(best)), warm


def changed_little(problem: Problem, published: Schedule, moves: int, number: int = 1) -> Schedule:
    """The published schedule, with as few meetings elsewhere as that many moves of annealing find."""
    kept = [
        slot if slot in allowed else None for slot, allowed in zip(published, problem.allowed, strict=True)
    ]
    event, state = _event(problem, published), _state(problem)
    costs, best = np.zeros(2, np.int64), _slots(tuple(_within_tables(problem, kept)))
    each = moves // len(STIRS)
    for stir in STIRS:
        costs[:] = begin(event, state, best, number)
        anneal(event, state, each, stir, (COLD / stir) ** (1 / each), costs, best)
    return _schedule(best)


def _within_tables(problem: Problem, slots: list[int | None]) -> Iterator[int | None]:
    """The same, without those for whom there is no table any more."""
    load: Counter[tuple[int, int]] = Counter()
    for meeting, slot in zip(problem.meetings, slots, strict=True):
        fits = slot is not None and load[meeting.kind, slot] < problem.tables[meeting.kind][slot]
        if slot is not None:
            load[meeting.kind, slot] += fits
        yield slot if fits else None


def _schedule(slots: Numbers) -> Schedule:
    return tuple(None if slot == NOWHERE else slot for slot in slots.tolist())


def _slots(schedule: Schedule) -> Numbers:
    return np.array([NOWHERE if slot is None else slot for slot in schedule], np.int64)


def _event(problem: Problem, home: Schedule | None = None) -> Event:
    if problem.slots > MOST_SLOTS:
        raise ValueError(f"more than {MOST_SLOTS} slots")
    order, order_from = _orders(problem)
    meetings = problem.meetings
    return Event(
        _people(problem),
        np.array([sum(1 << slot for slot in slots) for slots in problem.allowed], np.int64),
        np.array([meeting.kind for meeting in meetings], np.int64),
        np.array([_weight(one) for one in meetings], np.int64),
        np.array(problem.tables, np.int64),
        _slots(home or (None,) * len(meetings)),
        order,
        order_from,
        _prices(problem),
    )


def _weight(meeting: Meeting) -> int:
    return (REQUIRED if meeting.required else UNHELD * meeting.priority) * SCALE


def _people(problem: Problem) -> Numbers:
    largest = max((len(meeting.participants) for meeting in problem.meetings), default=0)
    rows = [[*one.participants, *[NOWHERE] * (largest - len(one.participants))] for one in problem.meetings]
    return np.array(rows, np.int64)


def _prices(problem: Problem) -> Numbers:
    """The first of idle time and breaks costs a whole break, the other a quarter."""
    named = [aim for aim in problem.aims if aim in (Aim.IDLE, Aim.BREAKS)]
    each = dict(zip(named, (SCALE, SCALE // 4), strict=False))
    fair = problem.slots if problem.spread is None else problem.spread
    prices = [
        each.get(Aim.IDLE, 0),
        each.get(Aim.BREAKS, 0),
        UNFAIR * SCALE,
        fair,
        WRONG * SCALE,
        MOVED * SCALE,
    ]
    return np.array(prices, np.int64)


def _orders(problem: Problem) -> tuple[Numbers, Numbers]:
    rows: list[list[int]] = [[] for _ in problem.meetings]
    for before, after in problem.precedences:
        rows[before].append(after + 1)
        rows[after].append(-before - 1)
    starts = np.cumsum([0, *map(len, rows)])
    return np.array([other for row in rows for other in row], np.int64), starts


def _state(problem: Problem) -> State:
    people, meetings, slots = len(problem.participants), len(problem.meetings), problem.slots

    def empty(*shape: int) -> Numbers:
        return np.full(shape, NOWHERE, np.int64)

    return State(
        slot=empty(meetings),
        at=empty(people, slots),
        load=empty(len(problem.tables), slots),
        day=empty(people),
        inside=empty(slots, meetings),
        size=empty(slots),
        rank=empty(meetings),
        waiting=empty(meetings),
        chain=empty(meetings),
        target=empty(meetings),
        stamp=empty(meetings),
        seen=empty(people),
        counts=empty(2),
    )
