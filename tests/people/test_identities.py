"""Signing in with an account elsewhere: an honest provider, one that lies, and CAS."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives import serialization
from django.core import mail
from django.test import Client
from django.utils.html import escape

from corridor.kernel.journal import JournalEntry
from corridor.people.identities import oidc  # noqa: F401 - loaded at start only where one is configured
from corridor.people.identities.configuration import openid_connect, web_address
from corridor.people.models import Person
from tests.conftest import PASSWORD
from tests.people.idp import KEY, OTHER_KEY, Idp, serving

SIGN_IN, GO, BACK = "/en/sign-in/", "/en/sign-in/with/eu/", "/en/sign-in/with/eu/return/"
CAS_GO, CAS_BACK = "/en/sign-in/cas/", "/en/sign-in/cas/return/"
NO_ACCOUNT = "/en/sign-in/no-account/"


def is_in(client: Client) -> bool:
    return client.get("/en/account/access/").status_code == 200


@pytest.fixture
def idp(settings) -> Iterator[Idp]:
    idp = Idp()
    with serving(idp.answer) as idp.base:
        entry = {
            "id": "eu",
            "name": "EU Test",
            "client_id": "corridor",
            "secret": "s",
            "server_url": idp.base,
        }
        apps = openid_connect(f"[{json.dumps(entry)}]")
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
        yield idp


def goes(client: Client, address: str = GO, **more) -> dict[str, str]:
    """Press the button; what the browser would ask the other side."""
    page = client.post(address, more)
    assert page.status_code == 200
    url = page["Refresh"].removeprefix("0; url=")
    assert escape(url) in page.content.decode()
    return dict(parse_qsl(urlsplit(url).query))


def comes_back(client: Client, idp: Idp, **more):
    asked = goes(client)
    return client.get(BACK, {"code": idp.code_for(asked), "state": asked["state"]} | more)


def refused(answer, client: Client) -> bool:
    """The one page for everything that goes wrong, without a word of what it was."""
    text = answer.content.decode()
    return answer.status_code == 403 and "did not work" in text and not is_in(client) and "sub-1" not in text


def test_an_honest_provider_opens_the_account_with_the_verified_address(anna, idp, eve):
    asked = goes(eve, next="/en/hubs/nordlys/edit/")
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000{BACK}"
    assert (asked["code_challenge_method"], len(asked["nonce"]) >= 32) == ("S256", True)
    answer = eve.get(BACK, {"code": idp.code_for(asked), "state": asked["state"]})
    assert (answer.status_code, answer["Location"]) == (302, "/en/hubs/nordlys/edit/")
    assert is_in(eve)
    linked = SocialAccount.objects.get()
    assert (linked.user_id, linked.provider, linked.uid, linked.extra_data) == (anna.pk, "eu", "sub-1", {})
    assert not SocialToken.objects.exists()
    assert JournalEntry.objects.get(verb="link-identity").after == {"service": "eu"}
    assert "linked" in mail.outbox[0].subject

    # From now on by the number there, whatever address is told.
    idp.claims = {"email": "other@example.org"}
    again = Client()
    comes_back(again, idp)
    assert is_in(again)
    page = again.get("/en/account/access/").content.decode()
    assert "EU Test" in page
    unlink = re.search(r'action="(/en/account/access/identities/\d+/removal/)"', page)[1]
    assert again.post(unlink).status_code == 303
    third = Client()
    assert comes_back(third, idp)["Location"] == NO_ACCOUNT


def test_the_way_back_is_the_same_in_each_language_and_the_language_stays(anna, idp, eve):
    asked = goes(eve, GO.replace("/en/", "/fr/"))
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000{BACK}"
    assert eve.get(BACK, {"code": idp.code_for(asked), "state": asked["state"]})["Location"] == "/fr/now/"


def test_case_07_an_address_that_is_not_verified_opens_nothing(anna, idp):
    for said in (False, None, "true", 1, "false"):
        idp.claims = {"email_verified": said}
        client = Client()
        answer = comes_back(client, idp)
        assert (answer.status_code, answer["Location"]) == (302, NO_ACCOUNT)
        assert not is_in(client)
    assert Client().get(NO_ACCOUNT).status_code == 403
    assert not SocialAccount.objects.exists()


def test_case_07_nobody_signs_up_by_signing_in_elsewhere(anna, idp):
    before = Person.objects.count()
    idp.claims = {"email": "stranger@example.org"}
    assert comes_back(Client(), idp)["Location"] == NO_ACCOUNT
    Person.objects.update(is_active=False)
    idp.claims = {}
    assert comes_back(Client(), idp)["Location"] == NO_ACCOUNT
    assert Person.objects.count() == before


def test_the_operator_may_trust_a_provider_that_does_not_say_verified(anna, idp, settings, eve):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["verified_email"] = True
    idp.claims = {"email_verified": None}
    comes_back(eve, idp)
    assert is_in(eve)


def test_an_address_that_only_the_user_info_tells(anna, idp, eve):
    idp.claims = {"email": None, "email_verified": None}
    idp.userinfo = {"sub": "sub-1", "email": "anna@example.org", "email_verified": True}
    comes_back(eve, idp)
    assert is_in(eve)
    idp.userinfo["sub"] = "somebody else"
    SocialAccount.objects.all().delete()
    other = Client()
    assert refused(comes_back(other, idp), other)


PEM = KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
LIES = {
    "nonce of another request": {"claims": {"nonce": "x" * 32}},
    "no nonce": {"claims": {"nonce": None}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "another audience": {"claims": {"aud": "somebody-else"}},
    "authorised party is another": {"claims": {"aud": ["corridor", "x"], "azp": "x"}},
    "no audience": {"claims": {"aud": None}},
    "no end": {"claims": {"exp": None}},
    "no subject": {"claims": {"sub": None}},
    "alg none": {"key": None, "algorithm": "none"},
    "alg HS256 with the client's secret": {"key": "s" * 32, "algorithm": "HS256"},
    "signed by another key": {"key": OTHER_KEY},
}


@pytest.mark.parametrize("lie", LIES)
def test_case_08_a_lying_token_is_refused(anna, idp, eve, caplog, lie):
    for name, value in LIES[lie].items():
        setattr(idp, name, value)
    assert refused(comes_back(eve, idp), eve)
    assert "A sign-in with EU Test failed" in caplog.text
    assert not SocialAccount.objects.exists()


def test_case_08_the_public_key_is_no_secret_to_sign_with(anna, idp, eve):
    """The old confusion: HS256 with the provider's public key as the shared secret."""

    def forged(fields: dict[str, str]) -> dict[str, object]:
        asked = idp.codes.pop(fields["code"])
        now = int(time.time())
        claims = {"iss": idp.base, "sub": "sub-1", "aud": "corridor", "iat": now, "exp": now + 60}
        claims |= {"nonce": asked["nonce"], "email": "anna@example.org", "email_verified": True}
        parts = [{"alg": "HS256", "kid": "one"}, claims]
        text = b".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts)
        mac = base64.urlsafe_b64encode(hmac.new(PEM, text, hashlib.sha256).digest()).rstrip(b"=")
        return {"access_token": "x", "token_type": "Bearer", "id_token": (text + b"." + mac).decode()}

    idp.token = forged
    assert refused(comes_back(eve, idp), eve)


