"""People keep their tables where they can."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

from corridor.engines.scheduling import Meeting, Participant, Problem, Status, solve_here
from corridor.engines.scheduling.seating import changes, fewest_changes, seat
from tests.engines.scheduling.events import problems


@given(problems(most_meetings=3))
@settings(max_examples=60, deadline=None)
def test_nobody_shares_a_table_and_no_seating_is_below_the_bound(problem):
    answer = solve_here(problem)
    if answer.status is Status.IMPOSSIBLE:
        return
    tables = seat(problem, answer.schedule)

    held = [number for number, slot in enumerate(answer.schedule) if slot is not None]
    assert sorted(tables) == held
    assert len({(answer.schedule[number], tables[number]) for number in held}) == len(held)
    choices = [
        [(one.kind, table) for table in range(problem.tables[one.kind][answer.schedule[number]])]
        for number, one in enumerate(problem.meetings)
        if number in held
    ]
    assert all(tables[number] in choice for number, choice in zip(held, choices, strict=True))
    seatings = (dict(zip(held, chosen, strict=True)) for chosen in product(*choices))
    right = [one for one in seatings if len({(answer.schedule[n], one[n]) for n in held}) == len(held)]
    best = min(changes(problem, answer.schedule, one) for one in right)
    assert fewest_changes(problem, answer.schedule) <= best <= changes(problem, answer.schedule, tables)


@pytest.mark.parametrize("people", [60, 200, 1000])
def test_people_change_tables_little_more_than_they_must(people):
    """Each round of the event pairs nine of ten people."""
    chance, slots, tables = Random(4), 12, people * 9 // 20  # noqa: S311
    rounds = [chance.sample(range(people), 2 * tables) for _ in range(slots)]
    pairs = [(slot, row[at : at + 2]) for slot, row in enumerate(rounds) for at in range(0, len(row), 2)]
    problem = Problem(
        slots,
        (Participant(),) * people,
        tuple(Meeting(tuple(pair)) for _, pair in pairs),
        ((tables + people // 40,) * slots,),
    )
    schedule = tuple(slot for slot, _ in pairs)

    moved = changes(problem, schedule, seat(problem, schedule))

    assert moved <= 1.2 * fewest_changes(problem, schedule)
    by_number = {number: (0, number % tables) for number in range(len(pairs))}
    assert moved < 0.7 * changes(problem, schedule, by_number)
