"""Two processes race to the same optimum: proofs raise the bound, annealing lowers the schedule's value."""

from __future__ import annotations

import multiprocessing
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, cast

from corridor.engines.scheduling.answers import Answer, Found, Record, Status, Tell
from corridor.engines.scheduling.problem import Aim, Problem

LOOK = 0.1  # seconds between two looks whether to stop
GRACE = 30  # seconds of computing after which a racer that was left alone ends

Progress = Callable[[Answer], None]
Stop = Callable[[], bool]


def solve(
    problem: Problem,
    *,
    seconds: float = 60,
    progress: Progress | None = None,
    stop: Stop | None = None,
    explain: float = 0,
) -> Answer:
    """The optimum, or the best that was found until the time was over or ``stop`` said so. ``progress`` is
    told of each better schedule or bound. So many seconds may be spent to ``explain`` the impossible."""
    race = _Race(problem, seconds)
    try:
        for changed in race.run():
            if changed and progress:
                progress(race.record.answer())
            if stop and stop():
                break
    finally:
        race.end()
    return _explained(problem, race.record.answer(), explain)


def solve_here(problem: Problem, *, explain: float = 0) -> Answer:
    """In this process, by proof alone, until it is done: for problems that are known to be small."""
    from corridor.engines.scheduling.proving import prove

    record = Record(problem)
    prove(problem, record.take)
    return _explained(problem, record.answer(), explain)


def _explained(problem: Problem, answer: Answer, seconds: float) -> Answer:
    if answer.status is not Status.IMPOSSIBLE or not seconds:
        return answer
    from corridor.engines.scheduling.conflicts import conflict

    return replace(answer, conflict=conflict(problem, seconds))


class _Race:
    def __init__(self, problem: Problem, seconds: float) -> None:
        self.problem, self.seconds = problem, seconds
        self.record = Record(problem)
        self.racers: dict[Connection, BaseProcess] = {}

    def run(self) -> Any:
        """Yields whether there was news, at least every ``LOOK`` seconds."""
        settled = 0
        prover = self._start(_prove, {})
        self._start(_anneal)
        while not self.record.decided and self.racers and self._left() > 0:
            yield self._listen()
            if self.record.settled > settled and not self.record.decided:
                settled = self.record.settled
                self._end(prover)
                prover = self._start(_prove, dict(list(self.record.bound.items())[:settled]))

    def _left(self) -> float:
        return self.record.started + self.seconds - time.monotonic()

    def _start(self, racer: Callable[..., None], *further: Any) -> Connection:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        limit = int(self.seconds) + GRACE
        process = context.Process(
            target=_race, args=(racer, there, limit, self.problem, *further), daemon=True
        )
        process.start()
        there.close()
        self.racers[here] = process
        return here

    def _listen(self) -> bool:
        changed = False
        for ready in wait(list(self.racers), min(LOOK, max(0, self._left()))):
            connection = cast("Connection", ready)
            try:
                changed |= self.record.take(connection.recv())
            except EOFError:
                self._end(connection)
        return changed

    def _end(self, connection: Connection) -> None:
        process = self.racers.pop(connection, None)
        if process:
            process.kill()
            process.join()
            connection.close()

    def end(self) -> None:
        for connection in list(self.racers):
            self._end(connection)


def _race(racer: Callable[..., None], out: Connection, limit: int, *arguments: Any) -> None:
    """One process. It leaves Ctrl-C to its parent, and does not outlive it for long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    with suppress(BrokenPipeError):
        racer(out.send, *arguments)


def _prove(tell: Tell, problem: Problem, settled: dict[Aim, int]) -> None:
    from corridor.engines.scheduling.proving import bound

    bound(problem, tell, settled)


def _anneal(tell: Tell, problem: Problem) -> None:
    from corridor.engines.scheduling.annealing import good_schedules
    from corridor.engines.scheduling.measuring import keeps_demands

    for schedule in good_schedules(problem):
        if schedule and keeps_demands(problem, schedule):
            tell(Found(schedule))
