import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.ranking import Evidence, Weights, contributions, rank

KINDS = ["meaning", "words", "every_word", "foreign_words", "codes", "concepts", "place"]

record = st.fixed_dictionaries({kind: st.floats(0, 1, allow_nan=False) for kind in KINDS})


def evidence(*records, keys=None):
    """Columns of what is said here record by record; what is not said is none."""
    columns = {kind: np.array([one.get(kind, 0.0) for one in records], float) for kind in KINDS}
    return Evidence(np.array(keys or range(1, len(records) + 1), np.int64), **columns)


def score(one):
    return float(rank(evidence(one)).scores[0])


@given(record, st.sampled_from(KINDS), st.floats(0, 0.5))
def test_more_evidence_never_lowers_a_record(one, kind, more):
    assert score(one | {kind: one[kind] + more}) >= score(one) - 1e-9


@given(st.lists(record, min_size=1, max_size=20))
def test_the_score_is_the_sum_of_what_is_shown_and_the_order_follows_it(records):
    ranking = rank(evidence(*records))
    assert sorted(ranking.keys.tolist()) == list(range(1, len(records) + 1))
    assert np.all(np.diff(ranking.scores) <= 1e-6)
    for key in ranking.keys.tolist():
        ranked = ranking.ranked(key)
        assert ranked.score == pytest.approx(sum(ranked.contributions.values()))
        assert ranked.score == pytest.approx(score(records[key - 1]))


@given(st.lists(record, min_size=1, max_size=20), st.floats(0.1, 1))
def test_a_lower_standing_lowers_every_part_of_the_score_and_a_whole_one_changes_nothing(records, standing):
    whole = rank(evidence(*records))
    same = rank(evidence(*records), standing=np.ones(len(records)))
    assert same.keys.tolist() == whole.keys.tolist()
    assert same.scores.tolist() == whole.scores.tolist()
    sunk = rank(evidence(*records), standing=np.array([standing] + [1.0] * (len(records) - 1)))
    places = [ranking.keys.tolist().index(1) for ranking in (whole, sunk)]
    assert places == sorted(places)
    assert sunk.ranked(1).score == pytest.approx(standing * whole.ranked(1).score)
    assert sunk.ranked(1).score == pytest.approx(sum(sunk.ranked(1).contributions.values()))


def test_equal_scores_are_ordered_by_key():
    same = {"meaning": 0.5}
    noise = {"meaning": 0.5 + 1e-9}
    assert rank(evidence(noise, same, same, keys=[3, 1, 2])).keys.tolist() == [1, 2, 3]


def test_the_first_records_keep_what_was_found_about_them():
    ranking = rank(evidence({"meaning": 0.1}, {"meaning": 0.9}, {"words": 1.0}))
    first = ranking.first(2)
    assert first.keys.tolist() == [2, 3]
    assert first.ranked(3) == ranking.ranked(3)


def test_one_shared_word_weighs_little_and_all_words_weigh_much():
    shared, all_there = {"words": 0.2}, {"words": 1.0, "every_word": 1.0}
    close = {"meaning": 0.3}
    assert rank(evidence(shared, all_there, close)).keys.tolist() == [2, 3, 1]


def test_the_right_place_alone_lifts_nothing():
    parts = contributions(evidence({"place": 1.0}, {"meaning": 0.3, "place": 1.0}), Weights())
    assert parts["place"].tolist() == [0, pytest.approx(Weights().place)]


def test_negative_closeness_counts_as_none():
    assert contributions(evidence({"meaning": -0.4}), Weights())["meaning"].tolist() == [0]
