"""A port in Antwerp, a dairy farm in Frisia, a town in the Rhodope; and what holds for any need."""

from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corridor.engines.matching import (
    MARKABLE,
    TOPIC,
    Change,
    Delivery,
    How,
    Need,
    Offer,
    Rule,
    Signal,
    Vocabulary,
    Weights,
    applied,
    hubs,
    rank,
)
from corridor.engines.matching.conditions import broken, may_be_in
from corridor.engines.matching.improving import LEAST, MOST
from corridor.engines.matching.places import NEIGHBOURS, distance, where

MANY = settings(max_examples=60, deadline=None)
CONCEPTS = ["private-5g-network", "edge", "lorawan", "uwb", "network-slicing"]
VOCABULARY = Vocabulary(
    concepts={
        "private-5g-network": {"network-slicing": 0.9, "5g": 0.5},
        "lorawan": {"lpwan": 0.5},
    },
    sectors={"Transport & Mobility": {"Transport sector": 1.0}},
)


def best(need, *offers, **more):
    return rank(need, offers, vocabulary=VOCABULARY, **more).matches[0].offer.id


def only(need, offer, weights=None):
    """The match of an offer alone."""
    (match,) = rank(need, [offer], weights, vocabulary=VOCABULARY).matches
    return match


def rules(need, offer):
    (excluded,) = rank(need, [offer]).excluded
    return set(excluded.rules)


# -- a port in Antwerp ---------------------------------------------------------------------------

PORT = Need(
    customer="large",
    country="BE",
    region="BE21",
    languages=("nl", "en"),
    category="Test before invest",
    sectors=frozenset({"Transport & Mobility"}),
    concepts={"private-5g-network": 1.0, "edge": 0.5},
    budget=20_000,
    start_within=60,
    meaning={"quay": 0.4, "quay-sme": 0.42, "mill": 0.3, "course": 0.35},
)
QUAY = Offer(
    "quay",
    hub="rotterdam",
    country="NL",
    region="NL36",
    category="Test before invest",
    sectors=frozenset({"Transport sector"}),
    concepts={"private-5g-network": 1.0},
    languages=frozenset({"nl", "en"}),
    delivery=Delivery.ON_SITE,
    places=frozenset({"NL", "BE"}),
    price=15_000,
    lead_days=30,
    confirmed_days_ago=20,
    delivered=12,
    rating=4.5,
)


def test_the_best_answer_may_be_in_the_next_country():
    at_home = replace(QUAY, id="mill", hub="ghent", country="BE", region="BE23", concepts={"lorawan": 1.0})
    assert best(PORT, at_home, QUAY) == "quay"


def test_given_there_it_is_no_drawback_that_the_hub_is_abroad():
    signals = {one.signal: one for one in only(PORT, QUAY).reasons}
    assert (signals[Signal.PLACE].value, signals[Signal.PLACE].facts.how) == (1.0, How.GIVEN_THERE)
    assert only(PORT, QUAY).drawbacks == ()


def test_the_same_for_small_companies_only_is_excluded_however_close_it_is():
    small = replace(QUAY, id="quay-sme", customers=frozenset({"sme"}))
    ranking = rank(PORT, [small, QUAY])
    assert [match.offer.id for match in ranking.matches] == ["quay"]
    (excluded,) = ranking.excluded
    assert (excluded.rules, excluded.broken[0].facts.codes) == ((Rule.CUSTOMER,), ("sme",))
    assert excluded.improvements == ()  # nothing that anybody could change


def test_a_course_about_it_is_a_fallback_for_who_wants_to_test():
    course = replace(QUAY, id="course", category="Training and skills development")
    assert best(PORT, course, QUAY) == "quay"


