"""Tables after a repair: who stays in a slot stays at the table."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.bilaterals.scheduling.problem import Event, Place, Placed
from corridor.engines.scheduling import Schedule


def seated(event: Event, schedule: Schedule, before: Mapping[int, Place]) -> Placed:
    """Slots and tables by meetings. Others take a free table, at best one where one of their people is in
    another slot as well."""
    placed: Placed = {}
    kinds = [{table.pk for table in kind} for kind in event.tables]
    free = {(kind, slot.pk): set(tables) for kind, tables in enumerate(kinds) for slot in event.slots}
    waiting = []
    for number, at in enumerate(schedule):
        if at is None:
            continue
        key, slot = event.meetings[number].pk, event.slots[at].pk
        there = free[event.problem.meetings[number].kind, slot]
        place = before.get(key)
        if place and place[0] == slot and place[1] in there:
            placed[key] = place
            there.remove(place[1])
        else:
            waiting.append((number, slot, there))
    for number, slot, there in waiting:
        theirs = _tables(event, number, placed)
        table = min(there, key=lambda one: (one not in theirs, one))
        placed[event.meetings[number].pk] = (slot, table)
        there.remove(table)
    return event.begun | placed


def _tables(event: Event, number: int, placed: Mapping[int, Place]) -> set[int]:
    """Those at which its people are in other slots."""
    people = event.problem.meetings[number].participants
    own = {event.meetings[other].pk for one in people for other in event.problem.of[one]}
    return {placed[key][1] for key in own if key in placed}
