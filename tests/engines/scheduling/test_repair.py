"""The schedule is published; then Anna cancels, Ben comes later, a table is lost, or Carla asks for more."""

import json
import os
from dataclasses import replace
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.engines.scheduling import Aim, Meeting, Participant, Problem, solve_here
from corridor.engines.scheduling.checking import check
from corridor.engines.scheduling.measuring import keeps_demands, objective
from corridor.engines.scheduling.repair import certify, repair
from tests.engines.scheduling.events import problems, told, written

AIMS = (Aim.UNHELD, Aim.BREAKS)
MANY = int(os.environ.get("SCHEDULES", "200"))  # events by chance
DAY = MANY // 20  # changes of a large one


def event(chance):
    """Five people, four slots, two tables, four meetings."""
    pairs = chance.sample([(one, other) for one in range(5) for other in range(one)], 4)
    meetings = tuple(Meeting(pair, required=False) for pair in pairs)
    return Problem(4, (Participant(),) * 5, meetings, ((2,) * 4,), aims=AIMS)


def cancelled(problem, schedule, chance):
    anna = chance.randrange(len(problem.participants))
    kept = [number for number, meeting in enumerate(problem.meetings) if anna not in meeting.participants]
    meetings = tuple(problem.meetings[number] for number in kept)
    return replace(problem, meetings=meetings), tuple(schedule[number] for number in kept)


def late(problem, schedule, chance):
    people = list(problem.participants)
    people[chance.randrange(len(people))] = Participant(frozenset({0, 1}))
    return replace(problem, participants=tuple(people)), schedule


def a_table_less(problem, schedule, chance):
    tables = list(problem.tables[0])
    tables[chance.randrange(len(tables))] -= 1
    return replace(problem, tables=(tuple(tables),)), schedule


def one_more_request(problem, schedule, chance):
    pair = tuple(chance.sample(range(len(problem.participants)), 2))
    return replace(problem, meetings=(*problem.meetings, Meeting(pair, required=False))), (*schedule, None)


CHANGES = (cancelled, late, a_table_less, one_more_request)


def value(problem, published, schedule):
    moved = sum(before not in (None, now) for before, now in zip(published, schedule, strict=True))
    return objective(problem, schedule)[0], moved


def fewest(problem, published):
    places = [[*allowed, None] for allowed in problem.allowed]
    schedules = (schedule for schedule in product(*places) if keeps_demands(problem, schedule))
    return min((value(problem, published, schedule) for schedule in schedules), default=None)


def test_after_any_change_everything_is_right_again_and_no_meeting_moves_too_many():
    chance = Random(6)  # noqa: S311
    for number in range(24):
        before = event(chance)
        change = CHANGES[number % 4]
        problem, published = change(before, solve_here(before).schedule, chance)

        repaired = repair(problem, published, seconds=60)

        assert check(json.dumps(written(problem)), told(repaired.schedule))[0] == []
        assert value(problem, published, repaired.schedule) == fewest(problem, published)
        assert repaired.proven
        assert len(repaired.moved) == repaired.bound == value(problem, published, repaired.schedule)[1]


@given(problems(), st.data())
@settings(max_examples=MANY // 4, deadline=None)
def test_whatever_was_published_the_repair_is_the_least_there_is(problem, data):
    """Also with several kinds of tables, orders and priorities, and where what was published is all wrong."""
    slots = st.none() | st.integers(0, problem.slots - 1)
    published = tuple(data.draw(slots) for _ in problem.meetings)
    problem = replace(problem, spread=None, aims=AIMS)
    best = fewest(problem, published)

    repaired = repair(problem, published, seconds=60, moves=100)

    if best is None:  # not even the required meetings can all be held
        assert not repaired.proven
    else:
        assert check(json.dumps(written(problem)), told(repaired.schedule))[0] == []
        assert value(problem, published, repaired.schedule) == best
        assert repaired.proven


def test_without_time_for_a_proof_it_is_repaired_all_the_same_and_certified_later():
    chance = Random(6)  # noqa: S311
    best = 0
    for number in range(20):
        before = event(chance)
        problem, published = CHANGES[number % 4](before, solve_here(before).schedule, chance)

        repaired = repair(problem, published, seconds=0, moves=6000)
        certified = certify(problem, published, repaired, seconds=60)

        optimum = fewest(problem, published)
        now = value(problem, published, repaired.schedule)
        assert check(json.dumps(written(problem)), told(repaired.schedule))[0] == []
        assert repaired.bound <= optimum[1]
        assert not repaired.proven or now == optimum
        assert certified.proven
        assert value(problem, published, certified.schedule) == optimum
        best += now == optimum
    assert best >= 19


def test_who_cancels_moves_nobody_else():
    chance = Random(1)  # noqa: S311
    before = event(chance)
    problem, published = cancelled(before, solve_here(before).schedule, chance)

    repaired = repair(problem, published)

    assert repaired.schedule == published
    assert repaired.proven


def test_those_who_must_move_wait_little():
    """Anna meets Ben first and Carla last; Ben's first slot is lost, and he is free at all others."""
    meetings = (Meeting((0, 1)), Meeting((0, 2)))
    people = (Participant(), Participant(frozenset({0})), Participant())
    problem = Problem(5, people, meetings, ((1,) * 5,))

    assert repair(problem, (0, 4)).schedule == (3, 4)


def test_a_long_day_of_changes_never_leaves_anything_wrong():
    """Two hundred people with little to spare: somebody cancels, is late, a table breaks, two more want to
    meet, one after the other, and each time what is published is the repair before."""
    chance = Random(8)  # noqa: S311
    problem, published = large_event(200, chance)
    for number in range(DAY):
        problem, published = CHANGES[number % 4](problem, published, chance)

        repaired = repair(problem, published, seconds=60)

        assert check(json.dumps(written(problem)), told(repaired.schedule))[0] == []
        assert repaired.proven
        published = repaired.schedule


def large_event(people, chance):
    """Each round of twelve pairs four of five people."""
    rounds = [chance.sample(range(people), people * 4 // 5) for _ in range(12)]
    pairs = [
        (slot, tuple(row[at : at + 2])) for slot, row in enumerate(rounds) for at in range(0, len(row), 2)
    ]
    meetings = tuple(Meeting(pair, required=False) for _, pair in pairs)
    tables = ((people // 2 - people // 10,) * 6 + (people // 2,) * 6,)
    return Problem(12, (Participant(),) * people, meetings, tables, aims=AIMS), tuple(
        slot for slot, _ in pairs
    )
