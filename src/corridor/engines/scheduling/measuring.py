"""What a schedule is worth."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from corridor.engines.scheduling.problem import Aim, Problem, Schedule


def objective(problem: Problem, schedule: Schedule) -> tuple[int, ...]:
    """The value of each aim; the less the better, the first counts most."""
    days = days_of(problem, schedule)
    return tuple(_value(aim, problem, schedule, days) for aim in problem.aims)


def days_of(problem: Problem, schedule: Schedule) -> list[list[int]]:
    """Of each participant the slots of her meetings, in order."""
    return [sorted(slot for slot in map(schedule.__getitem__, own) if slot is not None) for own in problem.of]


def _value(aim: Aim, problem: Problem, schedule: Schedule, days: list[list[int]]) -> int:
    if aim is Aim.UNHELD:
        return sum(
            meeting.priority for meeting, slot in zip(problem.meetings, schedule, strict=True) if slot is None
        )
    if aim is Aim.BREAKS:
        return sum(map(breaks, days))
    each = (idle(day) for day in days)
    return sum(each) if aim is Aim.IDLE else max(each, default=0)


def breaks(day: list[int]) -> int:
    """Runs of idle slots between meetings, whose slots are given in order."""
    return sum(after - before > 1 for before, after in pairwise(day))


def idle(day: list[int]) -> int:
    return day[-1] - day[0] + 1 - len(day) if day else 0


def keeps_demands(problem: Problem, schedule: Schedule) -> bool:
    """Whether the schedule satisfies all that it must."""
    return (
        all(_allowed(problem, number, slot) for number, slot in enumerate(schedule))
        and _fits(problem, schedule)
        and all(_before(schedule[one], schedule[other]) for one, other in problem.precedences)
        and _fair(problem, schedule)
    )


def _allowed(problem: Problem, number: int, slot: int | None) -> bool:
    return not problem.meetings[number].required if slot is None else slot in problem.allowed[number]


def _fits(problem: Problem, schedule: Schedule) -> bool:
    """Nobody is in two places at once, and there are tables for all."""
    held = [
        (meeting, slot) for meeting, slot in zip(problem.meetings, schedule, strict=True) if slot is not None
    ]
    people = Counter((one, slot) for meeting, slot in held for one in meeting.participants)
    tables = Counter((meeting.kind, slot) for meeting, slot in held)
    return max(people.values(), default=0) <= 1 and all(
        count <= problem.tables[kind][slot] for (kind, slot), count in tables.items()
    )


def _before(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one < other


def _fair(problem: Problem, schedule: Schedule) -> bool:
    if problem.spread is None or not problem.participants:
        return True
    counts = [breaks(day) for day in days_of(problem, schedule)]
    return max(counts) - min(counts) <= problem.spread
