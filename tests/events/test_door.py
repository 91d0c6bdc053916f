"""At the door: Eve stands there with her code, Dora and Cora check people in, Carla tries it with Eve's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from corridor.events.codes import door_url
from corridor.events.door import checking_in
from corridor.events.enums import RegistrationState
from corridor.events.keys import OWN_PAGE
from corridor.events.models import Event, Registration, RegistrationKey
from corridor.events.queries import HELD
from corridor.kernel.errors import Refused
from corridor.kernel.journal import JournalEntry
from corridor.kernel.keys import new_key
from corridor.post.keys import page
from tests.bilaterals.making import new_event, new_registration
from tests.meetings.test_double_booking import all_at_once

AT = "/en/smart-connectivity/events/summit/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(group) -> Event:
    """Goes on now."""
    now = timezone.now()
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=3)}
    return new_event(group, **hours)


@pytest.fixture
def eve_comes(event) -> Registration:
    return new_registration(event, "Ève Żółć", email="eve@visitors.example", organisation="Port of Łódź")


def came(registration: Registration) -> bool:
    registration.refresh_from_db()
    return registration.checked_in_at is not None


def test_eve_is_let_in_by_the_code_that_she_reads_out(event, eve_comes, dora, browser_of):
    browser = browser_of(dora)
    wrong = browser.post(f"{AT}door/", {"code": "00000000"})
    assert wrong.status_code == 422
    assert "Nobody at this event has this code" in wrong.content.decode()
    spoken = f" {eve_comes.code[:6].upper()}-{eve_comes.code[6:]} "
    assert browser.post(f"{AT}door/", {"code": spoken}).status_code == 303
    eve_comes.refresh_from_db()
    assert eve_comes.checked_in_by == dora
    page = browser.get(f"{AT}door/").content.decode()
    assert "1 of 1 came" in page
    assert "Ève Żółć" in page
    entry = JournalEntry.objects.get(verb="check-in")
    assert (entry.by, entry.after) == (dora, {"registration": eve_comes.pk})


def test_the_address_in_her_qr_code_shows_her_and_one_tap_lets_her_in(
    event, eve_comes, dora, cora, browser_of
):
    address = door_url(eve_comes).partition("//")[2].partition("/")[2]
    browser = browser_of(dora)
    assert "Port of Łódź" in browser.get(f"/{address}").content.decode()
    assert not came(eve_comes)
    assert browser.post(f"/{address}").status_code == 303
    again = browser_of(cora).post(f"{AT}door/", {"code": door_url(eve_comes)})
    assert again.status_code == 409
    assert "This person is checked in already" in again.content.decode()
    assert "Dora" in again.content.decode()
    assert browser.post(f"/{address}undoing/").status_code == 303
    assert not came(eve_comes)
    assert browser.post(f"/{address}undoing/").status_code == 409


def test_she_is_found_by_her_name_without_its_accents(event, eve_comes, dora, browser_of):
    new_registration(event, "Bob")
    page = browser_of(dora).get(f"{AT}door/", {"q": "lodz zolc"}).content.decode()
    assert "Ève Żółć" in page
    assert "Bob" not in page
    assert "Nobody who is registered fits" in browser_of(dora).get(f"{AT}door/?q=Zoe").content.decode()


def test_carla_cannot_use_eves_code_and_eve_sees_only_her_own(event, eve_comes, carla, ben, eve, browser_of):
    page = f"{AT}door/{eve_comes.code}/"
    for one in (carla, ben):
        browser = browser_of(one)
        assert [browser.get(page).status_code, browser.post(page).status_code] == [404, 404]
        assert browser.post(f"{AT}door/", {"code": eve_comes.code}).status_code == 404
        assert browser.get(f"{AT}me/code.svg").status_code == 404
    assert eve.post(page).status_code == 302
    assert not came(eve_comes)
    mine = new_registration(event, "Carla", person=carla, email=carla.email)
    shown = browser_of(carla).get(f"{AT}me/code/").content.decode()
    assert mine.code in shown
    assert eve_comes.code not in shown


def test_eve_shows_her_code_without_an_account(event, eve_comes, eve):
    assert eve.get(f"{AT}me/code/").status_code == 404
    key = new_key()
    RegistrationKey.objects.create(registration=eve_comes, digest=key.digest)
    assert page(OWN_PAGE, "fr", key.plain).endswith(f"/fr/events/link/{key.plain}/")
    session = eve.session
    session[HELD] = {str(event.pk): key.digest}
    session.save()
    assert eve_comes.code in eve.get(f"{AT}me/code/").content.decode()
    picture = eve.get(f"{AT}me/code.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    assert not any(inline in picture.content for inline in (b"style=", b"<script"))


def test_who_waits_or_cancelled_is_not_let_in_and_another_event_has_other_codes(
    event, group, dora, browser_of
):
    waiting = new_registration(event, "Bob", state=RegistrationState.WAITING)
    other = new_registration(new_event(group, "other"), "Zoe")
    browser = browser_of(dora)
    answer = browser.post(f"{AT}door/", {"code": waiting.code})
    assert answer.status_code == 422
    assert "Bob cannot be checked in: on the waiting list" in answer.content.decode()
    assert browser.post(f"{AT}door/", {"code": other.code}).status_code == 422
    assert browser.get(f"{AT}door/{other.code}/").status_code == 404


def test_the_door_opens_the_day_before_and_closes_at_the_end(group, dora):
    begins = timezone.now() + timedelta(days=10)
    event = new_event(group, starts_at=begins, ends_at=begins + timedelta(hours=2))
    opens = checking_in.opens_at(event)
    moment = timedelta(seconds=1)
    assert (opens.hour, (begins.astimezone(opens.tzinfo).date() - opens.date()).days) == (0, 1)
    assert [checking_in.is_open(event, opens - moment), checking_in.is_open(event, opens)] == [False, True]
    assert [
        checking_in.is_open(event, event.ends_at - moment),
        checking_in.is_open(event, event.ends_at),
    ] == [
        True,
        False,
    ]
    with pytest.raises(Refused, match="from the day before"):
        checking_in.check_in(by=dora, registration=new_registration(event, "Bob"))


@pytest.mark.django_db(transaction=True)
def test_two_helpers_scan_her_at_once_and_she_came_once(event, eve_comes, dora, cora):
    told = all_at_once(
        *(lambda by=by: checking_in.check_in(by=by, registration=eve_comes) for by in (dora, cora) * 4)
    )
    assert sorted(type(one).__name__ for one in told) == ["HereAlready"] * 7 + ["Registration"]
    who = next(one for one in told if isinstance(one, Registration)).checked_in_by
    assert {one.registration.checked_in_by for one in told if isinstance(one, Exception)} == {who}
    assert JournalEntry.objects.filter(verb="check-in").count() == 1
