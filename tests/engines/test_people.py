"""Whom to meet: what adds up, what is fair, and who is left out, for any people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.matching import Need, Offer
from corridor.engines.matching.people import EQUAL, Aspect, Participant, suggest
from corridor.engines.matching.rarity import words_among

TOPICS = ("5g", "ports", "robots", "drones")


@st.composite
def crowds(draw) -> list[Participant]:
    topics = st.sets(st.sampled_from(TOPICS), max_size=2)
    return [
        Participant(
            id=str(n),
            country=draw(st.sampled_from(["NO", "FR", ""])),
            hub=draw(st.sampled_from(["", "a", "b"])),
            languages=tuple(sorted(draw(st.sets(st.sampled_from(["en", "fr"]))))),
            needs={f"n{n}": Need(concepts=dict.fromkeys(draw(topics), 1.0))},
            offers=(Offer(id=f"o{n}", concepts=dict.fromkeys(draw(topics), 1.0)),),
            requests=draw(st.integers(0, 4)),
        )
        for n in range(draw(st.integers(2, 6)))
    ]


@given(crowds(), st.randoms(use_true_random=False))
def test_what_holds_for_any_people(crowd, chance):
    reader, *others = crowd
    found = suggest(reader, others, limit=None)
    assert {one.id for one in found} == {one.id for one in others}
    mixed = list(others)
    chance.shuffle(mixed)
    assert suggest(reader, mixed, limit=None) == found
    requests = {one.id: one.requests for one in others}
    for place, one in enumerate(found):
        assert 0 <= one.score <= 1
        assert all(later.score <= one.score + EQUAL + 1e-9 for later in found[place:])
        assert all(
            requests[one.id] <= requests[later.id] for later in found[place:] if later.score == one.score
        )
        back = suggest(
            next(each for each in others if each.id == one.id),
            [reader, *(each for each in others if each.id != one.id)],
            limit=None,
        )
        assert next(each.score for each in back if each.id == reader.id) == pytest.approx(one.score)


def person(name: str, **values) -> Participant:
    return Participant(id=name, **values)


def about(*topics: str) -> Need:
    return Need(concepts=dict.fromkeys(topics, 1.0))


def offers(name: str, *topics: str) -> tuple[Offer, ...]:
    return (Offer(id=name, concepts=dict.fromkeys(topics, 1.0)),)


def test_both_directions_count_and_each_says_what_it_rests_on():
    anna = person("anna", needs={"need": about("5g")}, offers=offers("boats", "ports"), country="NO")
    both = person("both", needs={"wish": about("ports")}, offers=offers("net", "5g"), country="FR")
    one = person("one", offers=offers("net2", "5g"), country="FR")
    none = person("none", offers=offers("arm", "robots"), country="FR")
    found = suggest(anna, [none, one, both])
    assert [each.id for each in found] == ["both", "one", "none"]
    points = {point.aspect: point for point in found[0].reasons}
    assert (points[Aspect.OFFERS].fit.need, points[Aspect.OFFERS].fit.offer) == ("need", "net")
    assert (points[Aspect.LOOKS_FOR].fit.need, points[Aspect.LOOKS_FOR].fit.offer) == ("wish", "boats")
    assert points[Aspect.BORDER].codes == ("NO", "FR")
    assert [point.aspect for point in found[2].drawbacks] == [Aspect.OFFERS]


def test_cross_border_and_new_contacts_come_first_and_busy_people_sink():
    anna = person("anna", needs={"need": about("5g")}, country="NO", hub="a", known=frozenset({"known"}))
    like = {"offers": (), "country": "FR"}
    crowd = [person(name, **like) for name in ("known", "near", "new", "busy", "colleague")]
    crowd = [replace(one, offers=offers(one.id, "5g")) for one in crowd]
    crowd[1], crowd[3] = replace(crowd[1], country="NO"), replace(crowd[3], requests=5)
    crowd[4] = replace(crowd[4], hub="a", country="NO")
    found = suggest(anna, crowd)
    assert (found[0].id, found[-1].id) == ("new", "colleague")
    drawbacks = {one.id: [point.aspect for point in one.drawbacks] for one in found}
    assert drawbacks["known"] == [Aspect.CONTACT]
    assert drawbacks["near"] == [Aspect.BORDER]
    assert drawbacks["busy"] == [Aspect.REQUESTS]
    assert drawbacks["new"] == []


def test_who_cannot_meet_is_left_out():
    anna = person("anna", team="t", slots=frozenset({1, 2}))
    others = [
        person("team", team="t"),
        person("full", full=True),
        person("later", slots=frozenset({3})),
        person("there", slots=frozenset({2, 3})),
        person("open"),
    ]
    assert [one.id for one in suggest(anna, others)] == ["open", "there"]


def test_rare_words_count_more():
    held = {"a": frozenset({"robots", "small"}), "b": frozenset({"small"}), "c": frozenset({"small", "fish"})}
    words = words_among(held.values())
    shares = words.shares(frozenset({"robots", "small", "lathes"}), held)
    assert shares["a"] > shares["b"] == shares["c"] == 0
    assert words.shares(frozenset(), held) == {}
