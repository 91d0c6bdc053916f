"""The people of every story, on real rows in a real PostgreSQL.

Anna edits the hub Nordlys, Ben sits in it, Carla edits another hub. Dora moderates the group and Cora
with her; Finn is its Commission officer, Tess of the support team, Otto observes for the Commission, Gil
is a guest expert. Olga operates the installation, Eve is a stranger.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils.translation import override
from hypothesis import HealthCheck

from corridor.members.enums import GroupRoleName, SeatRole
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat, WorkingGroup
from corridor.people.models import Person
from corridor.vocab.actions import load_reference_data
from corridor.vocab.models import Country

from .restoring import Beginning

PASSWORD = "a long enough passphrase"
SINCE = date(2024, 4, 25)
# How long an example takes says only how busy the machine is.
hypothesis.settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("suite")
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Debian's Chromium without windows opens a page in half the time; the whole one does as well.
CHROMIUMS = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
CHROMIUM = next((one for one in CHROMIUMS if one.exists()), CHROMIUMS[-1])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Long stories first, so that at the end no process works on one while the others have nothing to do."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from .scheduling import Together

    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_finish():
    """What is imported by now stays, so Python need not look through all of it again and again for what has
    gone: that takes a sixth of the suite's time. What tests leave behind is still found."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Official lists, countries, regions and concepts are there in every test, loaded once."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        wait_for_no_disk()
        load_reference_data()
        patch.setattr(TransactionTestCase, "_fixture_teardown", back_to_the_beginning())
        yield


def wait_for_no_disk() -> None:
    """What these databases hold need not survive a power cut, so nobody waits until it is written."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"alter database {name} set synchronous_commit = off")
        cursor.execute("set synchronous_commit = off")


def back_to_the_beginning() -> Callable[[TransactionTestCase], None]:
    """What follows a test with real transactions: the tables as they are now."""
    beginning, empty_tables = Beginning(), TransactionTestCase._fixture_teardown

    def restore(test: TransactionTestCase) -> None:
        beginning.restore()

    def empty_and_load(test: TransactionTestCase) -> None:
        empty_tables(test)
        cache.clear()  # its table is none of Django's, so it is not emptied with the others
        load_reference_data()

    if beginning.may_be_restored:
        return restore
    with connection.cursor() as cursor:  # the journal refuses to be emptied
        cursor.execute("alter table kernel_journalentry disable trigger journal_stays")
    return empty_and_load


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = QUICK_HASHERS


@pytest.fixture(autouse=True)
def in_english():
    """A request leaves its language in the thread; every story begins in English."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Without digests in their names, and looked for when asked for: every test client would otherwise
    begin by looking through all of them."""
    settings.WHITENOISE_AUTOREFRESH = True
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


@pytest.fixture(scope="session")
def one_chromium():
    """Started once in each process, since a start takes longer than most stories."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield browser, loop
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture
def chromium(one_chromium):
    """A browser that has seen nothing yet: every story opens windows of its own, which are closed here.

    Ask for it last. Beside its event loop, Django would open a second connection that nobody closes;
    so the loop counts as running in stories with a browser only, and there after all preparations.
    """
    browser, loop = one_chromium
    asyncio._set_running_loop(loop)
    yield browser
    for context in browser.contexts:
        context.close()
    asyncio._set_running_loop(None)
