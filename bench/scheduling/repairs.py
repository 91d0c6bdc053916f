"""Changes of a published schedule: how often the least repair is found, and when it is proven."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from random import Random
from typing import NamedTuple

from bench.scheduling.synthetic import made
from corridor.engines.scheduling.annealing import good_schedules
from corridor.engines.scheduling.formats import from_json
from corridor.engines.scheduling.problem import Meeting, Participant, Problem, Schedule
from corridor.engines.scheduling.repair import certify, repair

PUBLISHED = 25  # chunks of annealing: five seconds
Change = Callable[[Problem, Schedule, Random], tuple[Problem, Schedule]]


def run(people: list[int], changes: int) -> int:
    print("people meetings  change       proven   p50 s   p95 s   CPU s  certified   p50 s   max s")
    for number in people:
        problem = from_json(made(number))
        published = [one for one in islice(good_schedules(problem), PUBLISHED) if one][-1]
        for name, change in CHANGES.items():
            head = f"{number:6} {len(problem.meetings):8}  {name:<11}"
            rows = [_measured(*change(problem, published, Random(at))) for at in range(changes)]
            print(f"{head} {_summary(rows)}", flush=True)
    return 0


class Measured(NamedTuple):
    """``seconds`` to the repair, ``cpu`` of the processor, ``proof`` to the certificate."""

    least: bool
    seconds: float
    cpu: float
    certified: bool
    proof: float


def _measured(problem: Problem, published: Schedule) -> Measured:
    started, used = time.monotonic(), time.process_time()
    repaired = repair(problem, published)
    seconds, cpu = time.monotonic() - started, time.process_time() - used
    certified = certify(problem, published, repaired)
    least = certified.proven and len(certified.moved) == len(repaired.moved)
    return Measured(least, seconds, cpu, certified.proven, time.monotonic() - started)


def _summary(rows: list[Measured]) -> str:
    least, seconds, cpu, certified, until = map(sorted, zip(*rows, strict=True))
    middle, late = len(rows) // 2, len(rows) * 95 // 100
    return (
        f"{sum(least) / len(rows):7.0%} {seconds[middle]:7.3f} {seconds[late]:7.3f} {cpu[late]:7.3f} "
        f"{sum(certified) / len(rows):10.0%} {until[middle]:7.3f} {until[-1]:7.3f}"
    )


def cancels(problem: Problem, published: Schedule, chance: Random) -> tuple[Problem, Schedule]:
    """Somebody, with all her meetings."""
    one = chance.randrange(len(problem.participants))
    kept = [number for number in range(len(published)) if number not in problem.of[one]]
    meetings = tuple(problem.meetings[number] for number in kept)
    return replace(problem, meetings=meetings), tuple(published[number] for number in kept)


def is_late(problem: Problem, published: Schedule, chance: Random) -> tuple[Problem, Schedule]:
    """Somebody, by one to six slots after her first meeting would begin."""
    one = chance.choice([number for number, own in enumerate(problem.of) if own])
    first = min(published[number] for number in problem.of[one])
    away = frozenset(range(first + chance.randint(1, 6))) | problem.participants[one].forbidden
    people = list(problem.participants)
    people[one] = Participant(away)
    return replace(problem, participants=tuple(people)), published


def loses(problem: Problem, published: Schedule, chance: Random, share: int) -> tuple[Problem, Schedule]:
    """A slot, one table or one in so many."""
    tables, slot = list(problem.tables[0]), chance.randrange(problem.slots)
    tables[slot] -= max(1, tables[slot] // share)
    return replace(problem, tables=(tuple(tables),)), published


def asks(problem: Problem, published: Schedule, chance: Random) -> tuple[Problem, Schedule]:
    """Two people want to meet as well."""
    pair = tuple(chance.sample(range(len(problem.participants)), 2))
    return replace(problem, meetings=(*problem.meetings, Meeting(pair, required=False))), (*published, None)


CHANGES: dict[str, Change] = {
    "cancelled": cancels,
    "late": is_late,
    "table lost": lambda *change: loses(*change, share=10_000),
    "sixth lost": lambda *change: loses(*change, share=6),
    "request": asks,
}