def test_reasons_are_facts_that_can_be_checked():
    facts = {reason.signal: reason.facts for reason in only(PORT, QUAY).reasons}
    assert facts[Signal.CONCEPTS].codes == ("private-5g-network",)
    assert facts[Signal.LANGUAGE].codes == ("nl", "en")
    assert facts[Signal.SECTORS].pairs == (("Transport & Mobility", "Transport sector"),)
    assert (facts[Signal.DATES].days, facts[Signal.DATES].over) == (30, 0)
    assert (facts[Signal.PRICE].euros, facts[Signal.PRICE].over) == (15_000, 0)


# -- a dairy farm in Frisia ----------------------------------------------------------------------

FARM = Need(
    customer="sme",
    country="NL",
    region="NL12",
    languages=("nl",),
    concepts={"lorawan": 1.0},
    budget=2_000,
    start_within=30,
    meaning={"cows": 0.3},
)
COWS = Offer(
    "cows",
    hub="aarhus",
    country="DK",
    concepts={"lorawan": 1.0},
    languages=frozenset({"da", "en"}),
    delivery=Delivery.ON_SITE,
    places=frozenset({"DK", "DE"}),
    price=2_500,
    lead_days=45,
    confirmed_days_ago=300,
)


def test_on_site_in_another_country_is_excluded_and_would_be_admitted_if_it_went_remote():
    (excluded,) = rank(FARM, [COWS]).excluded
    assert excluded.rules == (Rule.PLACE,)
    assert excluded.broken[0].facts.codes == ("DE", "DK")
    assert [one.change for one in excluded.improvements] == [Change.REMOTE]
    assert only(*applied(excluded.improvements[0], FARM, COWS)).offer.delivery is Delivery.BOTH


def test_what_the_person_does_not_mark_is_a_drawback_and_what_she_marks_excludes():
    remote = replace(COWS, delivery=Delivery.REMOTE, places=frozenset())
    assert {reason.signal for reason in only(FARM, remote).drawbacks} >= {Signal.LANGUAGE, Signal.FRESHNESS}
    hard = replace(FARM, hard=frozenset({Rule.LANGUAGE, Rule.BUDGET, Rule.DATE}))
    (excluded,) = rank(hard, [remote]).excluded
    assert set(excluded.rules) == {Rule.LANGUAGE, Rule.BUDGET, Rule.DATE}
    told = {one.change: one for one in excluded.improvements}
    assert told[Change.LANGUAGE].code == "nl"
    assert (told[Change.BUDGET].euros, told[Change.LATER].days) == (500, 15)


def test_no_more_is_promised_than_three_changes():
    hard = replace(FARM, delivery=Delivery.REMOTE, hard=MARKABLE)
    (excluded,) = rank(hard, [COWS]).excluded
    assert len(excluded.rules) > MOST
    assert excluded.improvements == ()


def test_a_marked_place_also_excludes_what_is_remote_and_not_for_there():
    remote = replace(COWS, delivery=Delivery.REMOTE)
    assert only(FARM, remote).score > 0
    assert rules(replace(FARM, hard=frozenset({Rule.PLACE})), remote) == {Rule.PLACE}


def test_who_wants_somebody_to_come_is_not_helped_by_who_comes_elsewhere():
    both = replace(COWS, delivery=Delivery.BOTH)
    at_the_farm = replace(FARM, delivery=Delivery.ON_SITE, hard=frozenset({Rule.DELIVERY}))
    assert rules(at_the_farm, both) == {Rule.DELIVERY}


def test_what_is_stale_sinks_and_stays():
    fresh = Offer("b-fresh", concepts={"lorawan": 1.0}, confirmed_days_ago=9)
    stale = replace(fresh, id="a-stale", confirmed_days_ago=900)
    ranking = rank(Need(concepts={"lorawan": 1.0}), [stale, fresh])
    assert [match.offer.id for match in ranking.matches] == ["b-fresh", "a-stale"]
    assert [one.change for one in ranking.matches[1].improvements] == [Change.CONFIRMED]


def test_what_was_withdrawn_is_gone_and_says_so():
    assert rules(FARM, replace(COWS, delivery=Delivery.REMOTE, withdrawn=True)) == {Rule.WITHDRAWN}


# -- money, aid, time, place ---------------------------------------------------------------------

