"""Every published instance by ``corridor schedule``, as an organiser would call it, and by the checker."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from corridor.engines.scheduling.checking import check

FOLDER = Path(os.environ.get("CORRIDOR_SHARED", Path(__file__).parents[3] / "shared")) / "bench/b2b"


class Case(NamedTuple):
    name: str
    spread: int
    optimum: str  # a number, or impossible


def run(only: str, seconds: float, *, originals: bool) -> int:
    if not FOLDER.exists():
        sys.stderr.write(f"No instances at {FOLDER}: set CORRIDOR_SHARED.\n")
        return 1
    wrong, slowest, started, used = 0, 0.0, time.monotonic(), _used()
    for case in cases(only, originals=originals):
        before, cpu = time.monotonic(), _used()
        answer = _answer(case, seconds)
        taken = time.monotonic() - before
        fault = fault_of(case, answer)
        wrong, slowest = wrong + bool(fault), max(slowest, taken)
        said = answer["objective"] if answer["objective"] is not None else answer["status"]
        print(
            f"{case.name:<30}{case.spread} {said!s:>10} {taken:7.1f} s {_used() - cpu:7.1f} s CPU  {fault}",
            flush=True,
        )
    total = time.monotonic() - started
    print(f"{wrong} wrong; {total:.1f} s, {_used() - used:.1f} s CPU, the slowest {slowest:.1f} s")
    return 1 if wrong else 0


def cases(only: str, *, originals: bool) -> Iterator[Case]:
    for line in (FOLDER / "optima.tsv").read_text().splitlines()[1:]:
        name, spread, optimum = line.split("\t")
        wanted = not originals or (name.endswith(".original") and spread == "2")
        if wanted and only in name:
            yield Case(name, int(spread), optimum)


def fault_of(case: Case, answer: dict[str, Any]) -> str:
    """Nothing where the answer is the published one, proven, with a schedule that the checker approves of."""
    if case.optimum == "impossible":
        return "" if answer["status"] == "impossible" else f"WRONG: {case.optimum}"
    if answer["status"] != "optimal" or answer["objective"] != int(case.optimum):
        return f"WRONG: {case.optimum}"
    faults, worth = check(_path(case).read_text(), answer["schedule"], case.spread)
    return "; ".join(faults) or ("" if worth["breaks"] == int(case.optimum) else "WRONG: the schedule")


def _path(case: Case) -> Path:
    return FOLDER / f"{case.name}.dzn"


def _answer(case: Case, seconds: float) -> dict[str, Any]:
    options = ["--spread", str(case.spread), "--seconds", str(seconds), "--json"]
    command = [sys.executable, "-m", "corridor", "schedule", str(_path(case)), *options]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
