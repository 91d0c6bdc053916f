"""Looking only at the nearest cells finds nearly all that looking everywhere finds."""

import numpy as np
import pytest

from corridor.engines.crosslingual import unit
from corridor.engines.inverted_file import cells_of, cells_to_look_through, learn_centres


@pytest.fixture(scope="module")
def vectors():
    """Four thousand around two hundred subjects."""
    draw = np.random.default_rng(3)
    subjects = unit(draw.standard_normal((200, 48)))
    return unit(subjects[draw.integers(0, 200, 4000)] + 0.09 * draw.standard_normal((4000, 48)))


@pytest.fixture(scope="module")
def centres(vectors):
    return learn_centres(vectors)


def closest(vectors, rows, question):
    return set(rows[np.argsort(-(vectors[rows] @ question))[:10]].tolist())


def looked_at(vectors, centres, allowed, question, wanted):
    """The allowed rows in the cells chosen for the question."""
    cells = cells_of(vectors, centres)
    counts = np.bincount(cells[allowed], minlength=len(centres))
    chosen = cells_to_look_through(centres @ question, counts, wanted)
    return allowed[np.isin(cells[allowed], chosen)]


def test_an_eighth_of_the_vectors_holds_nearly_all_of_the_closest_ten(vectors, centres):
    everything = np.arange(len(vectors))
    questions = unit(vectors[::100] + 0.05 * np.random.default_rng(5).standard_normal((40, 48)))
    shares = []
    for question in questions:
        rows = looked_at(vectors, centres, everything, question, len(vectors) // 8)
        assert len(vectors) / 8 <= len(rows) < len(vectors) / 4
        shares.append(len(closest(vectors, rows, question) & closest(vectors, everything, question)) / 10)
    assert np.mean(shares) >= 0.95


def test_however_few_are_allowed_as_many_as_wanted_are_looked_at(vectors, centres):
    for few in (1, 30, 400):
        allowed = np.random.default_rng(few).permutation(len(vectors))[:few]
        assert len(looked_at(vectors, centres, allowed, vectors[0], 200)) >= min(few, 200)


def test_where_all_are_wanted_all_are_looked_at(vectors, centres):
    everything = np.arange(len(vectors))
    assert set(looked_at(vectors, centres, everything, vectors[7], len(vectors))) == set(everything)


def test_the_same_vectors_have_the_same_centres(vectors, centres):
    assert (learn_centres(vectors) == centres).all()
    assert np.linalg.norm(centres, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_very_few_vectors_have_cells_as_well(vectors, count):
    few = vectors[:count]
    assert (cells_of(few, learn_centres(few)) < len(few)).all()
