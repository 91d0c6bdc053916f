"""Hubs and search for programs: what they answer, to whom, and for how long it may be kept."""

from __future__ import annotations

import pytest

from corridor.kernel.search.indexing import project
from corridor.members.enums import PartnerRole
from corridor.members.models import Hub, HubPartner, HubTag, Organisation
from corridor.vocab.models import Concept, Term

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json"


@pytest.fixture
def network_term(db) -> Term:
    return Term.objects.get(list__name="technologies", list__in_force=True, slug="communication-network")


@pytest.fixture
def nordlys(hub, network_term, norway) -> Hub:
    """Nordlys with something in every field."""
    maritime = Term.objects.get(list__name="sectors", list__in_force=True, slug="maritime")
    HubTag.objects.create(hub=hub, term=network_term, level=4)
    HubTag.objects.create(hub=hub, term=maritime)
    hub.concepts.add(Concept.objects.get(slug="5g"))
    partner = Organisation.objects.create(
        name="Kystlab AS", pic="999999991", country=norway, legal_type="REC"
    )
    HubPartner.objects.create(hub=hub, organisation=partner, role=PartnerRole.COORDINATOR)
    project("hub")
    return hub


def test_a_hub_tells_everything_that_its_page_tells(eve, nordlys):
    answer = eve.get("/api/v1/hubs/nordlys")
    assert (answer.status_code, answer["Content-Type"]) == (200, JSON)
    assert answer.json() == {
        "slug": "nordlys",
        "name": "Nordlys",
        "title": "Nordlys Digital Innovation Hub",
        "kind": "EDIH",
        "country": "NO",
        "region": None,
        "city": "",
        "latitude": None,
        "longitude": None,
        "website": "",
        "working_languages": [],
        "technologies": [{"slug": "communication-network", "code": "Communication network", "level": 4}],
        "sectors": [{"slug": "maritime", "code": "Maritime", "level": None}],
        "is_fictional": False,
        "url": "http://127.0.0.1:8000/api/v1/hubs/nordlys",
        "page": "http://127.0.0.1:8000/en/hubs/nordlys/",
        "description": {"en": "Private 5G networks for ports and fish farms."},
        "address": "",
        "email": "",
        "service_tags": [],
        "concepts": ["5g"],
        "regions_served": [],
        "organisations": [
            {
                "name": "Kystlab AS",
                "role": "coordinator",
                "pic": "999999991",
                "country": "NO",
                "legal_type": "REC",
                "website": "",
            }
        ],
        "groups": ["smart-connectivity"],
        "source": "corridor",
        "updated_at": nordlys.updated_at.isoformat(timespec="seconds"),
        "version": nordlys.version,
    }


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["nordlys", "sorvest"]),
        ("country=no", ["nordlys", "sorvest"]),
        ("country=FR", []),
        ("country=FR&country=NO", ["nordlys", "sorvest"]),
        ("kind=DIH", ["sorvest"]),
        ("kind=DIH&kind=EDIH", ["nordlys", "sorvest"]),
        ("technology=communication-network", ["nordlys"]),
        ("technology=communication-network&sector=maritime", ["nordlys"]),
        ("technology=communication-network&kind=DIH", []),
        ("sector=no-such-sector", []),
        ("q=NORD", ["nordlys"]),
        ("q=%00nord%00", ["nordlys"]),
        ("q=%25", []),
        ("unknown=1", ["nordlys", "sorvest"]),
    ],
)
def test_filters(eve, nordlys, other_hub, query, slugs):
    assert [hub["slug"] for hub in eve.get(f"/api/v1/hubs?{query}").json()["items"]] == slugs


def test_pages_lead_to_each_other(eve, nordlys, other_hub):
    base = "http://127.0.0.1:8000/api/v1/hubs"
    first = eve.get("/api/v1/hubs?page_size=1&country=NO").json()
    assert (first["count"], first["page"], first["pages"], first["previous"]) == (2, 1, 2, None)
    assert first["next"] == f"{base}?page_size=1&country=NO&page=2"
    second = eve.get("/api/v1/hubs?page_size=1&country=NO&page=2").json()
    assert [hub["slug"] for hub in first["items"] + second["items"]] == ["nordlys", "sorvest"]
    assert (second["next"], second["previous"]) == (None, f"{base}?page_size=1&country=NO&page=1")
    beyond = eve.get("/api/v1/hubs?page_size=1&page=9").json()
    assert (beyond["items"], beyond["next"], beyond["previous"]) == ([], None, f"{base}?page_size=1&page=2")


