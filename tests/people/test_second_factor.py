"""The second factor: codes from an app, recovery codes, and the roles for which there must be one."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.checks import run_checks
from django.test import Client

from corridor.kernel.journal import JournalEntry
from corridor.members.models import GroupRole
from corridor.people import limits
from corridor.people.tokens.actions import make_token
from tests.conftest import PASSWORD

SIGN_IN, ASK, OVERVIEW = "/en/sign-in/", "/en/sign-in/second-factor/", "/en/account/second-factor/"
APP, CODES = f"{OVERVIEW}app/", f"{OVERVIEW}recovery-codes/"
PAGE = "/en/account/access/"
STEP = 30


def enter(person, **more) -> Client:
    client = Client()
    client.post(SIGN_IN, {"username": person.email, "password": PASSWORD} | more)
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def code_at(secret: str, seconds: float = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time() + seconds) // STEP))


def sets_up_app(client: Client) -> tuple[str, list[str]]:
    """The app's secret, and the recovery codes that are shown once."""
    page = client.get(APP).content.decode()
    secret = re.search(r'class="code-box">([A-Z2-7]+)<', page)[1]
    done = client.post(APP, {"code": code_at(secret)})
    assert (done.status_code, done["Location"]) == (302, CODES)
    codes = re.findall(r"<li>(\d{8})</li>", client.get(CODES).content.decode())
    assert len(codes) == 10
    return secret, codes


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def app(anna, clock) -> tuple[str, list[str]]:
    """Anna has an app; the next step of time has begun."""
    found = sets_up_app(enter(anna))
    clock.shift(2 * STEP)
    return found


def test_anna_is_asked_in_each_session(anna, app, clock):
    secret, _codes = app
    client = enter(anna, next="/en/hubs/nordlys/edit/")
    assert not is_in(client)
    page = client.get(ASK)
    assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
    assert client.post(ASK, {"code": "000000"}).status_code == 422
    done = client.post(ASK, {"code": code_at(secret)})
    assert (done.status_code, done["Location"]) == (302, "/en/hubs/nordlys/edit/")
    assert is_in(client)
    assert not is_in(enter(anna))


