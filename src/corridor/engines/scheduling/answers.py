"""What the search tells while it goes on, and in the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from corridor.engines.scheduling.demands import Conflict
from corridor.engines.scheduling.measuring import keeps_demands, objective
from corridor.engines.scheduling.problem import Aim, Problem, Schedule


class Status(StrEnum):
    OPTIMAL = "optimal"
    BEST_FOUND = "best_found"  # or nothing was, which is not proven impossible
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Raised:
    """No schedule has less of the aim, where the aims before it are at their optimum."""

    aim: Aim
    bound: int


@dataclass(frozen=True)
class Found:
    schedule: Schedule


@dataclass(frozen=True)
class Impossible:
    pass


@dataclass(frozen=True)
class Proven:
    """All aims are at their optimum."""


News = Raised | Found | Impossible | Proven
Tell = Callable[[News], object]


@dataclass(frozen=True)
class Seconds:
    """From the start to the first schedule, the best one and the proof; ``None`` for what did not happen."""

    first: float | None = None
    best: float | None = None
    proof: float | None = None


@dataclass(frozen=True)
class Answer:
    """``objective`` and ``bound`` aim by aim. A bound holds where the aims before it are at their optimum;
    of an optimal schedule the two are equal. ``conflict`` is told of the impossible, if it was asked for."""

    status: Status
    schedule: Schedule | None = None
    objective: tuple[int, ...] | None = None
    bound: tuple[int, ...] = ()
    seconds: Seconds = Seconds()
    conflict: Conflict | None = None


@dataclass
class Record:
    """The best of all news so far."""

    problem: Problem
    started: float = field(default_factory=time.monotonic)
    schedule: Schedule | None = None
    objective: tuple[int, ...] | None = None
    impossible: bool = False
    first: float | None = None
    best: float | None = None
    proof: float | None = None

    def __post_init__(self) -> None:
        self.bound = dict.fromkeys(self.problem.aims, 0)

    def take(self, news: News) -> bool:
        """Whether it changed anything."""
        before = (self.objective, tuple(self.bound.values()), self.impossible)
        if isinstance(news, Found):
            self._take_schedule(news.schedule)
        elif isinstance(news, Raised):
            self.bound[news.aim] = max(self.bound[news.aim], news.bound)
        elif isinstance(news, Impossible):
            self.impossible = True
        if self.proof is None and self.decided:
            self.proof = self._now()
        return before != (self.objective, tuple(self.bound.values()), self.impossible)

    def _take_schedule(self, schedule: Schedule) -> None:
        if not keeps_demands(self.problem, schedule):
            return
        value = objective(self.problem, schedule)
        if self.objective is None or value < self.objective:
            self.schedule, self.objective, self.best = schedule, value, self._now()
            self.first = self.best if self.first is None else self.first

    @property
    def decided(self) -> bool:
        return self.impossible or self.objective == tuple(self.bound.values())

    @property
    def settled(self) -> int:
        """So many aims, from the first, are at their optimum."""
        values = zip(self.objective or (), self.bound.values(), strict=False)
        return next(
            (at for at, (value, bound) in enumerate(values) if value > bound), len(self.objective or ())
        )

    def answer(self) -> Answer:
        seconds = Seconds(self.first, self.best, self.proof)
        if self.impossible:
            return Answer(Status.IMPOSSIBLE, seconds=seconds)
        status = Status.OPTIMAL if self.decided else Status.BEST_FOUND
        bound = tuple(self.bound.values())
        return Answer(status, self.schedule, self.objective, bound, seconds)

    def _now(self) -> float:
        return time.monotonic() - self.started