@pytest.mark.parametrize(
    "query",
    [
        "country=Norway",
        "country=N%00",
        "kind=Hub",
        "technology=a%27b",
        "page=0",
        "page=x",
        "page=-1",
        "page=99999999999999999999",
        "page_size=1000",
        "q=" + "x" * 301,
        "&".join(["country=NO"] * 41),
    ],
)
def test_nonsense_is_refused_with_its_place(eve, query):
    answer = eve.get(f"/api/v1/hubs?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("bad-input", 422)
    assert query.partition("=")[0] in problem["title"]


@pytest.mark.parametrize(
    "address", ["hubs/nowhere", "hubs/%00", "concepts/%00", "vocabularies/%00", "nothing"]
)
def test_what_is_not_there_is_a_problem_for_programs(eve, db, address):
    answer = eve.get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json()["code"] == "not-found"


def test_search_answers_with_reasons_and_facets(eve, nordlys, other_hub):
    answer = eve.get("/api/v1/search?q=private 5G for fish farms&lang=en").json()
    assert (answer["total"], answer["page"], answer["pages"], answer["language"]) == (1, 1, 1, "en")
    assert answer["by_meaning"] is False
    hit = answer["hits"][0]
    assert (hit["kind"], hit["url"]) == ("hub", "http://127.0.0.1:8000/en/hubs/nordlys/")
    assert {"words", "concept"} >= {reason["kind"] for reason in hit["reasons"]} > set()
    assert all(reason["sentence"] for reason in hit["reasons"])
    facets = {facet["name"]: facet["values"] for facet in answer["facets"]}
    assert facets["country"] == [{"code": "NO", "label": "Norway", "count": 1, "chosen": False}]


def test_search_speaks_the_readers_language(eve, nordlys):
    facets = eve.get("/api/v1/search?q=5G&lang=el").json()["facets"]
    labels = {facet["name"]: [value["label"] for value in facet["values"]] for facet in facets}
    assert labels["country"] == ["Νορβηγία"]


def test_search_without_words_lists_everything(eve, nordlys, other_hub):
    project("hub")
    answer = eve.get("/api/v1/search?page_size=1").json()
    assert (answer["total"], answer["pages"], len(answer["hits"])) == (2, 2, 1)
    assert eve.get("/api/v1/search?country=FR").json()["total"] == 0


def test_the_same_answer_is_not_sent_twice(eve, nordlys):
    first = eve.get("/api/v1/hubs")
    assert first["Cache-Control"] == "public, max-age=60"
    again = eve.get("/api/v1/hubs", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    nordlys.title = "Another title"
    nordlys.save()
    changed = eve.get("/api/v1/hubs", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_what_anna_is_told_no_cache_keeps(browser_of, anna, nordlys):
    answer = browser_of(anna).get("/api/v1/hubs")
    assert answer["Cache-Control"] == "private, no-store"
    assert "Cookie" in answer["Vary"]


def test_nothing_kept_for_everybody_sets_a_cookie(eve, nordlys):
    for address in ("hubs", "hubs/nordlys", "search?q=5G", "concepts", "openapi.json"):
        assert dict(eve.get(f"/api/v1/{address}").cookies) == {}


def test_a_page_of_another_origin_gets_no_permission(eve, nordlys):
    answer = eve.get("/api/v1/hubs", headers={"origin": "https://evil.example"})
    assert [name for name in answer.headers if name.startswith("Access-Control-")] == []


def test_the_developers_page_shows_every_operation_of_the_description(eve, group):
    from corridor.config.api import api

    page = eve.get("/en/developers/").content.decode()
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code></h3>" in page
    assert 'href="/api/v1/openapi.json"' in page
