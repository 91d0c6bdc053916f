"""Dates for Lisbon, Brussels, Helsinki and Tenerife; and the same answer by looking at everything."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.engines.datepoll import WEEKDAYS, Away, Invitee, Strained, Wanted, Why, propose, weigh

ZONES = ["Europe/Lisbon", "Europe/Brussels", "Europe/Helsinki", "Atlantic/Canary", "Europe/Dublin"]
MONDAY = date(2026, 11, 2)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def meeting(*invitees, first=MONDAY, last=None, minutes=60, **more):
    return Wanted(tuple(invitees), first, last or first, minutes, **more)


def best(wanted):
    return propose(wanted).starts[0]


def test_the_first_hour_that_is_office_time_for_everybody():
    people = [Invitee(zone, zone, zone) for zone in ZONES[:4]]
    start = best(meeting(*people))
    assert start.at == utc(2026, 11, 2, 9)  # nine in Lisbon and Tenerife, ten in Brussels, eleven in Helsinki
    assert (start.hubs, start.people, start.cost, start.strained, start.away) == (4, 4, 0, (), ())


def test_who_bore_the_evening_before_is_spared():
    """New York and Helsinki share no office hour of this length: one of them is strained."""
    west = Invitee("west", "w", "America/New_York", burden=0)
    east = Invitee("east", "e", "Europe/Helsinki", burden=600)
    start = best(meeting(west, east, minutes=120))
    assert {one.key for one in start.strained} == {"west"}
    tired = best(meeting(Invitee("west", "w", "America/New_York", burden=6000), east, minutes=120))
    assert {one.key for one in tired.strained} == {"east"}


def test_a_hub_counts_more_than_two_colleagues_of_another():
    noon = (utc(2026, 11, 2, 11), utc(2026, 11, 2, 12))
    rest = (utc(2026, 11, 2, 0), noon[0]), (noon[1], utc(2026, 11, 3, 0))
    alone = Invitee("alone", "small", "Europe/Brussels", busy=rest)
    three = [Invitee(f"of-three-{n}", "big", "Europe/Brussels", busy=(noon,)) for n in range(2)]
    third = Invitee("third", "big", "Europe/Brussels")
    start = best(meeting(alone, *three, third))
    assert (start.at, start.hubs, start.people) == (noon[0], 2, 2)
    assert start.away == (Away("of-three-0", Why.BUSY), Away("of-three-1", Why.BUSY))


def test_a_holiday_in_one_country_is_avoided():
    day_off = Invitee("a", "a", "Europe/Brussels", days_off=frozenset({MONDAY}))
    start = best(meeting(day_off, Invitee("b", "b", "Europe/Brussels"), last=MONDAY + timedelta(days=1)))
    assert start.at.date() == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("day", "at"),
    [(date(2026, 10, 23), 7), (date(2026, 10, 26), 8), (date(2027, 3, 26), 8), (date(2027, 3, 29), 7)],
)
def test_nine_in_brussels_stays_nine_when_the_clocks_change(day, at):
    start = best(meeting(Invitee("a", "a", "Europe/Brussels"), first=day))
    assert start.at == utc(day.year, day.month, day.day, at)


def test_a_short_strain_is_told_in_minutes():
    early = Invitee("early", "e", "Europe/Brussels", office=((8 * 60, 9 * 60 + 30),) * 7)
    late = Invitee("late", "l", "Europe/Brussels", burden=100)
    start = best(meeting(early, late))
    assert (start.at, start.strained) == (utc(2026, 11, 2, 8), (Strained("early", 30),))


def test_required_people_who_cannot_meet_are_named_and_nobody_else():
    morning = ((utc(2026, 11, 2, 0), utc(2026, 11, 2, 12)),)
    evening = ((utc(2026, 11, 2, 12), utc(2026, 11, 3, 0)),)
    people = [
        Invitee("free", "a", "Europe/Brussels", required=True),
        Invitee("mornings", "b", "Europe/Brussels", busy=evening, required=True),
        Invitee("evenings", "c", "Europe/Brussels", busy=morning, required=True),
    ]
    proposal = propose(meeting(*people))
    assert (proposal.starts, set(proposal.conflict)) == ((), {"mornings", "evenings"})


def test_blocked_times_leave_nothing_and_blame_nobody():
    blocked = ((utc(2026, 11, 1), utc(2026, 11, 4)),)
    people = Invitee("a", "a", "Europe/Brussels", required=True)
    assert propose(meeting(people, blocked=blocked)) == propose(meeting(people, blocked=blocked, minutes=30))
    assert propose(meeting(people, blocked=blocked)).conflict == ()


@pytest.mark.parametrize("wrong", [{"step": 45}, {"minutes": 0}, {"last": MONDAY - timedelta(days=1)}])
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"step|length"):
        propose(meeting(Invitee("a", "a", "UTC"), **wrong))


# -- the same, by looking at everything ---------------------------------------------------------

hours = st.tuples(st.integers(6, 11), st.integers(12, 20)).map(lambda pair: (pair[0] * 60, pair[1] * 60))
spans = st.tuples(st.integers(0, 72), st.integers(1, 30)).map(
    lambda pair: (
        utc(2026, 10, 24) + timedelta(hours=pair[0]),
        utc(2026, 10, 24) + timedelta(hours=sum(pair)),
    )
)


@st.composite
def problems(draw):
    people = [
        Invitee(
            key=str(number),
            hub=draw(st.sampled_from(["a", "b", "c", ""])),
            zone=draw(st.sampled_from(ZONES)),
            office=tuple(draw(st.none() | hours) for _day in range(7)),
            days_off=draw(st.frozensets(st.dates(date(2026, 10, 24), date(2026, 10, 26)), max_size=1)),
            busy=tuple(draw(st.lists(spans, max_size=3))),
            burden=draw(st.integers(0, 500)),
            required=draw(st.booleans()) and draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 5)))
    ]
    return meeting(
        *people,
        first=date(2026, 10, 24),  # the clocks change on the 25th
        last=date(2026, 10, 26),
        minutes=draw(st.sampled_from([30, 60, 90, 150])),
        step=draw(st.sampled_from([15, 30, 60])),
        blocked=tuple(draw(st.lists(spans, max_size=1))),
    )


def strain_of(person, begin, length):
    """Minutes outside office hours, or None where this person is away: minute by minute."""
    if any(begin < until and since < begin + timedelta(minutes=length) for since, until in person.busy):
        return None
    local = begin.astimezone(ZoneInfo(person.zone))
    office = person.office[local.weekday()]
    minute = local.hour * 60 + local.minute
    if office is None or local.date() in person.days_off:
        return None
    if minute < person.wider[0] or minute + length > person.wider[1]:
        return None
    return sum(not office[0] <= one < office[1] for one in range(minute, minute + length))


def values(wanted, begin):
    """What is compared, smallest first, or None for a start that is no candidate."""
    end = begin + timedelta(minutes=wanted.minutes)
    if any(begin < until and since < end for since, until in wanted.blocked):
        return None
    strains = [(person, strain_of(person, begin, wanted.minutes)) for person in wanted.invitees]
    if any(person.required and strain is None for person, strain in strains):
        return None
    here = [(person, strain) for person, strain in strains if strain is not None]
    cost = sum((person.burden + strain) ** 2 - person.burden**2 for person, strain in here)
    return -len({person.hub for person, _ in here if person.hub}), -len(here), cost, begin


def everything(wanted):
    zone = ZoneInfo(wanted.zone)
    begin = datetime(wanted.first.year, wanted.first.month, wanted.first.day, tzinfo=zone).astimezone(UTC)
    found = []
    while begin.astimezone(zone).date() <= wanted.last:
        found.append(values(wanted, begin))
        begin += timedelta(minutes=wanted.step)
    return sorted(value for value in found if value)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_proposal_is_what_looking_at_everything_finds(wanted):
    expected = everything(wanted)
    proposal = propose(wanted, most=10_000, a_day=10_000)
    assert proposal.candidates == len(expected)
    assert [(-start.hubs, -start.people, start.cost, start.at) for start in proposal.starts] == expected


@settings(max_examples=25, deadline=None)
@given(problems(), st.integers(1, 2))
def test_those_to_ask_about_are_the_best_of_each_day(wanted, a_day):
    zone = ZoneInfo(wanted.zone)
    by_day = {}
    for value in everything(wanted):
        by_day.setdefault(value[3].astimezone(zone).date(), []).append(value)
    expected = sorted(value for values in by_day.values() for value in values[:a_day])[:3]
    got = propose(wanted, most=3, a_day=a_day).starts
    assert [start.at for start in got] == [value[3] for value in expected]


@settings(max_examples=25, deadline=None)
@given(problems())
def test_nobody_can_be_left_out_of_a_conflict(wanted):
    conflict = propose(wanted).conflict
    if conflict:
        named = [person for person in wanted.invitees if person.key in conflict]
        free = meeting(first=wanted.first, last=wanted.last, minutes=wanted.minutes, step=wanted.step)
        for left_out in named:
            rest = tuple(person for person in named if person is not left_out)
            again = Wanted(rest, free.first, free.last, free.minutes, step=free.step, blocked=wanted.blocked)
            assert propose(again).starts
        whole = Wanted(
            tuple(named), free.first, free.last, free.minutes, step=free.step, blocked=wanted.blocked
        )
        assert not propose(whole).starts


def answered_values(wanted, begin, coming):
    """The same once people have said themselves when they come: they may give up a day off."""
    here = []
    for person in wanted.invitees:
        if begin in coming[person.key]:
            at_work = Invitee(**{**vars(person), "busy": (), "wider": (0, 4 * 24 * 60)})
            strain = strain_of(at_work, begin, wanted.minutes)
            here.append((person, wanted.minutes if strain is None else strain))
    absent = any(person.required and begin not in coming[person.key] for person in wanted.invitees)
    cost = sum((person.burden + strain) ** 2 - person.burden**2 for person, strain in here)
    return absent, -len({one.hub for one, _ in here if one.hub}), -len(here), cost, begin


@settings(max_examples=40, deadline=None)
@given(problems(), st.data())
def test_answers_are_weighed_as_looking_at_everything_weighs_them(wanted, data):
    wanted = Wanted(**{**vars(wanted), "blocked": ()})
    offered = [utc(2026, 10, 24, 7) + timedelta(minutes=30 * n) for n in range(0, 140, 17)]
    coming = {one.key: data.draw(st.sets(st.sampled_from(offered))) for one in wanted.invitees}
    expected = [value[-1] for value in sorted(answered_values(wanted, one, coming) for one in offered)]
    assert [start.at for start in weigh(wanted, offered, coming)] == expected


@settings(max_examples=25, deadline=None)
@given(problems())
def test_a_start_that_was_proposed_is_weighed_the_same(wanted):
    proposed = propose(wanted, most=4, a_day=4).starts
    assert weigh(wanted, [start.at for start in proposed]) == proposed
    assert weigh(wanted, []) == ()


def test_a_week_without_work_is_nobodys_time():
    nobody = Invitee("a", "a", "Europe/Brussels", office=(None,) * 7)
    start = best(meeting(nobody))
    assert (start.hubs, start.people, start.away) == (0, 0, (Away("a", Why.DAY_OFF),))
    assert len(WEEKDAYS) == 7
