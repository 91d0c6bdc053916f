"""Services of Nordlys, and a second member hub, Vestas, whose editor Vera may review them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corridor.catalogue.enums import ServiceState
from corridor.catalogue.models import Service
from corridor.members.enums import SeatRole
from corridor.members.models import GroupMembership, Hub
from corridor.people.models import Person
from tests.catalogue.making import make_service
from tests.conftest import SINCE, seated


@pytest.fixture(autouse=True)
def by_words_only(settings):
    """The catalogue needs no model of meaning."""
    settings.EMBEDDER = "none"


@pytest.fixture
def new_service(group) -> Callable[..., Service]:
    """``new_service(hub)`` is a shared, public service; ``state="draft"`` makes a draft, and every other
    field can be given as well."""

    def make(hub: Hub, **values: Any) -> Service:
        return make_service(hub, group, **values)

    return make


@pytest.fixture
def service(hub, new_service) -> Service:
    """Of Nordlys, shared with everybody."""
    return new_service(hub)


@pytest.fixture
def draft(hub, new_service) -> Service:
    """Of Nordlys, not shared yet."""
    return new_service(hub, slug="draft", title={"en": "Radio survey"}, state=ServiceState.DRAFT)


@pytest.fixture
def vestas(norway, group) -> Hub:
    """Another member of the group."""
    hub = Hub.objects.create(slug="vestas", name="Vestas", title="Vestas Hub", kind="EDIH", country=norway)
    GroupMembership.objects.create(group=group, hub=hub, since=SINCE)
    return hub


@pytest.fixture
def vera(vestas) -> Person:
    return seated("Vera", vestas, SeatRole.EDITOR)
