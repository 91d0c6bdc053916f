"""The fewest meetings that a repair must move, proven, and a repair that moves no more.

Problem. That of ``repair``, with required meetings held: least is first what is not held, by priority, then
how many meetings leave their slots.

Method. A relaxation that grows until it is exact. *Open* meetings may have any slot of theirs. The others
are closed: they stay, or vanish, which counts as one move and needs no other slot. At first only those are
open that cannot stay or were nowhere. A satisfiability solver says whether the relaxation has a solution
with so many moves; if not, no repair has, and one move more is allowed. If it has one in which nothing
vanishes, that is a repair, and the least one. Else those that vanished are opened. This stays small: the
longest chains of meetings that drive each other out are two or three long.

Guarantees. What ``Least`` says is proven; it has a schedule unless the time was over.

Literature. Glover 1996 (ejection chains); Clarke, Grumberg, Jha, Lu and Veith 2003 (refinement guided by
counterexamples).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from pysat.solvers import Glucose4

from corridor.engines.scheduling.changes import Change, Seats
from corridor.engines.scheduling.clauses import TRUE, Clauses
from corridor.engines.scheduling.problem import Problem, Schedule

EFFORT = 500  # conflicts of the solver between two looks at the clock
MORE = 8  # meetings of a slot that are opened at once, at least


@dataclass(frozen=True)
class Least:
    """No repair leaves out less than ``unheld``, the sum of priorities, and of those that leave out as much
    none moves fewer than ``moved``. The schedule, if there is one, has these values."""

    unheld: int
    moved: int
    schedule: Schedule | None = None


def least_change(problem: Problem, published: Schedule, seconds: float) -> Least:
    """``published`` has a slot for each meeting of the changed problem that had one."""
    end = time.monotonic() + seconds
    change = Change(problem, published)
    least, opened = Least(change.must_miss, change.must_move), change.restless
    everything = sum(meeting.priority for meeting in problem.meetings)
    while least.schedule is None and least.unheld <= everything:
        try:
            least, opened = _refined(Relaxation(change, opened, least), end)
        except TimeoutError:
            break
    return least


class Relaxation(Clauses):
    """``places``: of each open meeting its literals by slot. ``stays``: of closed ones that may vanish.
    ``nameless``: of a kind of table and a slot, literals that say that one more of the other closed ones
    stays; with these names are needed only for meetings that share a person with an open one."""

    def __init__(self, change: Change, opened: Collection[int], least: Least) -> None:
        super().__init__()
        self.change, self.opened, self.least = change, opened, least
        allowed = change.problem.allowed
        self.places = {one: {slot: self.new() for slot in sorted(allowed[one])} for one in sorted(opened)}
        self.stays: dict[int, int] = {}
        self.nameless: dict[Seats, list[int]] = {}
        self.few = self.new()  # if true, there are so few moves, and all sit at tables
        self._hold()
        self._part()
        for before, after in change.problem.precedences:
            self._order(before, after)
        self._seat()
        self.at_most(self._moves(), least.moved - change.driven_out, (-self.few,))

    @property
    def all_stay(self) -> list[int]:
        """Of closed meetings: where these are true, this is a repair."""
        return [*self.stays.values(), *(literal for row in self.nameless.values() for literal in row)]

    def schedule(self, true: set[int]) -> Schedule:
        slots = list(self.change.home)
        for number, places in self.places.items():
            slots[number] = next((slot for slot, literal in places.items() if literal in true), None)
        return tuple(slots)

    def vanished(self, true: set[int]) -> frozenset[int]:
        """For those without a name, those of their slot who have most ways out."""
        found = {number for number, literal in self.stays.items() if literal not in true}
        for seats, row in self.nameless.items():
            if missing := sum(literal not in true for literal in row):
                closed = [number for number in self.change.seated[seats] if number not in self.places]
                closed.sort(key=self.change.ways_out, reverse=True)
                found.update(closed[: max(MORE, 2 * missing)])
        return frozenset(found)

    def _moves(self) -> list[int]:
        homes = ((places, self.change.home[number]) for number, places in self.places.items())
        return [-places[home] for places, home in homes if home is not None] + [-one for one in self.all_stay]

    def _stay(self, number: int) -> int:
        if number not in self.stays:
            self.stays[number] = self.new()
        return self.stays[number]

    def _hold(self) -> None:
        left_out = []
        for number, places in self.places.items():
            self.at_most_one(list(places.values()))
            held, meeting = self.either(list(places.values())), self.change.problem.meetings[number]
            if meeting.required:
                self.add(held)
            else:
                left_out += [-held] * meeting.priority
        self.at_most(left_out, self.least.unheld)

    def _part(self) -> None:
        """Nobody is in two meetings at once."""
        here: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, places in self.places.items():
            for slot, literal in places.items():
                for one in self.change.problem.meetings[number].participants:
                    here[one, slot].append(literal)
        for place, literals in here.items():
            self.at_most_one(literals)
            for number in self.change.at.get(place, ()):
                if number not in self.places:
                    for literal in literals:
                        self.add(-literal, -self._stay(number))

    def _order(self, before: int, after: int) -> None:
        if before in self.places or after in self.places:
            for slot, literal in self._where(before):
                for later, other in self._where(after):
                    if later <= slot:
                        self.add(-literal, -other)

    def _where(self, number: int) -> Iterable[tuple[int, int]]:
        if number in self.places:
            return self.places[number].items()
        slot = self.change.home[number]
        return () if slot is None else [(slot, self._stay(number))]

    def _seat(self) -> None:
        come: dict[Seats, list[int]] = defaultdict(list)
        for number, places in self.places.items():
            kind, home = self.change.problem.meetings[number].kind, self.change.home[number]
            for slot, literal in places.items():
                if slot != home:
                    come[kind, slot].append(literal)
        for seats in sorted({*come, *self.change.seated}):
            if len(come[seats]) > self.change.spare(seats):
                self._make_room(seats, come[seats])

    def _make_room(self, seats: Seats, come: list[int]) -> None:
        """Of a slot no more leave than must, and those whom all slots together can spare. So many more than
        there are spare tables can come, if others leave."""
        spare = self.change.spare(seats)
        most = min(len(come), max(0, spare) + self.least.moved - self.change.must_move)
        leaving = self.count(self._leave(seats, most - spare), most - spare)
        coming = [TRUE, *self.count(come, most + 1, exact=False)]
        for number in range(max(0, spare + 1), len(coming)):
            left = number - spare - 1
            self.add(-self.few, -coming[number], leaving[left] if left < len(leaving) else -TRUE)

    def _leave(self, seats: Seats, most: int) -> list[int]:
        """Literals of those who leave."""
        named, nameless = [], 0
        for number in self.change.seated.get(seats, ()):
            if number in self.places:
                named.append(-self.places[number][seats[1]])
            elif number in self.stays:
                named.append(-self.stays[number])
            else:
                nameless += 1
        self.nameless[seats] = [self.new() for _ in range(max(0, min(nameless, most)))]
        return named + [-literal for literal in self.nameless[seats]]


def _refined(relaxation: Relaxation, end: float) -> tuple[Least, frozenset[int]]:
    """What is known after another question or two, and which meetings are then to be open."""
    change, least, opened = relaxation.change, relaxation.least, frozenset(relaxation.opened)
    with Glucose4(bootstrap_with=relaxation.rows) as solver:
        if not _possible(solver, [relaxation.few], end):
            if relaxation.few in (solver.get_core() or ()) and least.moved < change.can_move:
                return replace(least, moved=least.moved + 1), opened
            return Least(least.unheld + 1, change.must_move), opened
        relaxed = set(solver.get_model())
        if _possible(solver, [relaxation.few, *relaxation.all_stay], end):
            return replace(least, schedule=relaxation.schedule(set(solver.get_model()))), opened
    return least, opened | relaxation.vanished(relaxed)


def _possible(solver: Glucose4, literals: list[int], end: float) -> bool:
    answer = None
    while answer is None:
        if time.monotonic() > end:
            raise TimeoutError
        solver.conf_budget(EFFORT)
        answer = solver.solve_limited(assumptions=literals)
    return bool(answer)
