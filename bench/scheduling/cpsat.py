"""A straightforward model of CP-SAT: one truth value for each meeting and slot. Stands alone.

python bench/scheduling/cpsat.py EVENT.json SECONDS
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

UNHELD = 1000  # breaks that a meeting is worth


class Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self) -> None:
        super().__init__()
        self.started, self.times = time.monotonic(), []

    def on_solution_callback(self) -> None:
        self.times.append(time.monotonic() - self.started)


def modelled(event: dict[str, Any]) -> tuple[cp_model.CpModel, list[Any], list[Any]]:
    model, slots = cp_model.CpModel(), range(1, event["slots"] + 1)
    own: list[list[int]] = [[] for _ in event["participants"]]
    x = [[model.new_bool_var("") for _ in slots] for _ in event["meetings"]]
    for number, meeting in enumerate(event["meetings"]):
        model.add_at_most_one(x[number])
        for one in meeting["participants"]:
            own[one - 1].append(number)
            for slot in event["participants"][one - 1]["forbidden"]:
                model.add(x[number][slot - 1] == 0)
    for slot in slots:
        model.add(sum(row[slot - 1] for row in x) <= event["tables"])
    breaks = [literal for numbers in own for literal in _breaks(model, [x[number] for number in numbers])]
    model.minimize(sum(breaks) - UNHELD * sum(literal for row in x for literal in row))
    return model, x, breaks


def _breaks(model: cp_model.CpModel, rows: list[Any]) -> list[Any]:
    """A break starts after a busy slot if a later one is busy as well."""
    busy = [model.new_bool_var("") for _ in rows[0]] if rows else []
    starts = []
    for slot, here in enumerate(busy):
        model.add(sum(row[slot] for row in rows) == here)
    for slot in range(1, len(busy) - 1):
        start = model.new_bool_var("")
        for later in busy[slot + 1 :]:
            model.add_bool_or([busy[slot - 1].negated(), busy[slot], later.negated(), start])
        starts.append(start)
    return starts


def main() -> None:
    event = json.loads(Path(sys.argv[1]).read_text())
    model, x, breaks = modelled(event)
    solver, watch = cp_model.CpSolver(), Watch()
    solver.parameters.max_time_in_seconds = float(sys.argv[2])
    solver.parameters.num_workers = 2
    status = solver.solve(model, watch)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        print("nothing found")
        return
    held = sum(solver.value(literal) for row in x for literal in row)
    made = sum(solver.value(literal) for literal in breaks)
    bound = max(0, solver.best_objective_bound + UNHELD * held)
    proven = f"proven after {solver.wall_time:.1f}" if status == cp_model.OPTIMAL else ""
    print(f"{len(x) - held:7} {made:6} {bound:5.0f} {watch.times[0]:6.1f} {watch.times[-1]:6.1f} {proven}")


if __name__ == "__main__":
    main()
