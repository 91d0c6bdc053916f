"""The vocabulary as people read it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.kernel.i18n.languages import CODES
from corridor.vocab.models import Concept
from corridor.vocab.queries import folded

pytestmark = pytest.mark.django_db


def links(page: str) -> list[str]:
    """Slugs of the concepts that a page links to, in its order."""
    return re.findall(r'href="/\w\w/vocabulary/([a-z0-9-]+)/"', page)


def main_of(response) -> str:
    return unescape(response.text).split("<main")[1].split("</main")[0]


def test_eve_finds_every_concept_and_every_official_term(eve):
    page = main_of(eve.get("/en/vocabulary/"))
    assert set(links(page)) == set(Concept.objects.values_list("slug", flat=True))
    assert len(re.findall(r'<li id="technologies-', page)) == 34
    assert len(re.findall(r'<li id="sectors-', page)) == 43


def test_a_narrower_concept_stands_below_its_broader_one(eve):
    page = main_of(eve.get("/en/vocabulary/?q=non-public network"))
    assert links(page) == ["mobile-network", "5g", "private-5g-network"]
    assert page.count('class="only-the-way"') == 2


def test_labels_are_in_the_language_of_the_page_and_say_so(eve):
    page = main_of(eve.get("/pl/vocabulary/"))
    assert '<span lang="pl">prywatna sieć 5G</span>' in page


@pytest.mark.parametrize("text", ["réseau 5G privé", "RESEAU 5G PRIVE", "  reseau 5g prive "])
def test_the_filter_forgives_accents_case_and_blanks(eve, text):
    page = main_of(eve.get("/fr/vocabulary/", {"q": text}))
    assert links(page)[-1] == "private-5g-network"


def test_the_filter_knows_synonyms_and_acronyms(eve):
    assert links(main_of(eve.get("/de/vocabulary/?q=Campusnetz")))[-1] == "private-5g-network"
    assert links(main_of(eve.get("/de/vocabulary/?q=SNPN")))[-1] == "private-5g-network"


def test_a_filter_that_finds_nothing_says_so(eve):
    response = eve.get("/en/vocabulary/", {"q": "<b>zeppelin</b>\x00"})
    page = main_of(response)
    assert links(page) == []
    assert "<b>" not in response.text
    assert "Nothing here contains “<b>zeppelin</b>”." in page


def test_a_concept_shows_its_name_in_24_languages_each_marked(eve):
    page = main_of(eve.get("/en/vocabulary/private-5g-network/"))
    assert re.findall(r'<th scope="row" lang="(\w\w)">', page) == list(CODES)
    assert '<td lang="bg">частна 5G мрежа</td>' in page
    assert "campus network" in page


def test_a_concept_shows_what_is_around_it_and_the_needs_that_it_answers(eve):
    concept = Concept.objects.get(slug="private-5g-network")
    page = main_of(eve.get("/fr/vocabulary/private-5g-network/"))
    related = sorted(concept.related.all(), key=lambda other: folded(other.labels["fr"]))
    assert links(page) == ["5g", *(other.slug for other in related)]
    needs = [need.texts["fr"] for need in concept.needs.all()]
    assert re.findall(r'<li><span lang="fr">(.+?)</span></li>', page) == needs
    assert len(needs) > 0
    assert 'href="/fr/vocabulary/#technologies-communication-network"' in page


def test_a_concept_out_of_force_has_no_page(eve):
    Concept.objects.filter(slug="zigbee").update(in_force=False)
    assert eve.get("/en/vocabulary/zigbee/").status_code == 404
    assert "zigbee" not in links(main_of(eve.get("/en/vocabulary/")))


def queries_of(browser, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_pages_ask_the_database_the_same_for_little_and_for_much(eve):
    everything = queries_of(eve, "/en/vocabulary/")
    assert queries_of(eve, "/en/vocabulary/?q=5G") == everything
    assert queries_of(eve, "/en/vocabulary/network-security/") == queries_of(eve, "/en/vocabulary/u-space/")
    assert everything <= 9


def test_olga_reads_the_tables_and_changes_nothing(olga, browser_of):
    browser = browser_of(olga)
    concept = Concept.objects.get(slug="5g")
    for table in ("concept", "term", "region", "country", "officiallist", "everydayneed", "referencedata"):
        assert browser.get(f"/admin/vocab/{table}/").status_code == 200
        assert browser.get(f"/admin/vocab/{table}/add/").status_code == 403
    assert browser.post(f"/admin/vocab/concept/{concept.pk}/change/", {"slug": "six"}).status_code == 403
    assert browser.post(f"/admin/vocab/concept/{concept.pk}/delete/", {"post": "yes"}).status_code == 403
    concept.refresh_from_db()
    assert concept.slug == "5g"
