"""A scheduling problem as clauses.

The literal ``x[m][t]`` says that meeting m is in slot t. Each participant has one counter, from the first
slot to the last: "at least k meetings up to slot t". With its ends fixed it says that all her meetings are
held, from both sides; its first and last column say whether her day has begun and whether it is done, of
which breaks are made. Tables bound the participants who are busy in a slot, and also the clusters: sets of
meetings that share a participant, of which one at most can be there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corridor.engines.scheduling.clauses import TRUE, Clauses
from corridor.engines.scheduling.demands import Demand, Must
from corridor.engines.scheduling.problem import Aim, Problem, Schedule


@dataclass(frozen=True)
class _Day:
    """A participant's literals, slot by slot: busy, begun up to here, nothing left after this."""

    busy: list[int]
    begun: list[int]
    done: list[int]
    most_breaks: int


class Encoding(Clauses):
    """With ``named``, each demand has a literal without which it is not asked for: see ``names``.
    ``limits`` are values of aims that must not be exceeded."""

    def __init__(
        self, problem: Problem, limits: Mapping[Aim, int] | None = None, *, named: bool = False
    ) -> None:
        super().__init__()
        self.problem, self.named = problem, named
        self.names: dict[Demand, int] = {}
        self.x = [self._places(number) for number in range(len(problem.meetings))]
        self.held = [self._held(number) for number in range(len(problem.meetings))]
        self.days = [self._day(number) for number in range(len(problem.participants))]
        for before, after in problem.precedences:
            self._order(before, after)
        for slot in range(problem.slots):
            self._tables(slot)
        self._spread()
        for aim, most in (limits or {}).items():
            self.at_most([literal for literal, weight in self.penalties(aim) for _ in range(weight)], most)

    def schedule(self, model: Sequence[int]) -> Schedule:
        """What the model of a solver says: its literal for variable v stands at v - 1."""
        return tuple(
            next((slot for slot, literal in places.items() if model[literal - 1] > 0), None)
            for places in self.x
        )

    def penalties(self, aim: Aim) -> list[tuple[int, int]]:
        """Literals with weights; the aim's value is the sum of the weights of those that are true."""
        if aim is Aim.UNHELD:
            optional = [number for number, one in enumerate(self.problem.meetings) if not one.required]
            return [(-self.held[number], self.problem.meetings[number].priority) for number in optional]
        if aim is Aim.WORST:
            return [(literal, 1) for literal in self._anybody(self.idle)]
        counts = self.breaks if aim is Aim.BREAKS else self.idle
        return [(literal, 1) for row in counts for literal in row]

    @cached_property
    def breaks(self) -> list[list[int]]:
        """Of each participant: at least 1 break, at least 2 and so on."""
        return [self._breaks(day) for day in self.days]

    @cached_property
    def idle(self) -> list[list[int]]:
        """Of each participant: at least 1 idle slot between her meetings, at least 2 and so on."""
        return [self._idle(day) for day in self.days]

    def _name(self, must: Must, *subject: int) -> tuple[int, ...]:
        """Put into the clauses of a demand: nothing, or what frees from it."""
        if not self.named:
            return ()
        demand = Demand(must, subject)
        if demand not in self.names:
            self.names[demand] = self.new()
        return (-self.names[demand],)

    def _places(self, number: int) -> dict[int, int]:
        """The literals of a meeting by slot. Unless demands are named, slots without hope have none."""
        problem = self.problem
        slots = range(problem.slots) if self.named else sorted(problem.allowed[number])
        places = {slot: self.new() for slot in slots}
        self.at_most_one(list(places.values()))
        if self.named:
            self._name_places(number, places)
        return places

    def _name_places(self, number: int, places: dict[int, int]) -> None:
        meeting = self.problem.meetings[number]
        for slot, literal in places.items():
            if meeting.fixed not in (None, slot):
                self.add(-literal, *self._name(Must.BE_FIXED, number))
            if meeting.wish is not None and slot not in meeting.wish:
                self.add(-literal, *self._name(Must.BE_AS_WISHED, number))
            for one in meeting.participants:
                if slot in self.problem.participants[one].forbidden:
                    self.add(-literal, *self._name(Must.BE_AWAY, one))

    def _held(self, number: int) -> int:
        places, meeting = list(self.x[number].values()), self.problem.meetings[number]
        if not meeting.required:
            return self.either(places)
        if not self.named:
            self.add(*places)
            return TRUE
        held = self.either(places)
        for one in meeting.participants:
            self.add(held, *self._name(Must.ATTEND, one))
        return held

    def _day(self, number: int) -> _Day:
        problem, own = self.problem, self.problem.of[number]
        busy = []
        for slot in range(problem.slots):
            here = [self.x[meeting][slot] for meeting in own if slot in self.x[meeting]]
            self.at_most_one(here)
            busy.append(self.either(here))
        most = max(0, min(len(own) - 1, (problem.slots - 1) // 2))
        if not own or not all(problem.meetings[meeting].required for meeting in own):
            return self._day_of_some(busy, most)
        counter = self._counter(busy, len(own), self._name(Must.ATTEND, number))
        if self.named:
            return self._day_of_some(busy, most)
        begun, done = [row[0] for row in counter], [row[-1] for row in counter]
        return _Day(busy, begun, done, min(most, problem.slots - len(own)))

    def _day_of_some(self, busy: list[int], most: int) -> _Day:
        later = self.ladder(busy[:0:-1])[::-1]
        return _Day(busy, self.ladder(busy), [-literal for literal in [*later, -TRUE]], most)

    def _counter(self, busy: list[int], count: int, guard: tuple[int, ...]) -> list[list[int]]:
        """``counter[slot][k - 1]``: she has at least k meetings up to the slot; in the end all ``count``."""
        before = [-TRUE] * count
        counter = []
        for slot, here in enumerate(busy):
            left = count - (len(busy) - 1 - slot)  # so many must be over
            row = [self._step(k, slot, 0 if guard else left) for k in range(1, count + 1)]
            for k in range(count):
                below = before[k - 1] if k else TRUE
                self.add(-before[k], row[k])
                self.add(-below, -here, row[k])
                self.add(-row[k], before[k], here)
                self.add(-row[k], below)
            self.add(-before[-1], -here)
            counter.append(row)
            before = row
        self.add(before[-1], *guard)
        return counter

    def _step(self, k: int, slot: int, left: int) -> int:
        return TRUE if k <= left else -TRUE if k > slot + 1 else self.new()

    def _breaks(self, day: _Day) -> list[int]:
        """Counted where they start and where they end, which is the same number and helps the solver."""
        inner = range(1, len(day.busy) - 1)
        if not day.most_breaks:
            return []
        starts = [self.both(day.busy[at - 1], -day.busy[at], -day.done[at]) for at in inner]
        ends = [self.both(day.begun[at], -day.busy[at], day.busy[at + 1]) for at in inner]
        by_start, by_end = (self._at_least(literals, day.most_breaks) for literals in (starts, ends))
        for one, other in zip(by_start, by_end, strict=True):
            self.add(-one, other)
            self.add(one, -other)
        return by_start

    def _idle(self, day: _Day) -> list[int]:
        if not day.most_breaks:
            return []
        inner = range(1, len(day.busy) - 1)
        idle = [self.both(day.begun[at], -day.busy[at], -day.done[at]) for at in inner]
        return self.count(idle, len(idle))

    def _at_least(self, literals: list[int], most: int) -> list[int]:
        """Steps of a count that is known to be ``most`` or less."""
        steps = self.count(literals, most + 1)
        for beyond in steps[most:]:
            self.add(-beyond)
        return steps[:most]

    def _order(self, before: int, after: int) -> None:
        guard = self._name(Must.BE_BEFORE, before, after)
        slots = range(self.problem.slots)
        first, second = (
            self.ladder([self.x[number].get(slot, -TRUE) for slot in slots]) for number in (before, after)
        )
        for slot in slots:
            earlier = first[slot - 1] if slot else -TRUE
            self.add(-second[slot], earlier, -self.held[before], *guard)

    def _tables(self, slot: int) -> None:
        guard = self._name(Must.FIT_TABLES, slot)
        for kind, tables in enumerate(self.problem.tables):
            places = [
                [self.x[meeting][slot] for meeting in cluster if slot in self.x[meeting]]
                for cluster in self._clusters[kind]
            ]
            self.at_most([self.either(cluster) for cluster in places if cluster], tables[slot], guard)
        seats = self._largest * sum(tables[slot] for tables in self.problem.tables)
        busy = [day.busy[slot] for day in self.days if day.busy[slot] != -TRUE]
        self.at_most(busy, seats, guard)

    @cached_property
    def _largest(self) -> int:
        return max((len(meeting.participants) for meeting in self.problem.meetings), default=0)

    @cached_property
    def _clusters(self) -> list[list[list[int]]]:
        """Of each kind of table its meetings, in few sets that each share a participant; found greedily."""
        return [self._clusters_of(kind) for kind in range(len(self.problem.tables))]

    def _clusters_of(self, kind: int) -> list[list[int]]:
        left = {number for number, meeting in enumerate(self.problem.meetings) if meeting.kind == kind}
        clusters = []
        while left:
            cluster = max((left.intersection(own) for own in self.problem.of), key=len)
            clusters.append(sorted(cluster))
            left -= cluster
        return clusters

    def _spread(self) -> None:
        """Where anybody has k breaks, everybody has k - spread at least."""
        if self.problem.spread is None:
            return
        guard = self._name(Must.BE_FAIR)
        anybody = self._anybody(self.breaks)
        for some, least in zip(anybody[self.problem.spread :], range(len(anybody)), strict=False):
            for row in self.breaks:
                self.add(-some, row[least] if least < len(row) else -TRUE, *guard)

    def _anybody(self, counts: list[list[int]]) -> list[int]:
        steps = [self.new() for _ in range(max(map(len, counts), default=0))]
        for row in counts:
            for literal, step in zip(row, steps, strict=False):
                self.add(-literal, step)
        return steps
