from __future__ import annotations

from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client

from corridor.people import limits
from corridor.people.limits import PER_ACCOUNT, PER_PEER, Attempt
from tests.conftest import PASSWORD

SIGN_IN = "/en/sign-in/"
WRONG = "not her passphrase"


def enter(client: Client, email: str, password: str = PASSWORD, **more: str):
    headers = {name: more.pop(name) for name in list(more) if name.isupper()}
    return client.post(SIGN_IN, {"username": email, "password": password} | more, **headers)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def visible_text(response) -> bytes:
    """The answer without what differs in every one: the token of the form, and what was typed."""
    import re

    text = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", response.content)
    return re.sub(rb'name="username" value="[^"]*"', b"", text)


def test_anna_signs_in_with_her_address_in_capitals(anna, eve):
    response = enter(eve, "ANNA@EXAMPLE.ORG")
    assert (response.status_code, response["Location"]) == (302, "/en/now/")
    assert eve.session["_auth_user_id"] == str(anna.pk)


def test_case_10_a_wrong_passphrase_an_unknown_address_and_a_closed_account_look_the_same(anna, ben, eve):
    ben.is_active = False
    ben.save()
    answers = [
        enter(Client(), anna.email, WRONG),
        enter(Client(), "nobody@example.org", WRONG),
        enter(Client(), ben.email),
        enter(Client(), "not an address", WRONG),
    ]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert len({visible_text(answer) for answer in answers}) == 1


def test_case_11_the_eleventh_attempt_on_an_account_waits_even_with_the_right_passphrase(anna):
    statuses = [enter(Client(), anna.email, WRONG).status_code for _ in range(PER_ACCOUNT.attempts)]
    assert set(statuses) == {422}
    late = Client()
    answer = enter(late, anna.email)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= PER_ACCOUNT.seconds + 1
    assert not is_signed_in(late)


def test_case_10_the_limit_is_the_same_for_an_address_that_nobody_has(anna):
    for address in (anna.email, "nobody@example.org"):
        statuses = [enter(Client(), address, WRONG).status_code for _ in range(PER_ACCOUNT.attempts + 1)]
        assert statuses == [422] * PER_ACCOUNT.attempts + [429]


def test_case_11_writing_the_address_otherwise_is_no_way_around_the_limit(anna):
    for written in ("anna@example.org", "ANNA@example.org", " Anna@Example.Org ", "anna@example.org\x00") * 3:
        last = enter(Client(), written, WRONG)
    assert last.status_code == 429


def test_the_limit_lifts_by_itself(anna):
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False) as clock:
        for _ in range(PER_ACCOUNT.attempts):
            enter(Client(), anna.email, WRONG)
        assert enter(Client(), anna.email).status_code == 429
        clock.shift(PER_ACCOUNT.seconds + 1)
        assert enter(Client(), anna.email).status_code == 302


def test_the_right_passphrase_makes_the_account_start_afresh(anna):
    for _ in range(2):
        for _ in range(PER_ACCOUNT.attempts - 1):
            enter(Client(), anna.email, WRONG)
        assert enter(Client(), anna.email).status_code == 302