SUBSIDISED = Offer("audit", price=1_000, list_price=6_000)


@pytest.mark.parametrize(
    ("customer", "aid", "pays"),
    [
        ("sme", "article-28", 1_000),
        ("midcap", "article-28", 6_000),
        ("large", "article-28", 6_000),
        ("large", "de-minimis", 1_000),
        ("sme", "none", 6_000),  # a reduced price needs a basis
        ("public", "none", 1_000),  # no undertaking: what it saves is no aid
        ("", "article-28", 1_000),
    ],
)
def test_who_cannot_have_the_aid_pays_the_list_price(customer, aid, pays):
    match = only(Need(customer=customer, budget=2_000), replace(SUBSIDISED, aid=aid))
    (price,) = (reason for reason in (*match.reasons, *match.drawbacks) if reason.signal is Signal.PRICE)
    assert price.facts.euros == pays
    assert (price.facts.how is How.LIST_PRICE) == (pays == SUBSIDISED.list_price)


def test_without_a_list_price_nothing_is_left_for_who_cannot_have_the_aid():
    offer = replace(SUBSIDISED, list_price=None, aid="article-28")
    assert rules(Need(customer="large"), offer) == {Rule.AID}
    assert only(Need(customer="sme"), offer)


def test_how_much_less_than_the_list_price_it_would_be_nobody_knows():
    need = Need(customer="sme", budget=2_000, hard=frozenset({Rule.BUDGET}))
    unnamed = replace(SUBSIDISED, price=None, aid="article-28")
    assert Change.PRICE in {one.change for one in only(need, unnamed).improvements}
    assert rules(replace(need, customer="large"), unnamed) == {Rule.BUDGET}
    assert rules(need, replace(unnamed, aid="none")) == {Rule.BUDGET}


def test_who_is_full_starts_when_a_slot_is_free():
    need = Need(start_within=30, hard=frozenset({Rule.DATE}))
    full = Offer("lab", capacity=0, lead_days=10)
    (dates,) = (one for one in only(need, full).reasons if one.signal is Signal.DATES)
    assert dates.facts.how is How.FULL  # unknown breaks no rule
    assert rules(need, replace(full, free_in_days=40)) == {Rule.DATE}
    assert only(need, replace(full, free_in_days=20))


@pytest.mark.parametrize(
    ("place", "area", "inside"),
    [
        ("NL366", "NL36", True),
        ("NL36", "NL", True),
        ("NL", "NL36", True),  # somewhere in the country: perhaps there
        ("NL36", "NL41", False),
        ("EL30", "GR", True),  # NUTS has its own code for Greece
        ("BE", "BG", False),
    ],
)
def test_regions_lie_in_countries(place, area, inside):
    assert may_be_in(place, area) is inside


def test_distances_are_the_same_both_ways():
    places = [where("", code) for code in ("NL366", "NL36", "NL41", "BE21", "PT17", "EL30", "FI1B", "EE00")]
    for here in places:
        for there in places:
            assert distance(here, there) is distance(there, here)
    assert distance("NL366", "NL36") is How.SAME_REGION
    assert distance("FI1B", "EE00") is How.NEIGHBOUR
    assert distance("NL", "NL36") is How.SAME_COUNTRY
    assert all(len(code) == 2 and len(near) < 12 for code, near in NEIGHBOURS.items())


def test_far_matters_only_to_who_must_go_there():
    need = Need(country="PT", region="PT17")
    far = Offer("far", country="FI", region="FI1B", delivery=Delivery.ON_SITE)
    near = replace(far, id="near", country="PT", region="PT11")
    assert only(need, near).score > only(need, far).score
    remote = [replace(one, delivery=Delivery.BOTH) for one in (far, near)]
    assert only(need, remote[0]).score == only(need, remote[1]).score


