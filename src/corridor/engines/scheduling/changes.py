"""A published schedule, seen from the problem that has changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from corridor.engines.scheduling.problem import Problem, Schedule

Seats = tuple[int, int]  # a kind of table and a slot


class Change:
    """``home``: of each meeting the slot where it was and still may be. ``at``: the meetings that a
    participant has at home in a slot; ``seated``: those at a kind of table."""

    def __init__(self, problem: Problem, published: Schedule) -> None:
        self.problem, self.published = problem, published
        places = zip(published, problem.allowed, strict=True)
        self.home = [slot if slot in allowed else None for slot, allowed in places]
        self.at: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.seated: dict[Seats, list[int]] = defaultdict(list)
        for number, slot in enumerate(self.home):
            if slot is not None:
                self.seated[problem.meetings[number].kind, slot].append(number)
                for one in problem.meetings[number].participants:
                    self.at[one, slot].append(number)

    def spare(self, seats: Seats) -> int:
        """Tables that are left if all stay; below 0 where not all can."""
        kind, slot = seats
        return self.problem.tables[kind][slot] - len(self.seated.get(seats, ()))

    @cached_property
    def restless(self) -> frozenset[int]:
        """Meetings that cannot stay, were nowhere, stand in each other's way where they are, or are of
        people with more meetings than slots."""
        nowhere = {number for number, slot in enumerate(self.home) if slot is None}
        clashes = {number for here in self.at.values() if len(here) > 1 for number in here}
        disorder = {number for pair in self.problem.precedences if self._wrong(*pair) for number in pair}
        return frozenset(nowhere | clashes | disorder).union(
            *map(self.problem.of.__getitem__, self.overbooked)
        )

    def _wrong(self, before: int, after: int) -> bool:
        one, other = self.home[before], self.home[after]
        return one is not None and other is not None and one >= other

    @cached_property
    def overbooked(self) -> dict[int, int]:
        """Participants with more meetings than slots, and how many more."""
        slots = [self.problem.slots - len(one.forbidden) for one in self.problem.participants]
        beyond = (len(own) - count for own, count in zip(self.problem.of, slots, strict=True))
        return {number: more for number, more in enumerate(beyond) if more > 0}

    @cached_property
    def must_miss(self) -> int:
        """So much is not held in any case, by priority: of those people, and for want of tables."""
        return max(sum(self._missed()), sum(map(self._without_table, range(len(self.problem.tables)))))

    def _missed(self) -> Iterator[int]:
        counted: set[int] = set()
        for number, more in self.overbooked.items():
            own = [one for one in self.problem.of[number] if one not in counted]
            missed = more - (len(self.problem.of[number]) - len(own))
            if missed > 0:
                counted.update(own)
                yield self._cheapest(own, missed)

    def _without_table(self, kind: int) -> int:
        own = [at for at, meeting in enumerate(self.problem.meetings) if meeting.kind == kind]
        return self._cheapest(own, max(0, len(own) - sum(self.problem.tables[kind])))

    def _cheapest(self, numbers: list[int], count: int) -> int:
        return sum(sorted(self.problem.meetings[number].priority for number in numbers)[:count])

    @cached_property
    def driven_out(self) -> int:
        """So many meetings have slots that they may not have any more."""
        homes = zip(self.home, self.published, strict=True)
        return sum(home is None and before is not None for home, before in homes)

    @cached_property
    def must_move(self) -> int:
        """Those, and as many of each slot as it lacks tables for the others."""
        return self.driven_out + sum(max(0, -self.spare(seats)) for seats in self.seated)

    @cached_property
    def can_move(self) -> int:
        """All that were held."""
        return sum(slot is not None for slot in self.published)

    def moved(self, schedule: Schedule) -> tuple[int, ...]:
        """Meetings that were held and are now elsewhere or nowhere."""
        pairs = enumerate(zip(self.published, schedule, strict=True))
        return tuple(number for number, (before, now) in pairs if before not in (None, now))

    def ways_out(self, number: int) -> int:
        """Slots to which a meeting can go without another that moves."""
        meeting = self.problem.meetings[number]
        return sum(
            self.spare((meeting.kind, slot)) > 0
            and not any(self.at.get((one, slot)) for one in meeting.participants)
            for slot in self.problem.allowed[number]
        )