def test_case_11_a_peer_that_tries_many_accounts_is_stopped_whatever_it_claims_to_be(anna):
    for number in range(PER_PEER.attempts):
        forged = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}"}
        enter(Client(), f"guess-{number}@example.org", WRONG, **forged)
    assert enter(Client(), anna.email, HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 429
    assert enter(Client(), anna.email, REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "forged, 203.0.113.9", "203.0.113.9"),
        (2, "forged, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_the_peer_is_what_the_outermost_trusted_proxy_saw(rf, settings, proxies, forwarded, peer):
    settings.TRUSTED_PROXIES = proxies
    request = rf.post(SIGN_IN, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert limits.attempt_of(request, "").peer == peer


@pytest.mark.django_db(transaction=True)
def test_many_attempts_at_once_are_counted_as_many():
    waits: list[int] = []
    together = Barrier(20)

    def guess() -> None:
        together.wait()
        waits.append(limits.seconds_to_wait(Attempt("anna@example.org", "192.0.2.1")))
        connection.close()

    threads = [Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(wait == 0 for wait in waits) == PER_ACCOUNT.attempts


def test_case_15_the_session_gets_another_key_at_sign_in_and_none_is_left_at_sign_out(anna, eve):
    session = eve.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    eve.cookies["sessionid"] = planted
    enter(eve, anna.email)
    assert eve.session.session_key != planted
    signed_in = eve.session.session_key
    answer = eve.post("/en/sign-out/", {"next": "https://evil.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    assert not eve.session.exists(signed_in)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "///evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "http://testserver/en/hubs/",
        "hubs/",
        "/\t/evil.example",
        "\x00/en/",
    ],
)
def test_case_13_next_leads_nowhere_but_to_a_path_of_this_site(anna, target):
    assert enter(Client(), anna.email, next=target)["Location"] == "/en/now/"


def test_next_leads_back_to_the_page_that_asked(anna, eve):
    asked = eve.get("/en/hubs/nordlys/edit/")
    assert (asked.status_code, asked["Location"]) == (302, "/en/sign-in/?next=/en/hubs/nordlys/edit/")
    assert enter(eve, anna.email, next="/en/hubs/nordlys/edit/")["Location"] == "/en/hubs/nordlys/edit/"


def test_case_13_the_form_needs_its_token(anna):
    strict = Client(enforce_csrf_checks=True)
    assert enter(strict, anna.email).status_code == 403
    assert not is_signed_in(strict)


def test_case_13_no_way_in_can_be_framed_or_posted_from_elsewhere(anna):
    """Login CSRF: no other site signs Anna in as somebody else; clickjacking: none shows these pages."""
    for address in (SIGN_IN, "/en/sign-in/code/", "/en/passphrase/", "/en/sign-in/passkey/", "/en/sign-out/"):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(address, {"username": anna.email, "password": PASSWORD}).status_code == 403
        page = strict.get(SIGN_IN)
        assert page["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert "form-action 'self'" in page["Content-Security-Policy"]
        forged = {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value, "username": anna.email}
        elsewhere = {"Origin": "http://127.0.0.2:8000", "Referer": "http://127.0.0.2:8000/"}
        assert strict.post(address, forged, headers=elsewhere).status_code == 403


def test_case_15_a_new_passphrase_ends_the_sessions(anna, browser_of):
    elsewhere = browser_of(anna)
    assert elsewhere.get("/en/hubs/nordlys/edit/").status_code == 200
    anna.set_password("another long passphrase")
    anna.save()
    assert elsewhere.get("/en/hubs/nordlys/edit/").status_code == 302


def test_the_operators_tables_have_no_door_of_their_own(anna, olga, eve, browser_of):
    assert eve.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    door = eve.get("/admin/login/?next=/admin/")
    assert (door.status_code, door["Location"]) == (302, "/en/sign-in/?next=/admin/")
    assert eve.post("/admin/login/", {"username": olga.email, "password": PASSWORD}).status_code == 405
    assert browser_of(anna).get("/admin/login/").status_code == 404
    assert enter(eve, olga.email, next="/admin/")["Location"] == "/admin/"
    assert eve.get("/admin/").status_code == 200


def test_passphrases_are_kept_as_argon2(settings, db):
    from corridor.config.settings import PASSWORD_HASHERS
    from corridor.people.models import Person

    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    person = Person.objects.create_user("frida@example.org", PASSWORD, name="Frida")
    assert person.password.startswith("argon2$argon2id$")


def test_failures_are_logged_with_where_they_came_from_and_nothing_else(anna, caplog):
    for _ in range(PER_ACCOUNT.attempts + 1):
        enter(Client(), anna.email, WRONG, REMOTE_ADDR="192.0.2.9")
    said = [record.getMessage() for record in caplog.records if record.name == "corridor.people.doors"]
    assert said == ["A sign-in failed, from 192.0.2.9"] * PER_ACCOUNT.attempts + [
        "Sign-in is being tried too often, from 192.0.2.9"
    ]
