"""Processes that start, watch and end each other, so that none is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PARENT = "CORRIDOR_PARENT"  # set by us for our children, not by an operator
TICK = 0.25
LONGEST_PAUSE = 30.0
STEADY = 30.0  # a child that lived this long has not crashed at its start
PATIENCE = 10.0
MOMENT = 1.0  # for what is killed to be gone; some containers never bury their dead


def end_with_parent() -> None:
    """End this process when the one that started it is gone, however that one ended."""
    parent = int(os.environ.get(PARENT, "0"))
    if parent:
        threading.Thread(target=_watch_parent, args=(parent,), name="parent", daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(TICK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE / 2)
    os._exit(1)


@contextlib.contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C, SIGTERM, or a closed terminal."""
    stop = threading.Event()
    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {kind: signal.signal(kind, lambda *_: stop.set()) for kind in kinds}
    try:
        yield stop
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


@dataclass
class Child:
    """One ``corridor`` command that is started again, after a growing pause, whenever it ends."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    crashes: int = 0

    @property
    def name(self) -> str:
        return self.command[0]

    def start(self) -> None:
        words = [sys.executable, "-m", "corridor.config.cli", *self.command]
        environment = {**self.environment, PARENT: str(os.getpid())}
        # A group of its own: Ctrl-C reaches only us, and nothing of the group outlives it.
        self.process = subprocess.Popen(words, env=environment, start_new_session=True)  # noqa: S603
        self.started = time.monotonic()

    def tend(self) -> str | None:
        """Start the child again if it ended and its pause is over; a sentence about what happened."""
        if self.process is None:
            self._start_when_due()
            return None
        code = self.process.poll()
        if code is None:
            return None
        self._bury()
        lived = time.monotonic() - self.started
        self.pause = TICK if lived > STEADY else min(LONGEST_PAUSE, max(TICK, self.pause * 2))
        self.started = time.monotonic()
        self.crashes += 1
        return f"{self.name} ended with {code}; it starts again in {self.pause:g} s."

    def _start_when_due(self) -> None:
        if time.monotonic() - self.started >= self.pause:
            self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def make_stop(self, deadline: float) -> None:
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, deadline - time.monotonic()))
        self._bury()

    def _bury(self) -> None:
        """Kill what is left of the child's group, so that its port is free, and forget it."""
        if self.process is not None:
            group = self.process.pid
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
            self.process.wait()
            _wait_for_group(group)
        self.process = None


def _wait_for_group(group: int) -> None:
    """A killed process keeps its files until it is gone: also the lock that says it uses the database."""
    deadline = time.monotonic() + MOMENT
    with contextlib.suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(MOMENT / 100)


def stop_all(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.make_stop(deadline)