@pytest.mark.parametrize(("late", "fits"), [(-30, True), (-55, True), (-65, False), (-300, False)])
def test_case_38_a_minute_of_difference_between_the_clocks_is_tolerated(anna, idp, eve, late, fits):
    now = int(time.time())
    idp.claims = {"exp": now + late, "iat": now + late - 60}
    answer = comes_back(eve, idp)
    assert is_in(eve) is fits
    assert fits or refused(answer, eve)


@pytest.mark.parametrize(("ahead", "fits"), [(30, True), (300, False)])
def test_case_38_a_provider_whose_clock_is_ahead(anna, idp, eve, ahead, fits):
    now = int(time.time())
    idp.claims = {"exp": now + 600, "iat": now + ahead, "nbf": now + ahead}
    comes_back(eve, idp)
    assert is_in(eve) is fits


def test_case_08_a_wrong_state_and_another_browser_are_refused(anna, idp, eve):
    asked = goes(eve)
    code = idp.code_for(asked)
    for state in ("wrong", ""):
        assert refused(eve.get(BACK, {"code": code, "state": state}), eve)
    thief = Client()
    assert refused(thief.get(BACK, {"code": code, "state": asked["state"]}), thief)
    assert "/token" not in idp.asked


def test_case_08_a_code_and_a_state_are_taken_once(anna, idp, eve):
    asked = goes(eve)
    back = {"code": idp.code_for(asked), "state": asked["state"]}
    eve.get(BACK, back)
    assert is_in(eve)
    eve.post("/en/sign-out/")
    assert refused(eve.get(BACK, back), eve)
    fresh = goes(eve)
    assert refused(eve.get(BACK, {"code": back["code"], "state": fresh["state"]}), eve)


