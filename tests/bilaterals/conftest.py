"""Anna and Carla, who have accounts, and Eve, who has only links, in the 1:1 meetings of a summit."""

from __future__ import annotations

import pytest
from django.test import Client

from corridor.bilaterals.models import Bilaterals, Profile
from corridor.events.models import RegistrationKey
from corridor.kernel.keys import new_key

from .making import new_bilaterals, new_profile


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
