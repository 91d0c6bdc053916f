from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.ranking import Evidence, Weights, contributions, rank

KINDS = ["meaning", "words", "every_word", "foreign_words", "codes", "concepts", "place"]

evidence = st.builds(
    Evidence,
    key=st.integers(1, 50),
    **{kind: st.floats(0, 1, allow_nan=False) for kind in KINDS},
)


@given(evidence, st.sampled_from(KINDS), st.floats(0, 0.5))
def test_more_evidence_never_lowers_a_record(one, kind, more):
    stronger = replace(one, **{kind: getattr(one, kind) + more})
    assert rank([stronger])[0].score >= rank([one])[0].score - 1e-9


@given(st.lists(evidence, max_size=20))
def test_the_score_is_the_sum_of_what_is_shown_and_the_order_follows_it(records):
    ranked = rank(records)
    assert [item.score for item in ranked] == sorted((item.score for item in ranked), reverse=True)
    for item in ranked:
        assert item.score == pytest.approx(sum(item.contributions.values()))


def test_equal_scores_are_ordered_by_key():
    assert [item.evidence.key for item in rank([Evidence(3, 0.5), Evidence(1, 0.5), Evidence(2, 0.5)])] == [
        1,
        2,
        3,
    ]


def test_one_shared_word_weighs_little_and_all_words_weigh_much():
    shared, all_there = Evidence(1, words=0.2), Evidence(2, words=1.0, every_word=1.0)
    close = Evidence(3, meaning=0.3)
    assert [item.evidence.key for item in rank([shared, all_there, close])] == [2, 3, 1]


def test_the_right_place_alone_lifts_nothing():
    only_place, with_meaning = (
        contributions(Evidence(1, place=1.0), Weights()),
        Evidence(2, meaning=0.3, place=1.0),
    )
    assert only_place["place"] == 0
    assert contributions(with_meaning, Weights())["place"] == pytest.approx(Weights().place)


def test_negative_closeness_counts_as_none():
    assert contributions(Evidence(1, meaning=-0.4), Weights())["meaning"] == 0