def test_case_08_an_answer_of_another_issuer_is_refused(anna, idp, eve):
    assert refused(comes_back(eve, idp, iss="https://evil.example"), eve)
    assert "/token" not in idp.asked


@pytest.mark.parametrize("error", ["access_denied", "server_error", "<script>alert(1)</script>"])
def test_case_08_an_error_in_the_answer_ends_at_the_same_page(anna, idp, eve, error):
    asked = goes(eve)
    answer = eve.get(BACK, {"error": error, "error_description": "<b>x</b>", "state": asked["state"]})
    assert refused(answer, eve)
    assert "<b>x</b>" not in answer.content.decode()


@pytest.mark.parametrize("place", ["/.well-known/openid-configuration", "/token", "/jwks", "everything"])
def test_case_08_while_the_provider_is_down_local_sign_in_works(anna, idp, eve, settings, place):
    if place == "everything":
        apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        apps[0]["settings"]["server_url"] = "http://127.0.0.1:9"
        answer = eve.post(GO)
    elif place == "/.well-known/openid-configuration":
        idp.broken = {place}
        answer = eve.post(GO)
    else:
        asked = goes(eve)
        idp.broken = {place}
        answer = eve.get(BACK, {"code": idp.code_for(asked), "state": asked["state"]})
    assert refused(answer, eve)
    eve.post(SIGN_IN, {"username": anna.email, "password": PASSWORD})
    assert is_in(eve)


def test_case_08_a_description_that_names_another_issuer_is_refused(anna, idp, eve):
    honest = idp.configuration({})
    idp.configuration = lambda _fields: honest | {"issuer": "https://evil.example"}
    assert refused(eve.post(GO), eve)


def test_case_13_nobody_is_sent_to_the_provider_by_another_site(anna, idp):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(GO).status_code == 403
    assert Client().get(GO).status_code == 405
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        client = Client()
        asked = goes(client, next=target)
        answer = client.get(BACK, {"code": idp.code_for(asked), "state": asked["state"]})
        assert answer["Location"] == "/en/now/"


def test_the_sign_in_page_offers_what_is_configured(idp, eve, settings):
    settings.CAS_SERVER, settings.CAS_NAME = "https://cas.example/", "Classic"
    page = eve.get(SIGN_IN, {"next": "/en/hubs/"}).content.decode()
    assert "EU Test" in page
    assert "Classic" in page
    assert page.count('name="next" value="/en/hubs/"') == 4


@pytest.mark.parametrize(
    "raw",
    [
        "{}",
        "/no/such/file",
        "[5]",
        '[{"id": "x"}]',
        '[{"id":"x","name":"x","server_url":"http://idp.example","client_id":"x","secret":"x"}]',
        '[{"id":"x","name":"x","server_url":"https://i.example","client_id":"x","secret":"x","trust":1}]',
    ],
)
def test_a_configuration_that_makes_no_sense_is_refused(raw):
    with pytest.raises(ValueError, match=r"."):
        openid_connect(raw)


def test_a_configuration_may_be_a_file(tmp_path):
    entry = {"id": "a", "name": "A", "server_url": "https://a.example/", "client_id": "c", "secret": "s"}
    (tmp_path / "oidc.json").write_text(f"[{json.dumps(entry)}]")
    (app,) = openid_connect(str(tmp_path / "oidc.json"))
    assert app["settings"] == {
        "server_url": "https://a.example",
        "oauth_pkce_enabled": True,
        "verified_email": False,
    }
    with pytest.raises(ValueError, match="https"):
        web_address("http://cas.example/")


