"""The alignment on made languages, where the right answer is known."""

import numpy as np
import pytest

from corridor.engines.crosslingual import Alignment, fallback, learn, learn_detector, unit

SIZE, TEXTS = 24, 160


@pytest.fixture(scope="module")
def languages():
    """Three languages that say the same: a shift and a slight turn apart, with some noise."""
    random = np.random.default_rng(7)
    meaning = random.normal(size=(TEXTS, SIZE))
    made = {}
    for code, strength in (("aa", 0.0), ("bb", 0.25), ("cc", 0.25)):
        turn = np.eye(SIZE) + strength * random.normal(size=(SIZE, SIZE)) / np.sqrt(SIZE)
        shift = 3 * random.normal(size=SIZE)
        made[code] = unit(meaning @ turn + shift + 0.05 * random.normal(size=(TEXTS, SIZE)))
    return made


def first_hits(queries, documents):
    return float(np.mean(np.argmax(queries @ documents.T, axis=1) == np.arange(len(queries))))


def held_out(languages, code, alignment):
    return alignment[code].queries(languages[code][TEXTS // 2 :])


def test_a_translation_is_found_more_often_after_alignment_than_before(languages):
    half = {code: vectors[: TEXTS // 2] for code, vectors in languages.items()}
    alignment = learn(half, half)
    raw = first_hits(languages["aa"][TEXTS // 2 :], languages["bb"][TEXTS // 2 :])
    aligned = first_hits(held_out(languages, "aa", alignment), held_out(languages, "bb", alignment))
    assert aligned > raw
    assert aligned > 0.95


def test_the_query_s_own_language_is_not_preferred_any_more(languages):
    half = {code: vectors[: TEXTS // 2] for code, vectors in languages.items()}
    alignment = learn(half, half)

    def share_of_own(see):
        pool = np.concatenate([see(code) for code in languages])
        owner = np.repeat(list(languages), TEXTS - TEXTS // 2)
        closest = np.argsort(-(see("bb") @ pool.T), axis=1)[:, 1:11]
        return float(np.mean(owner[closest] == "bb"))

    raw = share_of_own(lambda code: languages[code][TEXTS // 2 :])
    aligned = share_of_own(lambda code: held_out(languages, code, alignment))
    assert raw > 0.9
    assert aligned < 0.5


def test_a_heavy_penalty_leaves_only_the_centring(languages):
    alignment = learn(languages, languages, ridge=1e9)
    assert np.allclose(alignment["bb"].matrix, np.eye(SIZE), atol=1e-4)


def test_vectors_come_out_with_length_one_and_zero_stays_zero():
    assert np.allclose(np.linalg.norm(unit(np.array([[3.0, 4.0], [0.1, 0.0]])), axis=1), 1)
    assert np.array_equal(unit(np.zeros((1, 3))), np.zeros((1, 3)))


def test_a_language_without_texts_gets_the_average_mean_and_no_map():
    one, two = (Alignment(np.full(2, value), np.full(2, value), np.ones((2, 2))) for value in (1.0, 3.0))
    average = fallback([one, two], 2)
    assert np.array_equal(average.query_mean, [2, 2])
    assert np.array_equal(average.matrix, np.eye(2))
    assert np.array_equal(fallback([], 2).query_mean, [0, 0])


def test_the_detector_tells_the_languages_apart_and_keeps_the_expected_one_in_doubt(languages):
    detector = learn_detector({code: vectors[: TEXTS // 2] for code, vectors in languages.items()})
    for code, vectors in languages.items():
        guesses = [detector.guess(vector, "aa") for vector in vectors[TEXTS // 2 :]]
        assert guesses.count(code) / len(guesses) > 0.95
    between = np.mean([languages["aa"].mean(axis=0), languages["bb"].mean(axis=0)], axis=0)
    assert {detector.guess(between, expected) for expected in ("aa", "bb")} == {"aa", "bb"}
