"""The people of every story, on real rows in a real PostgreSQL.

Anna edits the hub Nordlys, Ben sits in it, Carla edits another hub. Dora moderates the group and Cora
with her; Finn is its Commission officer, Tess of the support team, Otto observes for the Commission, Gil
is a guest expert. Olga operates the installation, Eve is a stranger.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils.translation import override
from pytest_django.plugin import blocking_manager_key

from corridor.members.enums import GroupRoleName, SeatRole
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat, WorkingGroup
from corridor.people.models import Person
from corridor.vocab.actions import load_reference_data
from corridor.vocab.models import Country

PASSWORD = "a long enough passphrase"
SINCE = date(2024, 4, 25)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Official lists, countries, regions and concepts are there in every test, loaded once."""
    with django_db_blocker.unblock():
        # Tests with real transactions end by emptying every table, which the journal refuses.
        with connection.cursor() as cursor:
            cursor.execute("alter table kernel_journalentry disable trigger journal_stays")
        load_reference_data()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item, nextitem):
    """A test with real transactions empties every table at its end; the reference data comes back."""
    result = yield
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(item.fixturenames)
    flushed = fixtures or (marker and marker.kwargs.get("transaction"))
    if flushed and nextitem is not None:
        with item.config.stash[blocking_manager_key].unblock():
            cache.clear()  # its table is none of Django's, so it is not emptied with the others
            load_reference_data()
    return result


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def in_english():
    """A request leaves its language in the thread; every story begins in English."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with real data and other people's validators; skips without it."""
    folder = Path(os.environ.get("CORRIDOR_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "README.md").exists():
        pytest.skip(f"no shared data at {folder}: set CORRIDOR_SHARED")
    return folder


@pytest.fixture
def norway(db) -> Country:
    return Country.objects.get(code="NO")


@pytest.fixture
def group(db) -> WorkingGroup:
    return WorkingGroup.objects.create(
        slug="smart-connectivity", name={"en": "Smart Connectivity"}, mission={"en": "Connect what matters."}
    )


@pytest.fixture
def hub(norway, group) -> Hub:
    hub = Hub.objects.create(
        slug="nordlys",
        name="Nordlys",
        title="Nordlys Digital Innovation Hub",
        kind="EDIH",
        country=norway,
        description={"en": "Private 5G networks for ports and fish farms."},
    )
    GroupMembership.objects.create(group=group, hub=hub, since=SINCE)
    return hub


@pytest.fixture
def other_hub(norway) -> Hub:
    return Hub.objects.create(
        slug="sorvest",
        name="Sørvest",
        title="Sørvest Hub",
        kind="DIH",
        country=norway,
        description={"en": "Robots for small workshops."},
    )


def person(name: str, **fields) -> Person:
    return Person.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name, **fields)


def seated(name: str, hub: Hub, role: str) -> Person:
    somebody = person(name)
    Seat.objects.create(person=somebody, hub=hub, role=role, since=SINCE)
    return somebody


def with_role(name: str, group: WorkingGroup, role: str) -> Person:
    somebody = person(name)
    GroupRole.objects.create(person=somebody, group=group, role=role, since=SINCE)
    return somebody


@pytest.fixture
def anna(hub) -> Person:
    return seated("Anna", hub, SeatRole.EDITOR)


@pytest.fixture
def ben(hub) -> Person:
    return seated("Ben", hub, SeatRole.ALTERNATE)


@pytest.fixture
def carla(other_hub) -> Person:
    return seated("Carla", other_hub, SeatRole.EDITOR)


@pytest.fixture
def dora(group) -> Person:
    return with_role("Dora", group, GroupRoleName.MODERATOR)


@pytest.fixture
def cora(group) -> Person:
    return with_role("Cora", group, GroupRoleName.CO_MODERATOR)


@pytest.fixture
def finn(group) -> Person:
    return with_role("Finn", group, GroupRoleName.OFFICER)


@pytest.fixture
def tess(group) -> Person:
    return with_role("Tess", group, GroupRoleName.SUPPORT)


@pytest.fixture
def gil(group) -> Person:
    return with_role("Gil", group, GroupRoleName.GUEST)


@pytest.fixture
def otto(group) -> Person:
    return with_role("Otto", group, GroupRoleName.OBSERVER)


@pytest.fixture
def olga(db) -> Person:
    return person("Olga", is_staff=True, is_superuser=True)


@pytest.fixture
def browser_of():
    """``browser_of(anna)`` is a test client signed in as Anna; ``browser_of(None)`` is Eve's."""

    def make(somebody: Person | None) -> Client:
        client = Client()
        if somebody is not None:
            client.force_login(somebody)
        return client

    return make


@pytest.fixture
def eve(db) -> Client:
    return Client()
