"""What is to be scheduled, and what a schedule must and should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

Schedule = tuple[int | None, ...]  # of each meeting its slot, from 0; None where it is not held


class Aim(StrEnum):
    """What is to be least; the formulas are in the docstring of the package."""

    UNHELD = "unheld"
    IDLE = "idle"
    BREAKS = "breaks"
    WORST = "worst"


@dataclass(frozen=True)
class Participant:
    """``forbidden``: slots in which she has no meeting, be she away or in a session."""

    forbidden: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Meeting:
    """Of two participants or more, at one table of the ``kind``. ``wish``: the only slots in which it may be.
    One that is not ``required`` may be left out, which costs its ``priority``."""

    participants: tuple[int, ...]
    wish: frozenset[int] | None = None
    fixed: int | None = None
    required: bool = True
    priority: int = 1
    kind: int = 0


@dataclass(frozen=True)
class Problem:
    """Slots, participants, meetings and kinds of tables are counted from 0. ``tables[kind][slot]`` are there;
    of ``precedences`` the first meeting is before the second, where both are held. ``spread``: the most by
    which the numbers of breaks of two participants may differ. ``aims``: the first counts most."""

    slots: int
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    tables: tuple[tuple[int, ...], ...]
    precedences: tuple[tuple[int, int], ...] = ()
    spread: int | None = None
    aims: tuple[Aim, ...] = (Aim.BREAKS,)

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise ValueError(fault)

    @cached_property
    def allowed(self) -> tuple[frozenset[int], ...]:
        """Of each meeting the slots that its wish, its fixed slot and its participants leave."""
        return tuple(self._allowed(meeting) for meeting in self.meetings)

    def _allowed(self, meeting: Meeting) -> frozenset[int]:
        slots = frozenset(range(self.slots)) if meeting.wish is None else meeting.wish
        if meeting.fixed is not None:
            slots &= {meeting.fixed}
        return slots.difference(*(self.participants[one].forbidden for one in meeting.participants))

    @cached_property
    def of(self) -> tuple[tuple[int, ...], ...]:
        """Of each participant the meetings."""
        own: list[list[int]] = [[] for _ in self.participants]
        for number, meeting in enumerate(self.meetings):
            for one in meeting.participants:
                own[one].append(number)
        return tuple(map(tuple, own))


def _faults(problem: Problem) -> Iterator[str]:
    people, slots, count = set(range(len(problem.participants))), problem.slots, len(problem.meetings)
    if any(len(row) != slots for row in problem.tables):
        yield "the tables of each kind are given slot by slot"
    for number, meeting in enumerate(problem.meetings):
        members = set(meeting.participants)
        if len(members) < len(meeting.participants) or not members <= people or not members:
            yield f"meeting {number + 1} has unknown or doubled participants, or none"
        if not 0 <= meeting.kind < len(problem.tables) or meeting.priority < 1:
            yield f"meeting {number + 1} has an unknown kind of table or no priority"
        if not ({meeting.fixed} - {None}) | (meeting.wish or set()) <= set(range(slots)):
            yield f"meeting {number + 1} has an unknown slot"
    if any(not {before, after} <= set(range(count)) for before, after in problem.precedences):
        yield "a precedence names an unknown meeting"
    if Aim.UNHELD not in problem.aims and not all(meeting.required for meeting in problem.meetings):
        yield "with meetings that may be left out, unheld is among the aims"