# CAS

SUCCESS = """<cas:serviceResponse xmlns:cas="{namespace}"><cas:authenticationSuccess>
<cas:user>n00abcde</cas:user>{email}</cas:authenticationSuccess></cas:serviceResponse>"""
FAILURE = """<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
<cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure></cas:serviceResponse>"""
DIRECT = "<cas:email>Anna@example.org</cas:email>"
ATTRIBUTES = "<cas:attributes><cas:mail>anna@example.org</cas:mail></cas:attributes>"


class CasServer:
    def __init__(self) -> None:
        self.tickets: dict[str, str] = {}
        self.email, self.namespace = DIRECT, "https://ecas.ec.europa.eu/cas/schemas"
        self.status, self.raw = 200, ""

    def answer(self, method: str, path: str, fields: dict[str, str]) -> tuple[int, str, bytes]:
        assert path == "/cas/serviceValidate"
        assert fields["userDetails"] == "true"
        right = self.tickets.pop(fields["ticket"], None) == fields["service"]
        text = SUCCESS.format(namespace=self.namespace, email=self.email) if right else FAILURE
        return self.status, "text/xml", (self.raw or text).encode()


@pytest.fixture
def cas(settings) -> Iterator[CasServer]:
    server = CasServer()
    with serving(server.answer) as base:
        settings.CAS_SERVER = web_address(f"{base}/cas")
        settings.CAS_VALIDATION = "serviceValidate?userDetails=true"
        yield server


def returns(client: Client, cas: CasServer, ticket: str = "ST-1", **more):
    service = goes(client, CAS_GO, **more)["service"]
    assert service.startswith(f"http://127.0.0.1:8000{CAS_BACK}?state=")
    cas.tickets[ticket] = service
    return client.get(CAS_BACK, {"state": service.partition("state=")[2], "ticket": ticket})


@pytest.mark.parametrize(
    ("email", "namespace"),
    [(DIRECT, "https://ecas.ec.europa.eu/cas/schemas"), (ATTRIBUTES, "http://www.yale.edu/tp/cas")],
)
def test_cas_opens_the_account_with_that_address(anna, cas, eve, email, namespace):
    cas.email, cas.namespace = email, namespace
    answer = returns(eve, cas, next="/en/hubs/nordlys/edit/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/hubs/nordlys/edit/")
    assert is_in(eve)
    assert SocialAccount.objects.get().uid == "n00abcde"
    cas.email = ""
    again = Client()
    returns(again, cas)
    assert is_in(again)


def test_cas_tickets_are_taken_once_and_by_the_browser_that_asked(anna, cas, eve, caplog):
    caplog.set_level(logging.WARNING)
    service = goes(eve, CAS_GO)["service"]
    state = service.partition("state=")[2]
    cas.tickets["ST-1"] = service
    thief = Client()
    assert refused(thief.get(CAS_BACK, {"state": state, "ticket": "ST-1"}), thief)
    assert refused(eve.get(CAS_BACK, {"state": "wrong", "ticket": "ST-1"}), eve)
    assert cas.tickets
    returns(eve, cas, "ST-2")
    eve.post("/en/sign-out/")
    assert refused(eve.get(CAS_BACK, {"state": state, "ticket": "ST-2"}), eve)
    assert "A sign-in with CAS failed" in caplog.text


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("status", "raw"), [(200, "no xml"), (500, ""), (200, BOMB), (200, "<x/>"), (302, "")]
)
def test_a_cas_server_that_answers_nonsense_opens_nothing(anna, cas, eve, status, raw):
    cas.status, cas.raw = status, raw
    assert refused(returns(eve, cas), eve)


def test_cas_opens_nothing_for_strangers_and_closed_accounts(anna, cas):
    cas.email = "<cas:email>stranger@example.org</cas:email>"
    assert returns(Client(), cas)["Location"] == NO_ACCOUNT
    cas.email = DIRECT
    Person.objects.update(is_active=False)
    assert returns(Client(), cas)["Location"] == NO_ACCOUNT
    assert not SocialAccount.objects.exists()
