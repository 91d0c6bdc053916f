"""A need of Nordlys' client, and Vestas, another member hub, which could help."""

from __future__ import annotations

import pytest

from corridor.catalogue.models import Service
from corridor.members.enums import SeatRole
from corridor.members.models import GroupMembership, Hub
from corridor.people.models import Person
from corridor.referrals.models import Need, Referral
from tests.catalogue.making import make_service
from tests.conftest import SINCE, seated
from tests.referrals.making import make_need, make_referral


@pytest.fixture(autouse=True)
def by_words_only(settings):
    """Most stories here need no model of meaning."""
    settings.EMBEDDER = "none"


@pytest.fixture
def vestas(norway, group) -> Hub:
    """Another member of the group."""
    hub = Hub.objects.create(slug="vestas", name="Vestas", title="Vestas Hub", kind="EDIH", country=norway)
    GroupMembership.objects.create(group=group, hub=hub, since=SINCE)
    return hub


@pytest.fixture
def vera(vestas) -> Person:
    return seated("Vera", vestas, SeatRole.EDITOR)


@pytest.fixture
def offer(vestas, group) -> Service:
    """A shared, public service of Vestas."""
    return make_service(vestas, group)


@pytest.fixture
def need(group, hub) -> Need:
    """Open, of Nordlys' client, for the group."""
    return make_need(group, hub)


@pytest.fixture
def referral(need, vestas, offer) -> Referral:
    """The need, sent to Vestas for its service."""
    return make_referral(need, vestas, service=offer)
