"""Anna and Carla, who have accounts, and Eve, who has only links, in the 1:1 meetings of a summit; and four
people without an account who all meet each other."""

from __future__ import annotations

import pytest
from django.test import Client

from corridor.bilaterals.models import Bilateral, Bilaterals, Profile
from corridor.events.models import RegistrationKey
from corridor.kernel.keys import new_key

from .making import agreed, new_bilaterals, new_profile

NAMES = ("Anna", "Ben", "Carla", "Eve")


@pytest.fixture
def bilaterals(group) -> Bilaterals:
    return new_bilaterals(group)


@pytest.fixture
def of_anna(bilaterals, anna, hub) -> Profile:
    return new_profile(bilaterals, "Anna", person=anna, email=anna.email, hub=hub, country_id="NO")


@pytest.fixture
def of_carla(bilaterals, carla, other_hub) -> Profile:
    return new_profile(bilaterals, "Carla", person=carla, email=carla.email, hub=other_hub, country_id="NO")


@pytest.fixture
def of_eve(bilaterals) -> Profile:
    return new_profile(bilaterals, "Eve", language="fr", country_id="FR", organisation="Port de Brest")


@pytest.fixture
def opened_by():
    """``opened_by(of_eve)`` is the browser in which Eve opened the link of a letter."""

    def make(profile: Profile) -> Client:
        key, browser = new_key(), Client()
        RegistrationKey.objects.create(registration=profile.registration, digest=key.digest)
        assert browser.get(f"/en/events/link/{key.plain}/requests/").status_code == 302
        return browser

    return make


@pytest.fixture
def people(bilaterals) -> list[Profile]:
    return [new_profile(bilaterals, name) for name in NAMES]


@pytest.fixture
def meetings(people) -> list[Bilateral]:
    anna, ben, carla, eve = people
    pairs = [(anna, ben), (carla, eve), (anna, carla), (ben, eve), (anna, eve), (ben, carla)]
    return [agreed(*pair) for pair in pairs]
