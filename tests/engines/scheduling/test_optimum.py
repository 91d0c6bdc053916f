"""The same optimum as by looking at every schedule, and schedules that another program approves of."""

import json
import os
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.engines.scheduling import Aim, Meeting, Participant, Problem, Status, solve, solve_here
from corridor.engines.scheduling.answers import Impossible, Raised
from corridor.engines.scheduling.checking import check
from corridor.engines.scheduling.formats import from_json, read
from corridor.engines.scheduling.measuring import keeps_demands, objective
from corridor.engines.scheduling.proving import bound_by_parts
from tests.engines.scheduling.events import best_by_looking_at_all, problems, told, written

MANY = int(os.environ.get("SCHEDULES", "200"))  # events by chance
PUBLISHED = [
    ("tic-12.original", 0, 0),
    ("tic-12.forb0003", 2, None),
    ("tic-13.fixed020-Forb", 2, 2),
    ("forumt-14crafe.original", 2, 5),
]


@given(problems())
@settings(max_examples=MANY, deadline=None)
def test_the_same_optimum_as_by_looking_at_every_schedule(problem):
    best, answer = best_by_looking_at_all(problem), solve_here(problem)

    assert answer.status is (Status.IMPOSSIBLE if best is None else Status.OPTIMAL)
    assert answer.objective == best
    if best is not None:
        assert answer.bound == best
        faults, worth = check(json.dumps(written(problem)), told(answer.schedule))
        assert faults == []
        assert tuple(worth[aim] for aim in problem.aims) == best


@given(problems(), st.data())
@settings(max_examples=MANY, deadline=None)
def test_the_checker_has_its_own_mind_and_comes_to_the_same(problem, data):
    slots = st.none() | st.integers(0, problem.slots - 1)
    schedule = tuple(data.draw(slots) for _ in problem.meetings)
    event = written(problem)

    faults, worth = check(json.dumps(event), told(schedule))

    assert from_json(event) == problem
    assert (faults == []) == keeps_demands(problem, schedule)
    if not faults:
        assert tuple(worth[aim] for aim in problem.aims) == objective(problem, schedule)


@pytest.mark.parametrize(("name", "spread", "optimum"), PUBLISHED)
def test_published_instances_have_their_published_optimum(shared, name, spread, optimum):
    text = (shared / f"bench/b2b/{name}.dzn").read_text()

    answer = solve_here(read(text, spread=spread))

    assert answer.objective == (None if optimum is None else (optimum,))
    if optimum is not None:
        assert check(text, told(answer.schedule), spread)[0] == []


def test_two_processes_agree_on_an_event_with_too_few_tables():
    """Anna meets Ben, Carla and Dora, Ben meets Carla and Dora meets Otto at two tables in three slots; one
    matters less."""
    pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (3, 4), (2, 4), (1, 3)]
    meetings = tuple(Meeting(pair, required=False, priority=3) for pair in pairs)
    aims = (Aim.UNHELD, Aim.IDLE, Aim.BREAKS, Aim.WORST)
    problem = Problem(3, (Participant(),) * 5, meetings, ((2, 2, 2),), aims=aims)
    seen = []

    answer = solve(problem, progress=seen.append)

    assert answer.status is Status.OPTIMAL
    assert answer.objective == best_by_looking_at_all(problem)
    assert answer.objective[0] == 3
    assert seen[-1].objective == answer.objective
    assert answer.seconds.first <= answer.seconds.best <= answer.seconds.proof


def test_who_stops_the_search_keeps_the_best_so_far(shared):
    """Olga looks at the first schedule and takes it; nothing is claimed that was not proven."""
    problem = read((shared / "bench/b2b/forum-13crafb.original.dzn").read_text(), spread=2)
    seen = []

    answer = solve(problem, progress=seen.append, stop=lambda: any(one.schedule for one in seen))

    assert answer.schedule is not None
    assert keeps_demands(problem, answer.schedule)
    assert answer.bound[0] <= 6 <= answer.objective[0]
    assert (answer.status is Status.OPTIMAL) == (answer.bound == answer.objective)


@given(problems(some_left_out=False))
@settings(max_examples=MANY // 4, deadline=None)
def test_what_is_proven_part_by_part_holds_for_the_whole(problem):
    best, news = best_by_looking_at_all(problem), []

    bound_by_parts(problem, news.append, {}, size=2)

    raised = [one.bound for one in news if isinstance(one, Raised)]
    assert best is None or Impossible() not in news
    assert best is None or raised[-1] <= best[0]


def test_who_is_away_between_her_meetings_waits_in_every_part():
    """Anna and Dora are each away at noon, and meet Ben and Carla before and after."""
    away = Participant(frozenset({1}))
    meetings = [Meeting(pair, frozenset({slot})) for slot in (0, 2) for pair in ((0, 1), (3, 2))]
    problem, news = Problem(3, (away,) * 4, tuple(meetings), ((2,) * 3,)), []

    bound_by_parts(problem, news.append, {}, size=2)

    assert news == [Raised(Aim.BREAKS, 2), Raised(Aim.BREAKS, 4)]


@given(problems(some_left_out=False))
@settings(max_examples=MANY // 10, deadline=None)
def test_annealing_finds_what_is_possible(problem):
    """Its first schedules of a small event are never better than the best, and one is as good, since each
    seed gives the same ones."""
    from corridor.engines.scheduling.annealing import good_schedules

    best = best_by_looking_at_all(problem)
    found = [one for one in islice(good_schedules(problem), 12) if one and keeps_demands(problem, one)]

    values = [objective(problem, one) for one in found]
    assert best is None or values == [] or min(values) >= best
    assert best is not None or values == []
