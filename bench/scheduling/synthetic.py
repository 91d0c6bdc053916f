"""Events of our own making, by this engine, a greedy one, and a straightforward CP-SAT model."""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.scheduling import greedy
from corridor.engines.scheduling import solve
from corridor.engines.scheduling.answers import Answer
from corridor.engines.scheduling.formats import from_json
from corridor.engines.scheduling.problem import Problem, Schedule
from corridor.engines.scheduling.seating import changes, fewest_changes, seat

LOAD = 0.9  # of the tables
AWAY = 0.1  # of the people, for some slots
CPSAT = Path(__file__).with_name("cpsat.py")


def run(people: list[int], seconds: float, python: str) -> int:
    print("people meetings slots tables  engine     unheld breaks bound  first   best  table changes")
    for number in people:
        event = made(number)
        rows = {"ours": _ours(event, seconds), "greedy": greedy.answer(event)}
        rows["CP-SAT"] = _cpsat(event, seconds, python)
        for engine, row in rows.items():
            head = f"{number:6} {len(event['meetings']):8} {event['slots']:5} {event['tables']:6}"
            print(f"{head}  {engine:<9} {row}", flush=True)
    return 0


def made(people: int) -> dict[str, Any]:
    """4 to 10 meetings each in 15 to 30 slots, the more the larger the event."""
    chance = random.Random(people)
    slots = min(30, 15 + people // 100)
    wanted = [chance.randint(4, 10) for _ in range(people)]
    pairs: set[tuple[int, int]] = set()
    for _ in range(20 * sum(wanted)):
        one, other = sorted(chance.sample(range(people), 2))
        if wanted[one] and wanted[other] and (one, other) not in pairs:
            pairs.add((one, other))
            wanted[one], wanted[other] = wanted[one] - 1, wanted[other] - 1
    away = [chance.sample(range(1, slots + 1), chance.randint(1, 3)) for _ in range(people)]
    return {
        "slots": slots,
        "tables": -(-len(pairs) // int(slots * LOAD)),
        "aims": ["unheld", "breaks"],
        "participants": [{"forbidden": some if chance.random() < AWAY else []} for some in away],
        "meetings": [{"participants": [one + 1, other + 1]} for one, other in sorted(pairs)],
    }


def _ours(event: dict[str, Any], seconds: float) -> str:
    problem = from_json(event)
    answer = solve(problem, seconds=seconds)
    return f"{row(answer)}  {_seating(problem, answer.schedule)}"


def _seating(problem: Problem, schedule: Schedule | None) -> str:
    """How many times what no seating avoids."""
    if schedule is None:
        return ""
    fewest = fewest_changes(problem, schedule)
    return f"{changes(problem, schedule, seat(problem, schedule)) / max(1, fewest):.2f} x {fewest}"


def row(answer: Answer) -> str:
    if answer.objective is None:
        return "nothing found"
    unheld, breaks = answer.objective
    first, best = answer.seconds.first or 0, answer.seconds.best or 0
    bound = answer.bound[1] if answer.objective[0] == answer.bound[0] else 0
    proven = f"proven after {answer.seconds.proof:.1f}" if answer.seconds.proof else ""
    return f"{unheld:7} {breaks:6} {bound:5} {first:6.1f} {best:6.1f} {proven}"


def _cpsat(event: dict[str, Any], seconds: float, python: str) -> str:
    """In a process of its own, since OR-Tools may live in another environment."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(event, file)
        file.flush()
        done = subprocess.run(  # noqa: S603
            [python, str(CPSAT), file.name, str(seconds)], capture_output=True, text=True, check=False
        )
    return (
        done.stdout.strip()
        if done.returncode == 0
        else "not measured: " + done.stderr.strip().splitlines()[-1]
    )
