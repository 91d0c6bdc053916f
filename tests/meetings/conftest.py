"""A group with a meeting to come, and seven hubs from Lisbon to Helsinki."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from corridor.meetings.models import Meeting, Series
from corridor.members.enums import SeatRole
from corridor.members.models import GroupMembership, Hub, Seat
from corridor.people.models import Person
from corridor.vocab.models import Country
from tests.conftest import SINCE
from tests.house.of_meetings import coming_meeting

SEVEN = (
    ("lisboa", "Lisboa", "PT", "Europe/Lisbon", "Luísa"),
    ("brussel", "Brussel", "BE", "Europe/Brussels", "Bram"),
    ("helsinki", "Helsinki", "FI", "Europe/Helsinki", "Helmi"),
    ("tenerife", "Tenerife", "ES", "Atlantic/Canary", "Teresa"),
    ("athina", "Athína", "GR", "Europe/Athens", "Ariadni"),
    ("stockholm", "Stockholm", "SE", "Europe/Stockholm", "Signe"),
    ("madrid", "Madrid", "ES", "Europe/Madrid", "Marta"),
)


@pytest.fixture(autouse=True)
def by_words_only(settings):
    """Meetings need no model of meaning."""
    settings.EMBEDDER = "none"


@pytest.fixture
def series(group) -> Series:
    return Series.objects.create(group=group, slug="plenary", name={"en": "Plenary"})


@pytest.fixture
def coming(group, series) -> Meeting:
    """14:00 to 15:30 in Brussels, two weeks from now, for the group."""
    return coming_meeting(group, series)


@dataclass(frozen=True)
class Delegation:
    """A member hub and its editor."""

    hub: Hub
    person: Person


@pytest.fixture
def seven_hubs(group) -> list[Delegation]:
    """Member hubs from the Canaries to Helsinki, each with an editor who lives in the hub's time zone."""
    countries = {
        one.code: one for one in Country.objects.filter(code__in=[code for _, _, code, _, _ in SEVEN])
    }
    hubs = Hub.objects.bulk_create(
        Hub(slug=slug, name=name, title=f"{name} Hub", kind="EDIH", country=countries[code], city=name)
        for slug, name, code, _, _ in SEVEN
    )
    people = Person.objects.bulk_create(
        Person(email=f"{slug}@example.org", name=name, time_zone=zone) for slug, _, _, zone, name in SEVEN
    )
    GroupMembership.objects.bulk_create(GroupMembership(group=group, hub=hub, since=SINCE) for hub in hubs)
    Seat.objects.bulk_create(
        Seat(person=person, hub=hub, role=SeatRole.EDITOR, since=SINCE)
        for person, hub in zip(people, hubs, strict=True)
    )
    return [Delegation(hub, person) for hub, person in zip(hubs, people, strict=True)]
