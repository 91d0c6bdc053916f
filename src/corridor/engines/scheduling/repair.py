"""A published schedule after a change, with few meetings elsewhere than they were.

Problem. Somebody cancelled, comes later, a table is lost, or there is a new request. Among the schedules of
the changed problem, hold first the most by priority; then let the fewest meetings move, that is be in another
slot than they were, or nowhere; then count idle time and breaks as always. The spread is not asked for again.

Method. Annealing from the published schedule, where each meeting that leaves its slot costs more than any
break. Meetings whose slot is forbidden now, and those for whom there is no table any more, wait at first.

Guarantees. All demands but the spread and required meetings are kept. ``bound`` is certain: a meeting whose
slot it may not have any more moves, and so do as many of a slot as it lacks tables for the others. Where it
is met and all meetings are held, the repair is the best there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from corridor.engines.scheduling.problem import Problem, Schedule

MOVES = 300_000  # a quarter of a second


@dataclass(frozen=True)
class Repaired:
    """``moved``: meetings that were held and are now elsewhere or nowhere. No schedule moves fewer than
    ``bound``."""

    schedule: Schedule
    moved: tuple[int, ...]
    bound: int

    @property
    def proven(self) -> bool:
        return len(self.moved) == self.bound and None not in self.schedule


def repair(problem: Problem, published: Schedule, *, moves: int = MOVES) -> Repaired:
    """``problem`` is the changed one; ``published`` says where its meetings were, and ``None`` for new
    ones."""
    from corridor.engines.scheduling.annealing import changed_little

    schedule = changed_little(replace(problem, spread=None), published, moves)
    moved = (number for number, before in enumerate(published) if before not in (None, schedule[number]))
    return Repaired(schedule, tuple(moved), _bound(problem, published))


def _bound(problem: Problem, published: Schedule) -> int:
    homes = zip(problem.meetings, published, problem.allowed, strict=True)
    held = [(meeting.kind, slot, slot in allowed) for meeting, slot, allowed in homes if slot is not None]
    load = Counter((kind, slot) for kind, slot, possible in held if possible)
    driven_out = sum(not possible for _, _, possible in held)
    return driven_out + sum(max(0, n - problem.tables[kind][slot]) for (kind, slot), n in load.items())
