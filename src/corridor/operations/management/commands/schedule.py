from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from corridor.engines.scheduling import Answer, Conflict, Problem, Status, solve
from corridor.engines.scheduling.checking import check
from corridor.engines.scheduling.formats import read, to_json
from corridor.kernel.errors import Refused
from corridor.operations.command import OperatorCommand

EXPLAINING = 5  # seconds for the reason why nothing is possible


class Command(OperatorCommand):
    help = (
        "Find the best schedule of an event's meetings, or check one. docs/scheduling.md describes the files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the event: .dzn or JSON")
        parser.add_argument("schedule", metavar="SCHEDULE", type=Path, nargs="?", help="with --check")
        parser.add_argument("--check", action="store_true", help="say what is wrong with SCHEDULE")
        parser.add_argument("--seconds", type=float, default=60, help="the best so far after this time (60)")
        parser.add_argument("--spread", type=int, help="breaks of two people differ by so many at most")
        parser.add_argument("--json", action="store_true", help="the answer with the schedule, as JSON")

    def run(self, **options: Any) -> None:
        text = _text(options["file"])
        if options["check"] and not options["schedule"]:
            raise Refused("Say which schedule: corridor schedule --check FILE SCHEDULE.json")
        if options["check"]:
            self._check(text, _text(options["schedule"]), options["spread"])
        else:
            self._solve(_problem(text, options["spread"]), options["seconds"], as_json=options["json"])

    def _check(self, text: str, schedule: str, spread: int | None) -> None:
        try:
            said = json.loads(schedule)
            faults, worth = check(text, said.get("schedule", said), spread)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise Refused(f"This cannot be checked: {type(error).__name__}: {error}") from error
        if faults:
            raise Refused("\n".join(faults))
        self.say("Nothing is wrong. " + ", ".join(f"{aim}: {value}" for aim, value in worth.items()))

    def _solve(self, problem: Problem, seconds: float, *, as_json: bool) -> None:
        progress = None if as_json else self._progress
        stopped: list[int] = []
        before = signal.signal(signal.SIGINT, lambda number, _: stopped.append(number))
        answer = solve(
            problem,
            seconds=seconds,
            progress=progress,
            stop=lambda: bool(stopped),
            explain=0 if as_json else EXPLAINING,
        )
        signal.signal(signal.SIGINT, before)
        told = to_json(problem, answer)
        if as_json:
            self.say(json.dumps(told))
        else:
            self._tell(answer, told)

    def _tell(self, answer: Answer, told: dict[str, Any]) -> None:
        self.say(f"status     {told['status']}")
        for name in ("objective", "bound"):
            self.say(f"{name:<11}{told[name] if told[name] is not None else 'none'}")
        for name, value in told["seconds"].items():
            self.say(f"to {name:<8}{'never' if value is None else f'{value:.2f} s'}")
        if answer.status is Status.IMPOSSIBLE:
            self.say(_reason(answer.conflict))

    def _progress(self, answer: Answer) -> None:
        self.stderr.write(f"  found {answer.objective}, no less than {answer.bound}")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}") from error


def _problem(text: str, spread: int | None) -> Problem:
    try:
        return read(text, spread=spread)
    except ValueError as error:
        raise Refused(f"This event cannot be understood: {error}") from error


def _reason(conflict: Conflict | None) -> str:
    if conflict is None:
        return "The reason was not found in this time."
    title = "These demands contradict each other" + ("; none can be left out:" if conflict.minimal else ":")
    lines = (
        f"  {one.must}: {', '.join(str(number + 1) for number in one.subject)}" for one in conflict.demands
    )
    return "\n".join([title, *lines])
