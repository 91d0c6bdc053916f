"""Why no schedule is possible, in demands of which each one counts."""

from dataclasses import replace

from hypothesis import given, settings

from corridor.engines.scheduling import Aim, Demand, Meeting, Must, Participant, Problem, Status, solve_here
from tests.engines.scheduling.events import best_by_looking_at_all, problems

ANNA, BEN, CARLA = range(3)
AWAY_LATER = Participant(frozenset({1, 2}))
PAIRS = (Meeting((ANNA, BEN)), Meeting((ANNA, CARLA)))


def reason(problem):
    conflict = solve_here(problem, explain=10).conflict
    assert conflict.minimal
    return set(conflict.demands)


def test_anna_has_two_meetings_and_is_there_for_one_slot():
    problem = Problem(3, (AWAY_LATER, Participant(), Participant()), PAIRS, ((1, 1, 1),))
    assert reason(problem) == {Demand(Must.ATTEND, (ANNA,)), Demand(Must.BE_AWAY, (ANNA,))}


def test_the_table_is_taken_in_the_only_slot_that_is_left():
    late = tuple(replace(meeting, wish=frozenset({2})) for meeting in PAIRS[1:])
    problem = Problem(3, (Participant(),) * 3, (PAIRS[0], *late), ((1, 1, 0),))
    assert Demand(Must.FIT_TABLES, (2,)) in reason(problem)
    assert Demand(Must.BE_AS_WISHED, (1,)) in reason(problem)


def test_two_meetings_cannot_each_be_before_the_other():
    problem = Problem(3, (Participant(),) * 3, PAIRS, ((1, 1, 1),), ((0, 1), (1, 0)))
    demands = reason(problem)
    assert {Demand(Must.BE_BEFORE, (0, 1)), Demand(Must.BE_BEFORE, (1, 0))} <= demands


def only(problem, demands):
    """The problem where nothing else is asked for."""
    asked = {must: [one.subject for one in demands if one.must is must] for must in Must}
    attending = {one for (one,) in asked[Must.ATTEND]}
    return Problem(
        problem.slots,
        tuple(
            one if (number,) in asked[Must.BE_AWAY] else Participant()
            for number, one in enumerate(problem.participants)
        ),
        tuple(
            replace(
                meeting,
                wish=meeting.wish if (number,) in asked[Must.BE_AS_WISHED] else None,
                fixed=meeting.fixed if (number,) in asked[Must.BE_FIXED] else None,
                required=not attending.isdisjoint(meeting.participants),
            )
            for number, meeting in enumerate(problem.meetings)
        ),
        tuple(
            tuple(n if (slot,) in asked[Must.FIT_TABLES] else 9 for slot, n in enumerate(row))
            for row in problem.tables
        ),
        tuple(asked[Must.BE_BEFORE]),
        problem.spread if asked[Must.BE_FAIR] else None,
        (Aim.UNHELD,),
    )


@given(problems(some_left_out=False))
@settings(max_examples=60, deadline=None)
def test_a_conflict_alone_is_impossible_and_without_any_one_of_its_demands_it_is_not(problem):
    answer = solve_here(problem, explain=10)
    if answer.status is not Status.IMPOSSIBLE:
        return
    demands = answer.conflict.demands
    assert best_by_looking_at_all(only(problem, demands)) is None
    for demand in demands:
        others = [one for one in demands if one != demand]
        assert best_by_looking_at_all(only(problem, others)) is not None
