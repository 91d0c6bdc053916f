"""The list of services and the search page: who sees which service there, and what is said of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from corridor.catalogue.actions import announce
from corridor.kernel.search.indexing import project
from tests.catalogue.making import make_test_bed
from tests.portal.conftest import Page

PAGES = ("/en/services/", "/en/search/?q=quay")


@pytest.fixture
def shown(service, hub):
    project("hub")
    announce([service.pk])
    return service


def read(client, address):
    return Page(client.get(address).content.decode())


def results(page):
    return page.all("li", "result")


def test_a_service_stands_there_with_its_hub_its_place_and_what_it_costs(eve, shown):
    for address in PAGES:
        told = eve.get(address).content.decode()
        for words in ("Private 5G on your quay", "Nordlys", "Norway", "Test before invest", "free of charge"):
            assert words in told, (address, words)


def test_the_search_page_finds_hubs_and_services_and_can_be_narrowed_to_either(eve, shown):
    both = read(eve, "/en/search/?q=nordlys")
    assert len(results(both)) == 2
    assert len(results(read(eve, "/en/search/?q=nordlys&result=hub"))) == 1
    services = eve.get("/en/search/?q=nordlys&result=service")
    assert [hit.kind for hit in services.context["answer"].hits] == ["service"]
    assert len(results(read(eve, "/en/hubs/"))) == 1  # the directory is of hubs


def test_who_may_not_see_a_service_finds_and_counts_none(eve, browser_of, carla, dora, shown):
    shown.audience = "group"
    shown.save()
    announce([shown.pk])
    for client, seen in ((eve, 0), (browser_of(carla), 0), (browser_of(dora), 1)):
        for address in (*PAGES, "/en/search/?result=service", "/en/services/?result=service"):
            answer = client.get(address).context["answer"]
            assert [hit.kind for hit in answer.hits].count("service") == seen, address
            values = [value for facet in answer.facets if facet.name == "result" for value in facet.values]
            assert sum(value.count for value in values if value.code == "service") == seen, address
        found = client.get("/api/v1/search?q=quay&result=service").json()
        assert found["total"] == seen


def test_the_api_gives_both_and_says_which(eve, shown):
    found = eve.get("/api/v1/search?q=nordlys").json()
    assert sorted(hit["kind"] for hit in found["hits"]) == ["hub", "service"]
    narrowed = eve.get("/api/v1/search?service-category=test-before-invest&price=free&stale=no").json()
    assert [hit["title"] for hit in narrowed["hits"]] == ["Private 5G on your quay"]
    assert narrowed["hits"][0]["standing"] == 1.0


def test_what_is_stale_says_since_when(eve, shown):
    shown.confirmed_at = timezone.now() - timedelta(days=400)
    shown.good_until = timezone.localdate() - timedelta(days=35)
    shown.save()
    announce([shown.pk])
    for address in PAGES:
        assert "Not confirmed since" in eve.get(address).content.decode(), address


def test_a_test_bed_is_a_kind_of_result_of_its_own(eve, shown):
    make_test_bed(shown)
    announce([shown.pk])
    page = read(eve, "/en/services/?result=test-bed&setting=outdoor&release=17")
    assert len(results(page)) == 1
    assert "Kind of result: Test bed" in [chip["text"].split(" (")[0] for chip in page.all("a", "chip")]


def test_a_title_in_her_language_is_shown_in_it(eve, shown):
    shown.title = {"en": "Private 5G on your quay", "fi": "Oma 5G-verkko laiturille"}
    shown.save()
    announce([shown.pk])
    assert "Oma 5G-verkko laiturille" in eve.get("/fi/services/?q=laituri").content.decode()
    assert "Private 5G on your quay" in eve.get("/sv/services/").content.decode()


def test_nothing_found_says_what_would_and_keeps_the_words(eve, shown):
    page = read(eve, "/en/services/?q=zzqqxx&country=NO")
    assert page.texts("h2") == ["Nothing fits all of this"]
    links = [a["href"] for a in page.all("a")]
    assert "/en/search/?q=zzqqxx" in links
    assert "/en/services/?q=zzqqxx" in links  # without the filters


def test_htmx_gets_the_results_only_and_filters_keep_the_words(eve, shown):
    response = eve.get("/en/services/?q=quay", headers={"HX-Request": "true"})
    page = Page(response.content.decode())
    assert page.all("html") == []
    assert [field["value"] for field in page.all("input", name="q")] == ["quay"]
    assert "HX-Request" in response["Vary"]
