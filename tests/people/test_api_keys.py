"""Anna's programs: keys with scopes, an end and a last use, and what they may change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from corridor.kernel.audience import Audience
from corridor.kernel.journal import JournalEntry
from corridor.people.actions import revoke_tokens
from corridor.people.tokens.actions import make_token
from corridor.people.tokens.models import ApiToken

HUB = "/api/v1/hubs/nordlys"
PROBLEM = "application/problem+json"


def key_of(person, *scopes: str, **more) -> str:
    return make_token(by=person, name="Dashboard", scopes=scopes or ["read"], days=30, **more)[1]


def asks(key: str, address: str = HUB, **more):
    return Client().get(address, headers={"Authorization": f"Bearer {key}"}, **more)


def changes(key: str | None, body: object, address: str = HUB, client: Client | None = None):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return (client or Client()).patch(address, body, content_type="application/json", headers=headers)


def refusal(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == PROBLEM
    return answer.status_code, answer.json()["code"]


def test_anna_makes_a_key_sees_it_once_and_revokes_it(anna, eve):
    eve.post("/en/sign-in/", {"username": anna.email, "password": "a long enough passphrase"})
    form = {"name": "Dashboard <b>", "scopes": ["read"], "days": "90"}
    made = eve.post("/en/account/keys/", form)
    token = ApiToken.objects.get()
    key = made.content.decode().split('class="code-box">')[1].split("<")[0]
    assert (made.status_code, key[: len(token.prefix)]) == (200, token.prefix)
    assert key not in eve.get("/en/account/keys/").content.decode()
    assert not ApiToken.objects.filter(digest__contains=key).exists()
    assert asks(key).status_code == 200

    assert eve.post(f"/en/account/keys/{token.pk}/revocation/").status_code == 303
    assert refusal(asks(key)) == (401, "key-refused")
    told = JournalEntry.objects.filter(record_type="people.apitoken").order_by("id")
    assert [entry.verb for entry in told] == ["make-api-token", "revoke-api-token"]
    assert key[12:] not in str(list(told.values()))

    assert eve.post("/en/account/keys/", {"name": "x", "days": "9999"}).status_code == 422


def test_a_key_shows_what_its_person_sees_today(anna, ben, hub, other_hub):
    hub.audience = Audience.HUB
    hub.save()
    key = key_of(anna)
    assert Client().get(HUB).status_code == 404
    seen = asks(key)
    assert (seen.status_code, seen["Cache-Control"]) == (200, "private, no-store")
    assert "Authorization" in seen["Vary"]
    anna.is_active = False
    anna.save()
    assert refusal(asks(key)) == (401, "key-refused")
    assert asks(key_of(ben)).status_code == 200


def test_wrong_expired_and_revoked_keys_open_nothing_not_even_what_is_public(anna, hub):
    for sent in ("Bearer wrong", "Bearer ", "Basic YTpi", "corridor_x", "Bearer a b"):
        answer = Client().get(HUB, headers={"Authorization": sent})
        assert refusal(answer) == (401, "key-refused")
        assert answer["WWW-Authenticate"] == "Bearer"
    key = key_of(anna)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=30, seconds=1)):
        assert refusal(asks(key)) == (401, "key-refused")
    assert revoke_tokens(anna) == 1
    assert refusal(asks(key)) == (401, "key-refused")


def test_no_key_lasts_longer_than_a_year(anna):
    token, _key = make_token(by=anna, name="For ever", scopes=["read"], days=10_000)
    assert token.expires_at - token.created_at <= timedelta(days=366)
    token.expires_at += timedelta(days=2)
    with pytest.raises(IntegrityError):
        token.save()


def test_the_last_use_is_noted_once_a_minute(anna, hub, django_assert_num_queries):
    key = key_of(anna)
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False) as clock:
        ApiToken.objects.update(
            created_at=datetime.now(UTC), expires_at=datetime.now(UTC) + timedelta(days=1)
        )
        seen = []
        for _ in range(4):
            asks(key)
            seen.append(ApiToken.objects.get().last_used_at)
            clock.shift(25)
    assert seen[0] == seen[1] == seen[2] != seen[3]


def test_a_key_writes_what_the_form_writes(anna, hub):
    key = key_of(anna, "read", "hubs:write")
    version = asks(key).json()["version"]
    answer = changes(
        key,
        {
            "version": version,
            "city": "Bergen",
            "description": {"en": "Ports.", "fr": "Ports maritimes."},
            "technologies": {"communication-network": 4},
            "working_languages": ["en", "fr"],
        },
    )
    told = answer.json()
    assert (answer.status_code, told["city"], told["version"]) == (200, "Bergen", version + 1)
    assert told["description"] == {"en": "Ports.", "fr": "Ports maritimes."}
    assert [(tag["slug"], tag["level"]) for tag in told["technologies"]] == [("communication-network", 4)]
    assert told["title"] == hub.title
    entry = JournalEntry.objects.get(verb="edit-hub")
    assert (entry.by_id, entry.after["city"]) == (anna.pk, "Bergen")
    assert refusal(changes(key, {"version": version, "city": "Oslo"})) == (409, "conflict")


def test_an_imported_profile_with_odd_values_can_still_be_changed(anna, hub):
    hub.website, hub.email = "not an address", "neither"
    hub.save()
    key = key_of(anna, "hubs:write")
    assert changes(key, {"version": hub.version, "city": "Bergen"}).status_code == 200
    assert changes(key, {"version": hub.version + 1, "website": "also not"}).status_code == 422


def test_who_may_not_write_gets_no_further(anna, ben, carla, hub, other_hub, olga):
    body = {"version": hub.version, "city": "Oslo"}
    assert refusal(changes(None, body)) == (401, "key-missing")
    assert refusal(changes(key_of(anna, "read"), body)) == (403, "scope-missing")
    assert refusal(asks(key_of(anna, "hubs:write"))) == (403, "scope-missing")
    for nobody in (ben, carla, olga):
        assert refusal(changes(key_of(nobody, "hubs:write"), body)) == (404, "not-found")
    bound = key_of(anna, "hubs:write", hub_id=other_hub.pk)
    assert refusal(changes(bound, body)) == (404, "not-found")
    hub.refresh_from_db()
    assert hub.city == ""


def test_case_13_a_cookie_alone_changes_nothing_through_the_api(anna, hub, browser_of):
    """No other site can make Anna's browser write: what writes needs a key, with or without a cookie."""
    answer = changes(None, {"version": hub.version, "city": "Oslo"}, client=browser_of(anna))
    assert refusal(answer) == (401, "key-missing")
    for origin in ("https://evil.example", "null"):
        preflight = Client().options(HUB, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in preflight


BAD = [
    {"city": "Oslo"},
    {"version": "1", "city": "Oslo"},
    {"version": True},
    {"version": 1.0},
    {"version": None},
    {"version": 1, "city": None},
    {"version": 1, "city": ["Oslo"]},
    {"version": 1, "city": {"a": 1}},
    {"version": 1, "title": ""},
    {"version": 1, "title": "x" * 501},
    {"version": 1, "city": "a\u0000b"},
    {"version": 1, "is_staff": True},
    {"version": 1, "role": "moderator"},
    {"version": 1, "audience": "public"},
    {"version": 1, "slug": "stolen"},
    {"version": 1, "website": "javascript:alert(1)"},
    {"version": 1, "email": "nobody"},
    {"version": 1, "region": "DE1"},
    {"version": 1, "working_languages": ["tlh"]},
    {"version": 1, "working_languages": "en"},
    {"version": 1, "description": {"tlh": "nuqneH"}},
    {"version": 1, "description": {"en": 5}},
    {"version": 1, "technologies": {"no-such-term": 3}},
    {"version": 1, "technologies": {"communication-network": 6}},
    {"version": 1, "technologies": {"communication-network": True}},
    {"version": 1, "concepts": ["no-such-concept"]},
    [],
    '"version"',
    None,
]


@pytest.mark.parametrize("body", BAD, ids=str)
def test_case_05_odd_types_and_unknown_fields_are_refused(anna, hub, body):
    before = type(hub).objects.filter(pk=hub.pk).values().get()
    answer = changes(key_of(anna, "hubs:write"), body if body is not None else "null")
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == PROBLEM
    assert type(hub).objects.filter(pk=hub.pk).values().get() == before


def test_case_27_what_is_no_json_is_refused(anna, hub):
    key = key_of(anna, "hubs:write")
    for body in (
        "{",
        "",
        '{"version": NaN}',
        '{"version": 1e999}',
        "[" * 100_000,
        '{"city":"\\ud800","version":1}',
    ):
        assert changes(key, body).status_code in (400, 422)
