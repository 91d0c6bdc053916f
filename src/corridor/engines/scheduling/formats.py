"""Problems from text, the published instances and Corridor's own JSON; and answers as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from corridor.engines.scheduling.answers import Answer
from corridor.engines.scheduling.problem import Aim, Meeting, Participant, Problem, Schedule

MORNING, AFTERNOON, EITHER = 1, 2, 3
OWN_AIMS = (Aim.UNHELD, Aim.IDLE, Aim.BREAKS, Aim.WORST)


def read(text: str, *, spread: int | None = None) -> Problem:
    """Of either form. ``spread`` comes before what the text says. ``ValueError`` says what is wrong."""
    try:
        if text.lstrip().startswith("{"):
            return from_json(json.loads(text), spread=spread)
        return from_dzn(text, spread=spread)
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def from_dzn(text: str, *, spread: int | None = None) -> Problem:
    """The format of the benchmarks of Bofill et al. 2022."""
    slots, mornings = _number(text, "nTotalSlots"), _number(text, "nMorningSlots")
    fixed = _numbers(_list(text, "fixed"))
    wishes = {
        MORNING: frozenset(range(mornings)),
        AFTERNOON: frozenset(range(mornings, slots)),
        EITHER: None,
    }
    meetings = tuple(
        Meeting((one - 1, other - 1), wishes[session], at - 1 if at else None)
        for (one, other, session), at in zip(_rows(text), fixed, strict=True)
    )
    participants = tuple(Participant(_down(row)) for row in _sets(text, "forbidden"))
    precedences = tuple(
        (before, after)
        for after, row in enumerate(_sets(text, "precedences"))
        for before in sorted(_down(row))
    )
    tables = ((_number(text, "nTables"),) * slots,)
    return Problem(slots, participants, meetings, tables, precedences, spread)


def _down(numbers: Iterable[int]) -> frozenset[int]:
    """From 0 instead of from 1, without the zeros that fill rows."""
    return frozenset(number - 1 for number in numbers if number)


def _number(text: str, name: str) -> int:
    found = re.search(rf"\b{name}\s*=\s*(\d+)\s*;", text)
    if found is None:
        raise ValueError(f"{name} is missing")
    return int(found[1])


def _list(text: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*\[(.*?)\]\s*;", text, re.DOTALL)
    if found is None:
        raise ValueError(f"{name} is missing")
    return found[1]


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def _rows(text: str) -> list[list[int]]:
    return [row for row in map(_numbers, _list(text, "requested").split("|")) if row]


def _sets(text: str, name: str) -> list[list[int]]:
    return [_numbers(row) for row in re.findall(r"\{(.*?)\}", _list(text, name), re.DOTALL)]


def from_json(data: dict[str, Any], *, spread: int | None = None) -> Problem:
    """Everything is counted from 1; docs/scheduling.md describes the fields."""
    slots = int(data["slots"])
    kinds = data["tables"] if isinstance(data["tables"], dict) else {"table": data["tables"]}
    numbers = {name: number for number, name in enumerate(kinds)}
    morning = frozenset(range(int(data.get("morning", slots))))
    wishes = {"morning": morning, "afternoon": frozenset(range(slots)) - morning}
    return Problem(
        slots,
        tuple(Participant(_down(one.get("forbidden", ()))) for one in data["participants"]),
        tuple(_meeting(one, wishes, numbers) for one in data["meetings"]),
        tuple(_capacity(tables, slots) for tables in kinds.values()),
        tuple((before - 1, after - 1) for before, after in data.get("precedences", ())),
        data.get("spread") if spread is None else spread,
        tuple(Aim(name) for name in data.get("aims", OWN_AIMS)),
    )


def _meeting(data: dict[str, Any], wishes: dict[str, frozenset[int]], kinds: dict[str, int]) -> Meeting:
    wish = data.get("slots")
    fixed = data.get("fixed")
    return Meeting(
        tuple(number - 1 for number in data["participants"]),
        wishes[wish] if isinstance(wish, str) else None if wish is None else _down(wish),
        None if fixed is None else int(fixed) - 1,
        bool(data.get("required", False)),
        int(data.get("priority", 1)),
        kinds[data["kind"]] if "kind" in data else 0,
    )


def _capacity(tables: int | list[int], slots: int) -> tuple[int, ...]:
    return (tables,) * slots if isinstance(tables, int) else tuple(tables)


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """As ``from_json`` reads it."""
    kinds = [f"kind {number}" for number in range(1, len(problem.tables) + 1)]
    return {
        "slots": problem.slots,
        "tables": dict(zip(kinds, map(list, problem.tables), strict=True)),
        "spread": problem.spread,
        "aims": list(problem.aims),
        "participants": [{"forbidden": _up(one.forbidden)} for one in problem.participants],
        "precedences": [[before + 1, after + 1] for before, after in problem.precedences],
        "meetings": [_meeting_to_json(one, kinds) for one in problem.meetings],
    }


def _meeting_to_json(meeting: Meeting, kinds: list[str]) -> dict[str, Any]:
    return {
        "participants": [number + 1 for number in meeting.participants],
        "slots": None if meeting.wish is None else _up(meeting.wish),
        "fixed": None if meeting.fixed is None else meeting.fixed + 1,
        "required": meeting.required,
        "priority": meeting.priority,
        "kind": kinds[meeting.kind],
    }


def _up(numbers: Iterable[int]) -> list[int]:
    return sorted(number + 1 for number in numbers)


def schedule_to_json(schedule: Schedule) -> dict[str, int]:
    """Of each meeting that is held its slot, both from 1."""
    return {str(number): slot + 1 for number, slot in enumerate(schedule, 1) if slot is not None}


def to_json(problem: Problem, answer: Answer) -> dict[str, Any]:
    """Meetings and slots from 1. With one aim, objective and bound are its value, else a value for each."""
    seconds = {name: _rounded(value) for name, value in vars(answer.seconds).items()}
    return {
        "status": str(answer.status),
        "objective": _by_aim(problem, answer.objective),
        "bound": _by_aim(problem, answer.bound or None),
        "seconds": seconds,
        "schedule": schedule_to_json(answer.schedule or ()),
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _by_aim(problem: Problem, values: tuple[int, ...] | None) -> int | dict[str, int] | None:
    if values is None or len(problem.aims) == 1:
        return values[0] if values else None
    return {str(aim): value for aim, value in zip(problem.aims, values, strict=True)}
