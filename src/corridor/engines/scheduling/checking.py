"""Checks a schedule against its problem. It shares no code with the solver, not even the reader.

The problem is read into plain lists, and each rule is looked up as it is written in docs/scheduling.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Slots = dict[int, int]  # of the meetings that are held, both from 1


def check(text: str, schedule: dict[str, int], spread: int | None = None) -> tuple[list[str], dict[str, int]]:
    """What is wrong with the schedule (nothing, if it is right), and what it is worth by each aim."""
    event = _event_in_json(text) if text.lstrip().startswith("{") else _event_in_dzn(text)
    if spread is not None:
        event["spread"] = spread
    slots = {int(meeting): slot for meeting, slot in schedule.items() if slot}
    faults = [*_of_meetings(event, slots), *_of_participants(event, slots), *_of_slots(event, slots)]
    faults += _of_order(event, slots)
    days = _days(event, slots)
    faults += _of_spread(event, days)
    return faults, _worth(event, slots, days)


def _of_meetings(event: dict[str, Any], slots: Slots) -> Iterator[str]:
    meetings = event["meetings"]
    for number, slot in slots.items():
        if number not in meetings:
            yield f"there is no meeting {number}"
        elif not 1 <= slot <= event["slots"]:
            yield f"meeting {number} is in slot {slot}, which does not exist"
        elif slot not in meetings[number]["slots"]:
            yield f"meeting {number} is in slot {slot}, but was asked for in others"
    for number, meeting in meetings.items():
        if meeting["required"] and number not in slots:
            yield f"meeting {number} is required and is not held"


def _of_participants(event: dict[str, Any], slots: Slots) -> Iterator[str]:
    taken = Counter(
        (one, slots[number])
        for number, meeting in event["meetings"].items()
        if number in slots
        for one in meeting["participants"]
    )
    for (one, slot), times in taken.items():
        if times > 1:
            yield f"participant {one} has {times} meetings in slot {slot}"
        if slot in event["forbidden"][one]:
            yield f"participant {one} has a meeting in slot {slot}, which is forbidden"


def _of_slots(event: dict[str, Any], slots: Slots) -> Iterator[str]:
    used = Counter(
        (meeting["kind"], slots[number]) for number, meeting in event["meetings"].items() if number in slots
    )
    for (kind, slot), count in used.items():
        if 1 <= slot <= event["slots"] and count > event["tables"][kind][slot - 1]:
            yield f"slot {slot} has {count} meetings for {event['tables'][kind][slot - 1]} tables ({kind})"


def _of_order(event: dict[str, Any], slots: Slots) -> Iterator[str]:
    for before, after in event["precedences"]:
        if before in slots and after in slots and slots[before] >= slots[after]:
            yield f"meeting {before} is not before meeting {after}"


def _of_spread(event: dict[str, Any], days: dict[int, list[int]]) -> Iterator[str]:
    breaks = {one: _breaks(day) for one, day in days.items()}
    if event["spread"] is not None and breaks:
        most, least = max(breaks.values()), min(breaks.values())
        if most - least > event["spread"]:
            yield f"breaks are from {least} to {most}, more than {event['spread']} apart"


def _days(event: dict[str, Any], slots: Slots) -> dict[int, list[int]]:
    """Of each participant the slots with meetings, in order."""
    days: dict[int, list[int]] = {one: [] for one in event["forbidden"]}
    for number, slot in slots.items():
        for one in event["meetings"].get(number, {"participants": ()})["participants"]:
            days[one].append(slot)
    return {one: sorted(day) for one, day in days.items()}


def _breaks(day: list[int]) -> int:
    return sum(after - before > 1 for before, after in pairwise(day))


def _idle(day: list[int]) -> int:
    return day[-1] - day[0] + 1 - len(set(day)) if day else 0


def _worth(event: dict[str, Any], slots: Slots, days: dict[int, list[int]]) -> dict[str, int]:
    idle = [_idle(day) for day in days.values()]
    return {
        "unheld": sum(
            meeting["priority"] for number, meeting in event["meetings"].items() if number not in slots
        ),
        "idle": sum(idle),
        "breaks": sum(map(_breaks, days.values())),
        "worst": max(idle, default=0),
    }


def _event_in_json(text: str) -> dict[str, Any]:
    data = json.loads(text)
    count = data["slots"]
    tables = data["tables"] if isinstance(data["tables"], dict) else {"table": data["tables"]}
    return {
        "slots": count,
        "tables": {kind: [one] * count if isinstance(one, int) else one for kind, one in tables.items()},
        "forbidden": {n: set(one.get("forbidden", ())) for n, one in enumerate(data["participants"], 1)},
        "precedences": data.get("precedences", []),
        "spread": data.get("spread"),
        "meetings": {
            number: {
                "participants": meeting["participants"],
                "slots": _asked(meeting, count, data.get("morning", count)),
                "required": meeting.get("required", False),
                "priority": meeting.get("priority", 1),
                "kind": meeting.get("kind", next(iter(tables))),
            }
            for number, meeting in enumerate(data["meetings"], 1)
        },
    }


def _asked(meeting: dict[str, Any], count: int, morning: int) -> set[int]:
    halves = {"morning": set(range(1, morning + 1)), "afternoon": set(range(morning + 1, count + 1))}
    slots = meeting.get("slots")
    if slots is None:
        slots = range(1, count + 1)
    asked = halves[slots] if isinstance(slots, str) else set(slots)
    fixed = meeting.get("fixed")
    return asked if fixed is None else asked & {fixed}


def _event_in_dzn(text: str) -> dict[str, Any]:
    """Statements are split at semicolons, and values read letter by letter as nested lists."""
    said = {
        name.strip(): value for name, _, value in (one.partition("=") for one in text.split(";")) if value
    }
    count, morning = int(said["nTotalSlots"]), int(said["nMorningSlots"])
    halves = {1: range(1, morning + 1), 2: range(morning + 1, count + 1), 3: range(1, count + 1)}
    fixed = _values(said["fixed"])[0]
    requested = [row for row in _values(said["requested"].replace("|", "],[")) if row]
    return {
        "slots": count,
        "tables": {"table": [int(said["nTables"])] * count},
        "forbidden": {number: set(row) - {0} for number, row in enumerate(_values(said["forbidden"])[0], 1)},
        "precedences": [
            (before, after) for after, row in enumerate(_values(said["precedences"])[0], 1) for before in row
        ],
        "spread": None,
        "meetings": {
            number: {
                "participants": [one, other],
                "slots": {fixed[number - 1]} & set(halves[half]) if fixed[number - 1] else set(halves[half]),
                "required": True,
                "priority": 1,
                "kind": "table",
            }
            for number, (one, other, half) in enumerate(requested, 1)
        },
    }


def _values(text: str) -> list[Any]:
    """Nested lists; braces are brackets here."""
    tidy = text.translate(str.maketrans("{}\n\t", "[]  "))
    stack: list[list[Any]] = [[]]
    for part in tidy.replace("[", " [ ").replace("]", " ] ").replace(",", " ").split():
        if part == "[":
            stack.append([])
            stack[-2].append(stack[-1])
        elif part == "]":
            stack.pop()
        else:
            stack[-1].append(int(part))
    return stack[0]
