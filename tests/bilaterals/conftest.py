"""Four people at the summit who all meet each other, six slots and four tables."""

from __future__ import annotations

import pytest

from .making import agreed, new_bilaterals, new_profile

NAMES = ("Anna", "Ben", "Carla", "Eve")


@pytest.fixture(autouse=True)
def by_words_only(settings):
    """Schedules need no model of meaning."""
    settings.EMBEDDER = "none"


@pytest.fixture
def bilaterals(group):
    return new_bilaterals(group)


@pytest.fixture
def people(bilaterals):
    return [new_profile(bilaterals, name) for name in NAMES]


@pytest.fixture
def meetings(people):
    anna, ben, carla, eve = people
    pairs = [(anna, ben), (carla, eve), (anna, carla), (ben, eve), (anna, eve), (ben, carla)]
    return [agreed(*pair) for pair in pairs]
