"""Services for programs: who reads what, and who writes it by the rules of the form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from corridor.catalogue.actions import edit_service
from corridor.catalogue.contents import contents_of
from corridor.catalogue.models import CoProvider, Service
from corridor.people.tokens.actions import make_token
from corridor.vocab.models import Country, Region, Term
from tests.catalogue.making import make_test_bed
from tests.catalogue.test_sheets import FULL

pytestmark = pytest.mark.django_db
BASE = "http://127.0.0.1:8000"


def key_of(somebody, *scopes: str, **more: Any) -> dict[str, str]:
    _token, key = make_token(by=somebody, name="Program", scopes=list(scopes), days=30, **more)
    return {"Authorization": f"Bearer {key}"}


def slugs(answer) -> list[str]:
    assert answer.status_code == 200
    return [one["slug"] for one in answer.json()["items"]]


def send(client, method: str, address: str, body: Any, key: dict[str, str]):
    data = body if isinstance(body, str) else json.dumps(body)
    return getattr(client, method)(address, data, content_type="application/json", headers=key)


def refusal(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def catalogue(hub, other_hub, new_service):
    """One with everything in it, one of the other hub, and one that only Nordlys sees."""
    rich = new_service(
        hub,
        slug="radar",
        title={"en": "Radar yard", "nl": "Radarterrein"},
        summary={"fr": "Mesures 100 % sûres"},
        languages=["en", "nl"],
        delivery="on-site",
    )
    rich.technologies.add(Term.objects.get(list__name="technologies", list__in_force=True, slug="robotics"))
    rich.sectors.add(Term.objects.get(list__name="sectors", list__in_force=True, slug="maritime"))
    rich.countries.add(Country.objects.get(code="NL"))
    rich.regions.add(Region.objects.get(code="DE60"))
    make_test_bed(rich)
    new_service(other_hub, slug="course", title={"en": "Course"}, languages=["fr"], delivery="both")
    new_service(hub, slug="secret", title={"en": "Secret"}, audience="hub")
    new_service(hub, slug="drafted", title={"en": "Drafted"}, state="draft")
    new_service(hub, slug="gone", title={"en": "Gone"}, state="withdrawn")
    return rich


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["radar", "course"]),
        ("hub=nordlys", ["radar"]),
        ("hub=nordlys&hub=sorvest", ["radar", "course"]),
        ("category=test-before-invest", ["radar", "course"]),
        ("category=no-such", []),
        ("technology=robotics", ["radar"]),
        ("technology=robotics&sector=maritime", ["radar"]),
        ("technology=robotics&hub=sorvest", []),
        ("language=NL", ["radar"]),
        ("language=nl&language=fr", ["radar", "course"]),
        ("delivery=on-site", ["radar", "course"]),
        ("delivery=remote", ["course"]),
        ("country=nl", ["radar"]),
        ("country=DE", ["radar"]),
        ("country=NO", ["radar", "course"]),
        ("country=FR", []),
        ("test_bed=true", ["radar"]),
        ("test_bed=false", ["course"]),
        ("q=radarTERREIN", ["radar"]),
        ("q=100 %25", ["radar"]),
        ("q=nl", []),
        ("q=%25", ["radar"]),
        ("q=%00course", ["course"]),
    ],
)
def test_filters(eve, catalogue, query, found):
    assert slugs(eve.get(f"/api/v1/services?{query}")) == found


@pytest.mark.parametrize(
    "query",
    [
        "country=Norway",
        "hub=a%27b",
        "language=%00x",
        "delivery=by-post",
        "test_bed=perhaps",
        "page=0",
        "q=" + "x" * 301,
    ],
)
def test_nonsense_is_refused_with_its_place(eve, db, query):
    answer = eve.get(f"/api/v1/services?{query}")
    assert refusal(answer) == (422, "bad-input")
    assert query.partition("=")[0] in answer.json()["title"]


def test_who_sees_what(eve, browser_of, anna, carla, catalogue, django_assert_max_num_queries):
    mine, hers = key_of(anna, "read"), key_of(carla, "read")
    secret, drafted, gone = (Service.objects.get(slug=one).pk for one in ("secret", "drafted", "gone"))
    assert slugs(eve.get("/api/v1/services", headers=hers)) == ["radar", "course"]
    assert slugs(eve.get("/api/v1/services", headers=mine)) == ["drafted", "radar", "secret", "course"]
    for key, statuses in (({}, [404, 404, 200]), (hers, [404, 404, 200]), (mine, [200, 200, 200])):
        assert [
            eve.get(f"/api/v1/services/{pk}", headers=key).status_code for pk in (secret, drafted, gone)
        ] == statuses
    for odd in ("x", "%00", "9" * 30, "-1", "1e3"):
        assert refusal(eve.get(f"/api/v1/services/{odd}")) == (404, "not-found")
    with django_assert_max_num_queries(12):
        eve.get("/api/v1/services")


def test_pages_lead_to_each_other(eve, catalogue):
    first = eve.get("/api/v1/services?page_size=1&country=NO").json()
    assert (first["count"], first["pages"], first["previous"]) == (2, 2, None)
    assert first["next"] == f"{BASE}/api/v1/services?page_size=1&country=NO&page=2"
    beyond = eve.get("/api/v1/services?page_size=1&page=9").json()
    assert (beyond["items"], beyond["previous"]) == ([], f"{BASE}/api/v1/services?page_size=1&page=2")


def test_a_service_in_full_tells_what_its_page_tells_and_no_proposal(eve, anna, vestas, other_hub, catalogue):
    CoProvider.objects.create(service=catalogue, hub=vestas, agreed=True, answered_at=catalogue.created_at)
    CoProvider.objects.create(service=catalogue, hub=other_hub)
    edit_service(by=anna, service=catalogue, version=1, values={"summary": {"en": "Proposed words"}})
    told = eve.get(f"/api/v1/services/{catalogue.pk}").json()
    assert {name: told[name] for name in ("hub", "slug", "state", "page", "co_providers", "pending")} == {
        "hub": "nordlys",
        "slug": "radar",
        "state": "shared",
        "page": f"{BASE}/en/hubs/nordlys/services/radar/",
        "co_providers": ["vestas"],
        "pending": None,
    }
    assert (told["countries"], told["regions"], told["list_price"]) == (["NL"], ["DE60"], "12000.00")
    assert (told["test_bed"]["bands"], told["version"]) == (["n78 (3.4-3.8 GHz)"], 2)
    mine = eve.get(f"/api/v1/services/{catalogue.pk}", headers=key_of(anna, "read")).json()
    assert (mine["pending"], mine["waits_for_review"]) == ({"summary": {"en": "Proposed words"}}, False)


def test_anna_drafts_changes_submits_and_withdraws(eve, anna, hub, vestas, group):
    key = key_of(anna, "services:write")
    made = send(eve, "post", "/api/v1/hubs/nordlys/services", FULL, key)
    assert made.status_code == 201, made.content
    service = Service.objects.get()
    assert contents_of(service) == FULL
    assert (made.json()["id"], made.json()["state"], service.versions.get().by) == (service.pk, "draft", anna)
    address = f"/api/v1/services/{service.pk}"
    change = {"version": 1, "summary": {"en": "Shorter."}, "capacity": None, "co_providers": []}
    changed = send(eve, "patch", address, change, key)
    assert (changed.status_code, changed.json()["version"]) == (200, 2), changed.content
    service.refresh_from_db()
    expected = FULL | {"summary": {"en": "Shorter."}, "capacity": None, "co_providers": []}
    assert contents_of(service) == expected
    assert refusal(send(eve, "patch", address, change, key)) == (409, "conflict")
    assert refusal(send(eve, "post", f"{address}/submission", {"version": 1}, key)) == (409, "conflict")
    sent = send(eve, "post", f"{address}/submission", {"version": 2}, key)
    assert (sent.status_code, sent.json()["waits_for_review"]) == (200, True), sent.content
    assert refusal(send(eve, "post", f"{address}/withdrawal", {"reason": ""}, key)) == (422, "refused")


def test_what_is_shared_waits_for_its_review_and_is_withdrawn_with_a_reason(eve, anna, hub, service):
    key, address = key_of(anna, "services:write"), f"/api/v1/services/{service.pk}"
    told = send(eve, "patch", address, {"version": 1, "lead_days": 5, "aid": "de-minimis"}, key).json()
    assert (told["lead_days"], told["aid"], told["pending"]) == (5, "article-28", {"aid": "de-minimis"})
    told = send(eve, "post", f"{address}/withdrawal", {"reason": "The mast fell."}, key).json()
    assert (told["state"], told["withdrawn_why"]) == ("withdrawn", "The mast fell.")
    assert refusal(send(eve, "patch", address, {"version": 3, "lead_days": 6}, key)) == (409, "conflict")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"category": "test-before-invest"}, "title"),
        ({"title": {"en": "x"}}, "category"),
        ({"title": {"xx": "x", "en": "y"}, "category": "test-before-invest"}, "title.xx"),
        ({"title": {"en": "x"}, "category": "bakery"}, "category"),
        ({"list_price": "100", "price": "200"}, "price"),
        ({"list_price": "100", "price": "50"}, "aid"),
        ({"list_price": "-1"}, "list_price"),
        ({"trl_from": 7, "trl_to": 5}, "trl_to"),
        ({"audience": "group"}, "group"),
        ({"audience": "corridor"}, "audience"),
        ({"technologies": ["ovens"]}, "technologies"),
        ({"regions": ["ZZ99"]}, "regions"),
        ({"co_providers": ["nordlys"]}, "co_providers"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"test_bed": {"release": 99}}, "release"),
        ({"test_bed": {"safety": {"xx": "y"}}}, "test_bed.safety.xx"),
        ({"state": "shared"}, "state"),
        ({"version": 1}, "version"),
    ],
)
def test_what_the_form_refuses_the_api_refuses_with_its_place(eve, anna, hub, body, place):
    known = {"title": {"en": "Survey"}, "category": "test-before-invest"}
    sent = body if {"title", "category"} & set(body) else known | body
    answer = send(eve, "post", "/api/v1/hubs/nordlys/services", sent, key_of(anna, "services:write"))
    assert refusal(answer)[0] == 422
    assert place in answer.json()["title"]
    assert not Service.objects.exists()


def test_who_may_not_write(eve, anna, ben, carla, hub, other_hub, service):
    body = {"title": {"en": "Mine"}, "category": "test-before-invest"}
    address, change = f"/api/v1/services/{service.pk}", {"version": 1, "capacity": 2}

    def refusals(key: dict[str, str]) -> list[tuple[int, str]]:
        return [
            refusal(send(eve, "post", "/api/v1/hubs/nordlys/services", body, key)),
            refusal(send(eve, "patch", address, change, key)),
            refusal(send(eve, "post", f"{address}/submission", {"version": 1}, key)),
            refusal(send(eve, "post", f"{address}/withdrawal", {"reason": ""}, key)),
        ]

    assert refusals({}) == [(401, "key-missing")] * 4
    assert refusals(key_of(anna, "read", "hubs:write")) == [(403, "scope-missing")] * 4
    for somebody in (ben, carla):
        assert refusals(key_of(somebody, "services:write")) == [(404, "not-found")] * 4
    assert refusals(key_of(anna, "services:write", hub_id=other_hub.pk)) == [(404, "not-found")] * 4
    service.refresh_from_db()
    assert (service.version, Service.objects.count()) == (1, 1)