def test_a_cheap_answer_to_another_question_is_none():
    need = replace(FARM, meaning={"cows": 0.3, "cheap": 0.02}, languages=("en",), concepts={})
    cheap = Offer(
        "cheap",
        languages=frozenset({"en"}),
        delivery=Delivery.REMOTE,
        price=0,
        lead_days=1,
        confirmed_days_ago=1,
        delivered=90,
        rating=5,
    )
    assert best(need, cheap, replace(COWS, delivery=Delivery.REMOTE)) == "cows"


def test_a_first_five_does_not_beat_fifty_times_four_and_a_half():
    first, many = Offer("first", delivered=1, rating=5), Offer("many", delivered=50, rating=4.5)
    assert best(Need(), first, many) == "many"
    assert only(Need(), first).score > only(Need(), Offer("new")).score


def test_a_narrower_concept_answers_more_than_a_broader_one():
    need = Need(concepts={"private-5g-network": 1.0})
    offers = [
        Offer(slug, concepts={slug: 1.0}) for slug in ("5g", "network-slicing", "private-5g-network", "uwb")
    ]
    order = [match.offer.id for match in rank(need, offers, vocabulary=VOCABULARY).matches]
    assert order == ["private-5g-network", "network-slicing", "5g", "uwb"]


def test_a_rare_concept_says_more_than_one_that_everybody_has():
    common = [Offer(f"c{number}", concepts={"edge": 1.0}) for number in range(9)]
    rare = Offer("rare", concepts={"uwb": 1.0})
    assert best(Need(concepts={"uwb": 1.0, "edge": 1.0}), *common, rare) == "rare"


# -- fair share and hubs -------------------------------------------------------------------------


def test_among_equals_who_received_less_comes_first():
    need = Need(concepts={"edge": 1.0})
    one, two = (
        Offer(key, hub=key, concepts={"edge": 1.0}, received=count) for key, count in (("a", 9), ("b", 1))
    )
    first, second = rank(need, [one, two]).matches
    assert (first.offer.id, first.by_score) == ("b", 2)
    assert (second.offer.id, second.by_score) == ("a", 1)
    assert best(need, one, two, weights=Weights(equal=0)) == "a"


def test_a_hub_is_its_best_services_and_not_their_mean():
    need = Need(concepts={"edge": 1.0})
    focused = Offer("only", hub="focused", concepts={"edge": 1.0})
    wide = [replace(focused, id=f"w{n}", hub="wide") for n in range(2)]
    besides = [Offer(f"x{n}", hub="wide", concepts={"uwb": 1.0}) for n in range(20)]
    first, second = hubs(rank(need, [focused, *wide, *besides], limit=None).matches)
    assert (first.hub, second.hub) == ("wide", "focused")
    assert {match.offer.id for match in first.best} >= {"w0", "w1"}


def test_one_very_good_service_beats_three_middling_ones():
    weights = Weights(freshness=0, record=0)
    good = Offer("good", hub="one", concepts={"edge": 1.0})
    middling = [Offer(f"m{n}", hub="three", concepts={"edge": 0.4}) for n in range(3)]
    found = rank(Need(concepts={"edge": 1.0}), [good, *middling], weights).matches
    assert [one.hub for one in hubs(found, weights)] == ["one", "three"]


def test_what_nobody_confirmed_counts_less():
    offered = Offer("a", concepts={"edge": 1.0})
    assert (
        only(Need(concepts={"edge": 1.0}), offered).score > only(Need(concepts={"edge": 0.6}), offered).score
    )


def test_of_the_excluded_those_come_first_that_would_have_been_best():
    near = Offer("z", concepts={"edge": 1.0}, withdrawn=True)
    ranking = rank(Need(concepts={"edge": 1.0}), [Offer("a", withdrawn=True), near])
    assert [one.offer.id for one in ranking.excluded] == ["z", "a"]


# -- what holds for any need ---------------------------------------------------------------------

