"""A published schedule after a change, with few meetings elsewhere than they were.

Problem. Somebody cancelled, comes later, a table is lost, or there is a new request. Among the schedules of
the changed problem, hold first the most by priority; then let the fewest meetings move, that is be in another
slot than they were, or nowhere; then count idle time and breaks as always. The spread is not asked for again.

Method. The least change is searched for and proven (``least_change``), and those that move are put where
people wait least (``polishing``). If that takes too long, the published schedule is annealed, where each
meeting that leaves its slot costs more than any break, and the bound is as far as the proof has come.

Guarantees. All demands but the spread and required meetings are kept. ``bound`` is certain. What is
``proven`` holds as much as any repair, and moves as few meetings as any that holds as much."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corridor.engines.scheduling.changes import Change
from corridor.engines.scheduling.least_change import Least, least_change
from corridor.engines.scheduling.polishing import polished
from corridor.engines.scheduling.problem import Problem, Schedule

SECONDS = 0.3  # of the half second that people wait
MOVES = 300_000  # a quarter of a second


@dataclass(frozen=True)
class Repaired:
    """``moved``: meetings that were held and are now elsewhere or nowhere. No schedule that holds as much
    moves fewer than ``bound``; if ``most_held``, none holds more."""

    schedule: Schedule
    moved: tuple[int, ...]
    bound: int
    most_held: bool

    @property
    def proven(self) -> bool:
        return self.most_held and len(self.moved) == self.bound


def repair(
    problem: Problem, published: Schedule, *, seconds: float = SECONDS, moves: int = MOVES
) -> Repaired:
    """``problem`` is the changed one; ``published`` says where its meetings were, and ``None`` for new
    ones. So many ``seconds`` are for the proof, and so many ``moves`` for annealing without one."""
    least = least_change(problem, published, seconds)
    if least.schedule:
        return _proven(problem, published, least.schedule)
    from corridor.engines.scheduling.annealing import changed_little

    schedule = changed_little(replace(problem, spread=None), published, moves)
    return _bounded(problem, published, schedule, least)


def certify(problem: Problem, published: Schedule, repaired: Repaired, *, seconds: float = 10) -> Repaired:
    """The same with a better bound, or another that is proven."""
    if repaired.proven:
        return repaired
    least = least_change(problem, published, seconds)
    if least.schedule:
        return _proven(problem, published, least.schedule)
    return _bounded(problem, published, repaired.schedule, least)


def _proven(problem: Problem, published: Schedule, schedule: Schedule) -> Repaired:
    change = Change(problem, published)
    schedule = polished(change, schedule)
    moved = change.moved(schedule)
    return Repaired(schedule, moved, bound=len(moved), most_held=True)


def _bounded(problem: Problem, published: Schedule, schedule: Schedule, least: Least) -> Repaired:
    change = Change(problem, published)
    left_out = [one for one, slot in zip(problem.meetings, schedule, strict=True) if slot is None]
    most_held = sum(one.priority for one in left_out) == least.unheld and not any(
        one.required for one in left_out
    )
    bound = least.moved if most_held else change.must_move
    return Repaired(schedule, change.moved(schedule), bound, most_held)
