"""Small events by chance, all their schedules, and how they are written."""

from itertools import product

from hypothesis import strategies as st

from corridor.engines.scheduling import Aim, Meeting, Participant, Problem
from corridor.engines.scheduling.formats import problem_to_json, schedule_to_json
from corridor.engines.scheduling.measuring import keeps_demands, objective

written, told = problem_to_json, schedule_to_json

AIMS = [(Aim.BREAKS,), (Aim.IDLE, Aim.BREAKS), (Aim.IDLE, Aim.WORST)]


@st.composite
def problems(draw, *, most_meetings=4, some_left_out=True):
    slots, people = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    kinds = draw(st.integers(1, 2))
    optional = some_left_out and draw(st.booleans())
    numbers = st.integers(0, slots - 1)
    few = st.frozensets(numbers, max_size=2)
    meeting = st.builds(
        Meeting,
        participants=st.permutations(range(people)).map(lambda order: tuple(order[:2])),
        wish=st.none() | st.frozensets(numbers, min_size=2),
        fixed=st.sampled_from([None] * 5 + [slots - 1]),
        required=st.booleans() if optional else st.just(True),
        priority=st.integers(1, 3),
        kind=st.integers(0, kinds - 1),
    )
    meetings = draw(st.lists(meeting, min_size=1, max_size=most_meetings))
    which = st.integers(0, len(meetings) - 1)
    pairs = st.tuples(which, which).filter(lambda pair: pair[0] != pair[1])
    orders = st.lists(pairs, max_size=1) if len(meetings) > 1 else st.just([])
    aims = draw(st.sampled_from(AIMS))
    return Problem(
        slots=slots,
        participants=tuple(Participant(draw(few)) for _ in range(people)),
        meetings=tuple(meetings),
        tables=tuple(tuple(draw(st.integers(0, 2)) for _ in range(slots)) for _ in range(kinds)),
        precedences=tuple(draw(orders)),
        spread=draw(st.sampled_from([None, 0, 1, 2])),
        aims=(Aim.UNHELD, *aims) if optional else aims,
    )


def best_by_looking_at_all(problem):
    """The value of the best schedule, or ``None`` where there is none."""
    places = [
        [*sorted(allowed), *([] if meeting.required else [None])]
        for meeting, allowed in zip(problem.meetings, problem.allowed, strict=True)
    ]
    schedules = (schedule for schedule in product(*places) if keeps_demands(problem, schedule))
    return min((objective(problem, schedule) for schedule in schedules), default=None)