places = st.sampled_from(["NL", "NL36", "NL366", "BE21", "GR", "EL30", "FI1B"])
days = st.none() | st.integers(0, 200)
euros = st.none() | st.integers(0, 20_000).map(float)
some = st.sampled_from
share = st.floats(0, 1)
tags = st.dictionaries(some([*CONCEPTS, "5g", "lpwan"]), st.floats(0.1, 1), max_size=4)
sectors = st.frozensets(some(["Transport & Mobility", "Transport sector", "Energy"]), max_size=2)
languages = st.frozensets(some(["nl", "en", "fi", "el"]), max_size=3)
deliveries = st.none() | some(Delivery)
IDS = [f"o{number}" for number in range(6)]

offer = st.builds(
    Offer,
    id=some(IDS),
    hub=some(["a", "b", "c"]),
    country=some(["NL", "BE", "GR", ""]),
    region=some(["NL36", "EL30", ""]),
    category=some(["test", "train", ""]),
    technologies=st.frozensets(some(["IoT", "Cloud", "AI"]), max_size=2),
    sectors=sectors,
    concepts=tags,
    languages=languages,
    delivery=deliveries,
    places=st.frozensets(places, max_size=2),
    customers=st.frozensets(some(["sme", "large", "public"]), max_size=2),
    price=euros,
    list_price=euros,
    aid=some(["none", "de-minimis", "article-28"]),
    capacity=st.none() | st.integers(0, 3),
    lead_days=days,
    free_in_days=days,
    trl=st.none() | st.tuples(st.integers(1, 5), st.integers(5, 9)),
    confirmed_days_ago=st.none() | st.integers(0, 900),
    delivered=st.integers(0, 30),
    rating=st.none() | st.floats(1, 5),
    received=st.integers(0, 5),
    withdrawn=some([False, False, False, True]),
)
offers_of = st.lists(offer, min_size=1, max_size=len(IDS), unique_by=lambda one: one.id)
need_of = st.builds(
    Need,
    customer=some(["sme", "large", "public", ""]),
    country=some(["NL", "BE", "GR", ""]),
    region=some(["NL366", "EL30", ""]),
    languages=languages.map(lambda found: tuple(sorted(found))),
    category=some(["test", "train", ""]),
    technologies=st.frozensets(some(["IoT", "Cloud"]), max_size=2),
    sectors=sectors,
    concepts=tags,
    budget=euros,
    start_within=days,
    delivery=st.none() | some([Delivery.ON_SITE, Delivery.REMOTE]),
    trl=st.none() | st.integers(1, 9),
    hard=st.frozensets(some(sorted(MARKABLE)), max_size=3),
    meaning=st.dictionaries(some(IDS), st.floats(-1, 1)),
    words=st.dictionaries(some(IDS), share),
)
NAMES = [one.name for one in fields(Weights)]
weights_of = st.fixed_dictionaries(
    {name: st.floats(0, 2) for name in NAMES[:-1]} | {"equal": st.floats(0, 0.2)}
).map(lambda given: Weights(**given))


def ranked(need, offers, weights=None, limit=None):
    return rank(need, offers, weights, limit=limit, vocabulary=VOCABULARY)


@MANY
@given(need_of, offers_of, weights_of)
def test_contributions_add_up_to_a_score_between_0_and_1(need, offers, weights):
    for match in ranked(need, offers, weights).matches:
        assert match.score == pytest.approx(sum(match.contributions.values()))
        assert -1e-9 <= match.score <= 1 + 1e-9
        assert all(0 <= reason.value <= 1 for reason in match.reasons)
        said = {reason.signal: reason.contribution for reason in match.reasons}
        assert sum(said.values()) == pytest.approx(match.score)


@MANY
@given(need_of, offers_of, weights_of, st.data())
def test_a_further_concept_that_was_asked_for_never_lowers_an_offer(need, offers, weights, data):
    assume(need.concepts)
    concept = data.draw(some(sorted(need.concepts)))
    one = data.draw(some(offers))
    more = replace(one, concepts={**one.concepts, concept: 1.0})
    others = [other for other in offers if other is not one]
    before, after = (
        {match.offer.id: match.score for match in ranked(need, [*others, this], weights).matches}
        for this in (one, more)
    )
    assert before.keys() == after.keys()
    assert after.get(one.id, 0) >= before.get(one.id, 0) - 1e-9


