"""Shorter waits in a repair, in which the same meetings move.

Each that has left its slot, or is new, goes to the free slot that is best for its people, until none gains.
"""

from __future__ import annotations

from corridor.engines.scheduling.changes import Change
from corridor.engines.scheduling.measuring import breaks, idle
from corridor.engines.scheduling.problem import Aim, Schedule

PASSES = 5
COUNTS = {Aim.IDLE: idle, Aim.BREAKS: breaks}


def polished(change: Change, schedule: Schedule) -> Schedule:
    plan = _Plan(change, schedule)
    homes = zip(schedule, change.home, strict=True)
    away = {at: slot for at, (slot, home) in enumerate(homes) if slot is not None and slot != home}
    for _ in range(PASSES):
        before, away = away, {number: plan.settle(number, slot) for number, slot in away.items()}
        if away == before:
            break
    return tuple(plan.slots)


class _Plan:
    """``days``: of each participant the slots of her meetings. ``load``: by kind of table and slot."""

    def __init__(self, change: Change, schedule: Schedule) -> None:
        self.problem = change.problem
        self.slots = list(schedule)
        self.days: list[set[int]] = [set() for _ in self.problem.participants]
        self.load = [[0] * self.problem.slots for _ in self.problem.tables]
        self.counts = [COUNTS[aim] for aim in self.problem.aims if aim in COUNTS]
        for number, slot in enumerate(schedule):
            if slot is not None:
                self._enter(number, slot)

    def settle(self, number: int, slot: int) -> int:
        """Move the meeting from its slot to the best one; which that is."""
        self._leave(number, slot)
        free = [other for other in sorted(self.problem.allowed[number]) if self._free(number, other)]
        best = min(free, key=lambda other: (self._cost(number, other), other != slot))
        self._enter(number, best)
        return best

    def _enter(self, number: int, slot: int) -> None:
        meeting = self.problem.meetings[number]
        self.slots[number] = slot
        self.load[meeting.kind][slot] += 1
        for one in meeting.participants:
            self.days[one].add(slot)

    def _leave(self, number: int, slot: int) -> None:
        meeting = self.problem.meetings[number]
        self.slots[number] = None
        self.load[meeting.kind][slot] -= 1
        for one in meeting.participants:
            self.days[one].remove(slot)

    def _free(self, number: int, slot: int) -> bool:
        meeting = self.problem.meetings[number]
        return (
            self.load[meeting.kind][slot] < self.problem.tables[meeting.kind][slot]
            and not any(slot in self.days[one] for one in meeting.participants)
            and all(self._ordered(*pair, {number: slot}) for pair in self.problem.precedences)
        )

    def _ordered(self, before: int, after: int, new: dict[int, int]) -> bool:
        first, second = (new.get(one, self.slots[one]) for one in (before, after))
        return first is None or second is None or first < second

    def _cost(self, number: int, slot: int) -> tuple[int, ...]:
        """What the days of its people are worth then."""
        people = self.problem.meetings[number].participants
        days = [sorted(self.days[one] | {slot}) for one in people]
        return tuple(sum(map(count, days)) for count in self.counts)
