"""Looking at the heads of vectors first finds nearly all that looking at the whole finds."""

import numpy as np
import pytest

from corridor.engines.crosslingual import unit
from corridor.engines.principal import HEAD, most_promising, principal_directions

WIDTH = 2 * HEAD


@pytest.fixture(scope="module")
def vectors():
    """Four thousand around two hundred subjects."""
    draw = np.random.default_rng(3)
    subjects = unit(draw.standard_normal((200, WIDTH)))
    return unit(subjects[draw.integers(0, 200, 4000)] + 0.05 * draw.standard_normal((4000, WIDTH)))


@pytest.fixture(scope="module")
def rotation(vectors):
    return principal_directions(vectors)


def test_a_rotation_changes_no_cosine(vectors, rotation):
    turned = vectors @ rotation
    assert turned @ turned[0] == pytest.approx(vectors @ vectors[0], abs=1e-5)
    assert (principal_directions(vectors) == rotation).all()


def test_a_twentieth_of_the_vectors_holds_nearly_all_of_the_closest_ten(vectors, rotation):
    turned = vectors @ rotation
    questions = unit(vectors[::100] + 0.05 * np.random.default_rng(5).standard_normal((40, WIDTH)))
    shares = []
    for question in questions @ rotation:
        rows = most_promising(turned[:, :HEAD] @ question[:HEAD], len(vectors) // 20)
        closest = np.argsort(-(turned @ question))[:10]
        shares.append(np.isin(closest, rows).mean())
    assert np.mean(shares) >= 0.95


def test_heads_that_are_not_turned_tell_less(vectors, rotation):
    question = vectors[0]
    exact = vectors @ question
    plain, turned = (
        vectors[:, :HEAD] @ question[:HEAD],
        (vectors @ rotation)[:, :HEAD] @ (question @ rotation)[:HEAD],
    )
    assert np.abs(turned - exact).mean() < np.abs(plain - exact).mean()


def test_where_all_are_wanted_none_is_left_out():
    closeness = np.array([0.3, -0.2, 0.9, 0.1], np.float32)
    assert most_promising(closeness, 4).tolist() == most_promising(closeness, 9).tolist() == [0, 1, 2, 3]
    assert most_promising(closeness, 2).tolist() == [0, 2]