@MANY
@given(need_of, offers_of, st.data())
def test_an_excluded_offer_breaks_rules_and_an_admitted_one_none(need, offers, data):
    """Each rule worked out anew from the facts, without the engine's own conditions."""
    ranking = ranked(need, offers)
    assert len(ranking.matches) == ranking.admitted
    assert {one.offer.id for one in (*ranking.matches, *ranking.excluded)} == {one.id for one in offers}
    for excluded in ranking.excluded:
        assert excluded.broken
        assert set(excluded.rules) - need.hard <= {Rule.CUSTOMER, Rule.AID, Rule.WITHDRAWN, Rule.PLACE}
    out = {one.offer.id: set(one.rules) for one in ranking.excluded}
    for one in offers:
        broke = out.get(one.id, set())
        assert (Rule.WITHDRAWN in broke) == one.withdrawn
        wrong_customer = bool(need.customer and one.customers) and need.customer not in one.customers
        assert (Rule.CUSTOMER in broke) == wrong_customer
        if Rule.LANGUAGE in need.hard:
            apart = bool(need.languages and one.languages) and not set(need.languages) & one.languages
            assert (Rule.LANGUAGE in broke) == apart
        if Rule.BUDGET in broke:
            dearest = max(one.price or 0, one.list_price or 0)
            assert dearest > need.budget
        if Rule.DATE in broke:
            assert max(one.lead_days or 0, one.free_in_days or 0) > need.start_within


@MANY
@given(need_of, offers_of, weights_of, st.randoms())
def test_the_order_is_total_and_does_not_depend_on_the_input(need, offers, weights, chance):
    shuffled = offers[:]
    chance.shuffle(shuffled)
    assert ranked(need, shuffled, weights) == ranked(need, offers, weights)


@MANY
@given(need_of, offers_of, weights_of)
def test_nobody_stands_above_who_is_better_by_more_than_is_equal(need, offers, weights):
    matches = ranked(need, offers, weights).matches
    for place, above in enumerate(matches):
        for below in matches[place + 1 :]:
            assert below.score - above.score <= weights.equal
            if below.score > above.score:
                assert above.offer.received <= below.offer.received
    assert sorted(match.by_score for match in matches) == list(range(1, len(matches) + 1))


@MANY
@given(need_of, offers_of, weights_of, some(Signal))
def test_a_weight_of_nothing_is_no_influence(need, offers, weights, signal):
    """Whatever the signal's facts are, the scores are the same."""
    without = replace(weights, **{signal.value: 0.0})
    change = {
        Signal.MEANING: {"meaning": dict.fromkeys(IDS, 0.5)},
        Signal.WORDS: {"words": dict.fromkeys(IDS, 0.5)},
        Signal.CONCEPTS: {"concepts": {"uwb": 1.0}},
        Signal.TECHNOLOGIES: {"technologies": frozenset({"AI"})},
        Signal.SECTORS: {"sectors": frozenset({"Energy"})},
        Signal.CATEGORY: {"category": "train"},
        Signal.LANGUAGE: {"languages": ("fi",)},
        Signal.DATES: {"start_within": 3},
        Signal.PRICE: {"budget": 1.0},
        Signal.MATURITY: {"trl": 1},
    }.get(signal, {})
    need, other = replace(need, hard=frozenset()), replace(need, hard=frozenset(), **change)
    scores, others = (
        {match.offer.id: match.score for match in ranked(this, offers, without).matches}
        for this in (need, other)
    )
    assert others == pytest.approx(scores)
    for match in ranked(need, offers, without).matches:
        assert signal not in {reason.signal for reason in (*match.reasons, *match.drawbacks)}


