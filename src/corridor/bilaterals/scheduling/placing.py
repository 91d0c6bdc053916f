"""A schedule at its tables, and looked through by another program before anybody sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from corridor.engines.scheduling import Problem, Schedule
from corridor.engines.scheduling.checking import check
from corridor.engines.scheduling.formats import problem_to_json, schedule_to_json
from corridor.engines.scheduling.seating import seat

from .problem import Event, Placed


class Wrong(Exception):
    """What the engine made is not what it says; the text is for the operator."""


def placed(event: Event, schedule: Schedule) -> Placed:
    """Slots and tables of the meetings that are held, with those that have begun."""
    tables = {
        number: event.table(kind, place).pk for number, (kind, place) in seat(event.problem, schedule).items()
    }
    held = {
        event.meetings[number].pk: (event.slots[at].pk, tables[number])
        for number, at in enumerate(schedule)
        if at is not None
    }
    return event.begun | held


def faults(problem: Problem, schedule: Schedule) -> tuple[list[str], dict[str, int]]:
    """What the checker finds wrong, and what it says the schedule is worth."""
    return check(json.dumps(problem_to_json(problem)), schedule_to_json(schedule))


def none_required(problem: Problem) -> Problem:
    """The same where every meeting may be left out."""
    return replace(problem, meetings=tuple(replace(one, required=False) for one in problem.meetings))


def check_before_storing(problem: Problem, schedule: Schedule) -> dict[str, int]:
    """The value of each aim, as the checker counts it."""
    wrong, worth = faults(problem, schedule)
    if wrong:
        raise Wrong("; ".join(wrong[:3]))
    return {str(aim): worth[aim] for aim in problem.aims}


def as_json(placed: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    return {str(meeting): list(place) for meeting, place in placed.items()}


def from_json(stored: Mapping[str, Any]) -> Placed:
    return {int(meeting): (slot, table) for meeting, (slot, table) in stored.items()}
