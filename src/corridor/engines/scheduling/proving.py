"""Optima by core-guided MaxSAT: lower bounds that rise until a schedule meets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from corridor.engines.scheduling.answers import Found, Impossible, Proven, Raised, Tell
from corridor.engines.scheduling.encoding import Encoding
from corridor.engines.scheduling.problem import Aim, Meeting, Problem

SOLVER = "cadical153"
MOST_SEATS = 1_000_000  # slots times participants times tables; with more the clauses fill the memory
MOST_DAYS = 40_000  # slots times participants, without tables
PART = 100  # participants whose waits are bounded together, where there are more than that


def bound(problem: Problem, tell: Tell, settled: Mapping[Aim, int]) -> None:
    """As ``prove``, where the event is not too large for that. With more participants only the next aim is
    bounded, as if there were tables enough; with still more, part by part."""
    days = problem.slots * len(problem.participants)
    if days * sum(max(row) for row in problem.tables) <= MOST_SEATS:
        prove(problem, tell, settled)
    elif days <= MOST_DAYS:
        plenty = ((len(problem.meetings),) * problem.slots,) * len(problem.tables)
        next_aim = problem.aims[: len(settled) + 1]
        if _proven(replace(problem, tables=plenty, aims=next_aim), tell, settled) is None:
            tell(Impossible())
    else:
        bound_by_parts(problem, tell, settled)


def bound_by_parts(problem: Problem, tell: Tell, settled: Mapping[Aim, int], size: int = PART) -> None:
    """Where all meetings are held, people wait no less than each part of them would, if the others had time
    in all slots that they leave and there were tables enough."""
    aim = next((one for one in problem.aims if one not in settled), None)
    if aim not in (Aim.IDLE, Aim.BREAKS) or settled.get(Aim.UNHELD):
        return
    total = 0
    for first in range(0, len(problem.participants), size):
        part = _part(problem, range(first, min(first + size, len(problem.participants))))
        least = _optimise(Encoding(part), aim, lambda _: None)
        if least is None:
            tell(Impossible())
            return
        tell(Raised(aim, total := total + least))


def _part(problem: Problem, people: range) -> Problem:
    meetings = []
    for meeting, slots in zip(problem.meetings, problem.allowed, strict=True):
        if here := tuple(one - people.start for one in meeting.participants if one in people):
            meetings.append(Meeting(here, slots, kind=meeting.kind))
    plenty = ((len(meetings),) * problem.slots,) * len(problem.tables)
    return Problem(problem.slots, problem.participants[people.start : people.stop], tuple(meetings), plenty)


def prove(problem: Problem, tell: Tell, settled: Mapping[Aim, int] | None = None) -> None:
    """Aim by aim, after those whose optimum is known; the last news is ``Proven`` or ``Impossible``."""
    optima = _proven(problem, tell, settled or {})
    tell(Impossible() if optima is None else Proven())


def _proven(problem: Problem, tell: Tell, settled: Mapping[Aim, int]) -> dict[Aim, int] | None:
    limits = dict(settled)
    for aim in problem.aims[len(limits) :]:
        optimum = _optimise(_encoded(problem, limits), aim, tell)
        if optimum is None:
            return None
        limits[aim] = optimum
    return limits


def _encoded(problem: Problem, limits: Mapping[Aim, int]) -> Encoding:
    """If all meetings can be held, to require them is the better way to say so."""
    if limits.get(Aim.UNHELD) != 0:
        return Encoding(problem, limits)
    meetings = tuple(replace(meeting, required=True) for meeting in problem.meetings)
    others: dict[Aim, int] = {aim: most for aim, most in limits.items() if aim != Aim.UNHELD}
    return Encoding(replace(problem, meetings=meetings), others)


def _optimise(encoding: Encoding, aim: Aim, tell: Tell) -> int | None:
    formula = WCNF()
    for literal, weight in encoding.penalties(aim):
        formula.append([-literal], weight=weight)
    formula.extend(encoding.rows)
    with _Search(formula, aim, tell) as search:
        model = search.compute()
        if model is None:
            return None
        tell(Found(encoding.schedule(model)))
        tell(Raised(aim, search.cost))
        return int(search.cost)


class _Search(RC2):
    """Tells of each core that raises the bound."""

    def __init__(self, formula: WCNF, aim: Aim, tell: Tell) -> None:
        super().__init__(formula, solver=SOLVER, exhaust=True)
        self.aim, self.tell = aim, tell

    def process_core(self) -> None:
        super().process_core()
        self.tell(Raised(self.aim, int(self.cost)))

    def exhaust_core(self, tobj: Any) -> Any:
        bound = super().exhaust_core(tobj)
        self.tell(Raised(self.aim, int(self.cost)))
        return bound