@MANY
@given(need_of, offers_of, weights_of, st.floats(0.1, 1))
def test_only_the_proportions_of_the_weights_count(need, offers, weights, factor):
    less = Weights(**{name: getattr(weights, name) * (1 if name == "equal" else factor) for name in NAMES})
    for one, other in zip(
        sorted(ranked(need, offers, weights).matches, key=lambda match: match.offer.id),
        sorted(ranked(need, offers, less).matches, key=lambda match: match.offer.id),
        strict=True,
    ):
        assert one.score == pytest.approx(other.score, abs=1e-9)


@MANY
@given(need_of, offers_of, weights_of)
def test_an_improvement_does_what_it_says(need, offers, weights):
    """Tried on the whole ranking, with the changed offer among the others."""
    for match in ranked(need, offers, weights).matches:
        assert len(match.improvements) <= MOST
        gains = [one.gain for one in match.improvements]
        assert gains == sorted(gains, reverse=True)
        for one in match.improvements:
            changed_need, changed = applied(one, need, match.offer)
            others = [other for other in offers if other.id != changed.id]
            after = ranked(changed_need, [*others, changed], weights).matches
            (now,) = (other.score for other in after if other.offer.id == changed.id)
            assert one.gain >= LEAST
            assert now - match.score == pytest.approx(one.gain)


@MANY
@given(need_of, offers_of)
def test_what_is_excluded_is_admitted_when_all_that_is_said_is_done(need, offers):
    for excluded in ranked(need, offers).excluded:
        changed_need, changed = need, excluded.offer
        for one in excluded.improvements:
            before = {other.rule for other in broken(changed_need, changed)}
            changed_need, changed = applied(one, changed_need, changed)
            after = {other.rule for other in broken(changed_need, changed)}
            assert one.lifts in before - after
            assert after < before
        assert not excluded.improvements or not broken(changed_need, changed)


@MANY
@given(need_of, offers_of)
def test_the_first_ones_are_the_first_of_all(need, offers):
    assert ranked(need, offers, limit=2).matches == ranked(need, offers).matches[:2]


@MANY
@given(need_of, offers_of)
def test_a_further_service_never_lowers_its_hub(need, offers):
    matches = ranked(need, offers).matches
    assume(matches)
    fewer, all_of_them = (
        {one.hub: one.score for one in hubs(some_of)} for some_of in (matches[:-1], matches)
    )
    assert all(all_of_them[hub] >= score - 1e-9 for hub, score in fewer.items())
    assert [one.score for one in hubs(matches, Weights(equal=0))] == sorted(
        all_of_them.values(), reverse=True
    )


def test_ten_times_as_many_take_about_ten_times_as_long():
    """Counted in comparisons of what is known, not in seconds."""
    asked = []

    class Counted(dict):
        def get(self, key, default=None):
            asked.append(key)
            return super().get(key, default)

    def count(size):
        asked.clear()
        offers = [Offer(f"{n:05}", hub=str(n % 50), received=n * 7 % 9) for n in range(size)]
        need = Need(meaning=Counted({one.id: n * 31 % 97 / 97 for n, one in enumerate(offers)}))
        rank(need, offers, limit=10)
        return len(asked)

    small, large = count(200), count(2_000)
    assert large < 11 * small


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="negative"):
        Weights(meaning=-0.1)
    with pytest.raises(ValueError, match="finite"):
        Weights(price=float("nan"))
    with pytest.raises(ValueError, match="marked"):
        Need(hard=frozenset({Rule.CUSTOMER}))
    with pytest.raises(ValueError, match="unique"):
        rank(Need(), [Offer("a"), Offer("a")])


def test_nothing_asked_and_nothing_offered():
    assert rank(Need(), []).matches == ()
    assert only(Need(), Offer("a")).score > 0  # what is known about nothing is the same for all
    silent = Weights(**dict.fromkeys(NAMES, 0.0))
    assert only(PORT, QUAY, silent).score == 0
    assert set(Signal) > TOPIC
    assert all(
        one.offer.id < other.offer.id
        for one, other in pairwise(rank(Need(), [Offer("b"), Offer("a")]).matches)
    )
