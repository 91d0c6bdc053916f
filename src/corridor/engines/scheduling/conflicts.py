"""Why nothing is possible: demands of which none can be left out of the conflict."""

from __future__ import annotations

import time
from collections.abc import Collection

from pysat.solvers import Glucose42

from corridor.engines.scheduling.demands import Conflict, Demand
from corridor.engines.scheduling.encoding import Encoding
from corridor.engines.scheduling.problem import Problem

EFFORT = 20_000  # conflicts of the solver that one question may cost


def conflict(problem: Problem, seconds: float) -> Conflict | None:
    """A smallest set by deletion: each demand is left out once, and kept if the others then agree. ``None``
    if no conflict was found in this time."""
    end = time.monotonic() + seconds
    encoding = Encoding(problem, named=True)
    names = {literal: demand for demand, literal in encoding.names.items()}
    with Glucose42(bootstrap_with=encoding.rows) as solver:
        core = _core(solver, list(names))
        if core is None:
            return None
        minimal = True
        for literal in _most_particular_last(core, names):
            if literal not in core:
                continue
            if time.monotonic() > end:
                minimal = False
                break
            smaller = _core(solver, [one for one in core if one != literal])
            minimal &= smaller is not None or solver.get_status() is True
            core = core if smaller is None else smaller
    return Conflict(tuple(sorted(names[literal] for literal in core)), minimal)


def _core(solver: Glucose42, literals: list[int]) -> list[int] | None:
    """Literals that contradict each other; ``None`` where none do, or it is too hard to tell."""
    solver.conf_budget(EFFORT)
    if solver.solve_limited(assumptions=literals) is not False:
        return None
    return list(solver.get_core() or ())


def _most_particular_last(core: Collection[int], names: dict[int, Demand]) -> list[int]:
    """What concerns everybody is tried first, since without it the reason is easier to see."""
    return sorted(core, key=lambda literal: (len(names[literal].subject), names[literal]))