def test_case_12_no_page_is_reached_by_leaving_the_step_out(anna, app):
    client = enter(anna)
    for address in ("/en/hubs/nordlys/edit/", PAGE, OVERVIEW, APP, CODES, f"{CODES}new/", f"{APP}removal/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, SIGN_IN)
    assert client.post(f"{APP}removal/").status_code == 302
    assert client.get(ASK).status_code == 200  # still waiting
    assert Client().get(ASK)["Location"] == SIGN_IN
    assert Authenticator.objects.filter(user=anna, type="totp").exists()


@pytest.mark.parametrize(
    ("skew", "fits"),
    [(-90, False), (-60, False), (-30, True), (0, True), (30, True), (60, False), (90, False)],
)
def test_case_12_a_clock_may_differ_by_one_step(anna, app, skew, fits):
    secret, _codes = app
    client = enter(anna)
    assert client.post(ASK, {"code": code_at(secret, skew)}).status_code == (302 if fits else 422)
    assert is_in(client) is fits


def test_case_12_a_code_is_taken_once_even_while_it_is_still_right(anna, app, clock):
    secret, _codes = app
    code = code_at(secret)
    first = enter(anna)
    assert first.post(ASK, {"code": code}).status_code == 302
    for later in (0, STEP - 1):  # for half a minute more the code would be right
        clock.shift(later)
        thief = enter(anna)
        assert thief.post(ASK, {"code": code}).status_code == 422
        assert not is_in(thief)
    clock.shift(STEP)
    second = enter(anna)
    assert second.post(ASK, {"code": code_at(secret)}).status_code == 302


def test_case_12_the_code_of_the_setting_up_is_used_up(anna, clock):
    secret, _codes = sets_up_app(enter(anna))
    assert enter(anna).post(ASK, {"code": code_at(secret)}).status_code == 422


def test_case_12_a_recovery_code_is_taken_once_and_codes_are_shown_once(anna, app):
    _secret, codes = app
    client = enter(anna)
    assert client.post(ASK, {"code": codes[3]}).status_code == 302
    assert enter(anna).post(ASK, {"code": codes[3]}).status_code == 422
    shown = client.get(CODES).content.decode()
    assert not any(code in shown for code in codes)
    assert "9 codes are left" in shown


def test_case_12_guessing_codes_is_stopped_and_a_right_passphrase_does_not_help(anna, app):
    secret, _codes = app
    statuses = []
    for _ in range(limits.PER_ACCOUNT.attempts + 1):
        client = enter(anna)
        statuses.append(client.post(ASK, {"code": "000000"}).status_code)
    assert statuses == [422] * limits.PER_ACCOUNT.attempts + [429]
    assert client.post(ASK, {"code": code_at(secret)}).status_code == 429


def test_what_is_stored_opens_nothing_by_itself(anna, app, settings):
    secret, codes = app
    stored = str(list(Authenticator.objects.values("data")))
    assert secret not in stored
    assert not any(code in stored for code in codes)
    assert secret not in str(list(JournalEntry.objects.values()))


def test_with_another_key_of_the_installation_no_code_fits(anna, app, settings):
    secret, codes = app
    settings.SECRET_KEY = "another key of the installation, long enough"
    client = enter(anna)
    for code in (code_at(secret), *codes[:2], "00000000"):
        assert client.post(ASK, {"code": code}).status_code == 422


def test_setting_up_ends_the_other_sessions_and_is_told_to_the_journal(anna, clock):
    elsewhere, here = enter(anna), enter(anna)
    sets_up_app(here)
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    entry = JournalEntry.objects.get(verb="add-second-factor")
    assert (entry.by_id, entry.after) == (anna.pk, {"kind": "totp"})


def test_after_a_while_anna_proves_again_who_she_is(anna, app, clock):
    secret, _codes = app
    client = enter(anna)
    client.post(ASK, {"code": code_at(secret)})
    clock.shift(6 * 60)
    asked = client.get(f"{APP}removal/")
    assert asked["Location"].startswith("/en/sign-in/again/")
    assert client.post(asked["Location"], {"password": "wrong"}).status_code == 422
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == f"{APP}removal/"
    assert client.post(f"{APP}removal/").status_code == 302
    assert is_in(enter(anna))


# Roles that need one.


def test_who_must_have_one_sees_nothing_before_it_is_set_up(dora, anna, settings, clock):
    settings.MFA_ROLES = ["moderator"]
    client = enter(dora)
    for address in ("/en/", "/en/imports/hubs/", PAGE, "/en/hubs/", "/en/account/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, OVERVIEW)
    refused = client.get("/api/v1/hubs")
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-needed")
    assert b"Your role needs a second factor" in client.get(OVERVIEW).content
    sets_up_app(client)
    assert client.get("/en/imports/hubs/").status_code == 200
    assert is_in(enter(anna))
    assert client.post("/en/sign-out/").status_code == 302


def test_who_must_have_one_cannot_remove_the_last(dora, settings, clock):
    settings.MFA_ROLES = ["moderator"]
    client = enter(dora)
    sets_up_app(client)
    assert b"Set up another one" in client.post(f"{APP}removal/").content
    assert Authenticator.objects.filter(user=dora, type="totp").exists()
    GroupRole.objects.filter(person=dora).update(until=date(2026, 11, 22))
    assert client.post(f"{APP}removal/").status_code == 302


def test_a_session_from_before_the_role_is_asked_at_once(dora, settings, clock):
    """Somebody had a factor and a session without it, as force_login makes one."""
    sets_up_app(enter(dora))
    dora.refresh_from_db()
    old = Client()
    old.force_login(dora)
    assert is_in(old)
    settings.MFA_ROLES = ["moderator"]
    assert old.get(PAGE)["Location"].startswith("/en/sign-in/again/code/")


def test_the_operators_tables_are_behind_it(olga, settings, clock):
    settings.MFA_ROLES = ["operator"]
    client = enter(olga)
    assert client.get("/admin/")["Location"].startswith(OVERVIEW)
    assert client.get("/admin/people/person/")["Location"].startswith(OVERVIEW)
    sets_up_app(client)
    assert client.get("/admin/people/person/").status_code == 200


def test_keys_of_programs_are_refused_until_there_is_one(dora, settings, clock):
    key = make_token(by=dora, name="x", scopes=["read"], days=30)[1]
    headers = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/v1/hubs", headers=headers).status_code == 200
    settings.MFA_ROLES = ["moderator"]
    refused = Client().get("/api/v1/hubs", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-needed")
    sets_up_app(enter(dora))
    assert Client().get("/api/v1/hubs", headers=headers).status_code == 200


def test_a_role_that_nobody_can_hold_is_an_error_of_the_settings(settings):
    settings.MFA_ROLES = ["moderator", "moderators"]
    (error,) = [one for one in run_checks() if "CORRIDOR_MFA_ROLES" in one.msg]
    assert "unknown roles: moderators." in error.msg


@pytest.mark.parametrize(
    "credential", ["", "{", "{}", "[]", "5", '"x"', '{"id": 5}', '{"response": {"userHandle": 7}}']
)
def test_nonsense_in_place_of_a_passkey_is_refused(anna, app, credential):
    answer = Client().post("/en/sign-in/passkey/", {"credential": credential})
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    client = enter(anna)
    assert client.post(ASK, {"credential": credential}).status_code == 422
