"""Which table each meeting is at, so that people seldom change tables.

Problem. The schedule is given. A *link* is a pair of meetings of one person with none of hers between; it is
kept if both are at the same table. Keep as many links as possible.

Method. Slot by slot, a largest matching of meetings and the tables at which their people were last
(augmenting paths), where a meeting whose people were at the same table comes first; the others take what is
free.

Guarantees. No table has two meetings in a slot. In each slot the most meetings keep a link that can, given
the slots before. ``fewest_changes`` is a bound: links that are kept between two slots are a matching of their
meetings, since a table has one meeting in a slot; two people may share a link.

Literature. Berge 1957 (augmenting paths).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeVar

from corridor.engines.scheduling.problem import Problem, Schedule

T = TypeVar("T")
Table = tuple[int, int]  # of a kind, from 0 within it


def seat(problem: Problem, schedule: Schedule) -> dict[int, Table]:
    """Of each meeting that is held its table."""
    tables: dict[int, Table] = {}
    last: dict[int, Table] = {}
    for slot in range(problem.slots):
        here = [number for number, at in enumerate(schedule) if at == slot]
        tables |= (seats := _seats(problem, here, slot, last))
        for number, table in seats.items():
            last |= dict.fromkeys(problem.meetings[number].participants, table)
    return tables


def _seats(problem: Problem, here: list[int], slot: int, last: dict[int, Table]) -> dict[int, Table]:
    wishes = {number: _wishes(problem, number, slot, last) for number in here}
    taken: dict[Table, int] = {}
    for number in sorted(here, key=lambda number: -max(wishes[number].values(), default=0)):
        _match(number, wishes, taken, set())
    seats = {number: table for table, number in taken.items()}
    free = {
        kind: [(kind, table) for table in range(rows[slot]) if (kind, table) not in taken]
        for kind, rows in enumerate(problem.tables)
    }
    return seats | {
        number: free[problem.meetings[number].kind].pop() for number in here if number not in seats
    }


def _wishes(problem: Problem, number: int, slot: int, last: dict[int, Table]) -> Counter[Table]:
    """Tables at which its people were last, that it can have, by how many."""
    meeting = problem.meetings[number]
    tables = (last[one] for one in meeting.participants if one in last)
    return Counter(
        (kind, at) for kind, at in tables if kind == meeting.kind and at < problem.tables[kind][slot]
    )


def _match(number: int, wishes: Mapping[int, Counter[T]], taken: dict[T, int], tried: set[T]) -> bool:
    """Give the meeting something that it wishes, and those who must leave it another."""
    for table, _ in wishes[number].most_common():
        if table not in tried:
            tried.add(table)
            if table not in taken or _match(taken[table], wishes, taken, tried):
                taken[table] = number
                return True
    return False


def _links(problem: Problem, schedule: Schedule) -> Iterator[tuple[int, int]]:
    for own in problem.of:
        held: dict[int, int] = {at: number for number in own if (at := schedule[number]) is not None}
        yield from pairwise(held[slot] for slot in sorted(held))


def changes(problem: Problem, schedule: Schedule, tables: dict[int, Table]) -> int:
    """Links that are not kept."""
    return sum(tables[one] != tables[other] for one, other in _links(problem, schedule))


def fewest_changes(problem: Problem, schedule: Schedule) -> int:
    """No seating has fewer."""
    between: dict[tuple[int | None, int | None], dict[int, Counter[int]]]
    between = defaultdict(lambda: defaultdict(Counter))
    links = Counter(_links(problem, schedule))
    for (one, other), people in links.items():
        between[schedule[one], schedule[other]][one][other] = people
    kept = 0
    for wishes in between.values():
        taken: dict[int, int] = {}
        kept += sum(_match(one, wishes, taken, set()) for one in wishes)
    return len(links) - kept
