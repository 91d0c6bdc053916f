"""The vocabularies as programs read them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.vocab.models import Concept, Country, Region, Term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings):
    settings.BASE_URL = "https://hubs.example.eu"


def test_the_lists_in_force(eve):
    lists = {found["name"]: found["terms"] for found in eve.get("/api/v1/vocabularies").json()}
    assert lists == {
        "technologies": 34,
        "sectors": 43,
        "service-categories": 4,
        "service-tags": 15,
        "hub-kinds": 3,
    }


def test_one_list_with_its_terms_in_the_official_order(eve):
    found = eve.get("/api/v1/vocabularies/sectors").json()
    assert (found["version"], found["url"]) == ("2025-05", "https://hubs.example.eu/vocabularies/sectors")
    codes = Term.objects.filter(list__name="sectors").order_by("position").values_list("code", flat=True)
    assert [term["code"] for term in found["terms"]] == list(codes)
    transport = next(term for term in found["terms"] if term["slug"] == "transport-mobility")
    assert transport["bridges"] == ["transport-sector"]
    assert transport["url"] == "https://hubs.example.eu/vocabularies/sectors/transport-mobility"


def test_a_concept_with_everything_about_it(eve):
    found = eve.get("/api/v1/concepts/private-5g-network").json()
    row = Concept.objects.get(slug="private-5g-network")
    assert found["labels"] == row.labels
    assert found["synonyms"] == row.synonyms
    assert found["broader"] == ["5g"]
    assert found["technologies"] == ["communication-network"]
    assert found["related"] == [other.slug for other in row.related.all()]
    assert [need["slug"] for need in found["needs"]] == [need.slug for need in row.needs.all()]


def test_all_concepts_in_as_many_queries_as_one(eve):
    with CaptureQueriesContext(connection) as for_all:
        found = eve.get("/api/v1/concepts").json()
    with CaptureQueriesContext(connection) as for_one:
        eve.get("/api/v1/concepts/5g")
    assert [concept["slug"] for concept in found] == list(Concept.objects.values_list("slug", flat=True))
    assert len(for_all) == len(for_one)


def test_the_regions_of_a_country_and_level(eve):
    found = eve.get("/api/v1/regions?country=fr&level=2").json()
    codes = Region.objects.filter(country="FR", level=2).values_list("code", flat=True)
    assert [region["code"] for region in found] == list(codes)
    assert found[0] == {
        "code": "FR10",
        "version": "2024",
        "level": 2,
        "name": "Ile-de-France",
        "country": "FR",
        "parent": "FR1",
    }


def test_countries_are_named_in_the_language_asked_for(eve):
    found = {country["code"]: country for country in eve.get("/api/v1/countries?lang=fr").json()}
    assert len(found) == Country.objects.count()
    assert found["TR"] == {
        "code": "TR",
        "name": "Turquie",
        "catalogue_name": "Türkiye",
        "membership": "associated",
    }
    assert found["XK"]["name"] == "Kosovo"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/vocabularies/nothing", 404, "not-found"),
        ("/api/v1/concepts/nothing", 404, "not-found"),
        ("/api/v1/regions", 422, "bad-input"),
        ("/api/v1/regions?country=FR&level=4", 422, "bad-input"),
        ("/api/v1/regions?country=France", 422, "bad-input"),
        ("/api/v1/countries?lang=xx", 422, "bad-input"),
    ],
)
def test_mistakes_are_answered_as_problems(eve, path, status, code):
    response = eve.get(path)
    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, response.json()["status"], response.json()["code"]) == (
        status,
        status,
        code,
    )


def test_the_description_declares_every_error_as_a_problem(eve):
    paths = eve.get("/api/v1/openapi.json").json()["paths"]
    declared = {
        (path, status)
        for path, operations in paths.items()
        for status, response in operations.get("get", {}).get("responses", {}).items()
        if list(response.get("content", {})) == ["application/problem+json"]
        and path.split("/")[3] in {"vocabularies", "concepts", "regions", "countries"}
    }
    keys = {pair for pair in declared if pair[1] in {"401", "403"}}
    assert {path for path, _status in keys} == {
        f"/api/v1/{part}"
        for part in (
            "vocabularies",
            "vocabularies/{name}",
            "concepts",
            "concepts/{slug}",
            "regions",
            "countries",
        )
    }
    assert declared - keys == {
        ("/api/v1/vocabularies/{name}", "404"),
        ("/api/v1/vocabularies/{name}", "422"),
        ("/api/v1/concepts/{slug}", "404"),
        ("/api/v1/concepts/{slug}", "422"),
        ("/api/v1/regions", "422"),
        ("/api/v1/countries", "422"),
    }
