"""A company says what it needs."""

from __future__ import annotations

from tests.portal.conftest import Page


def test_an_empty_question_gets_examples_in_several_languages(group, read):
    page = read("/en/search/")
    examples = page.all("a", "chip")
    assert [example["lang"] for example in examples] == ["en", "fr", "pl", "el", "bg", "pt"]
    assert page.all("ol") == []


def test_found_hubs_say_why(new_hub, read):
    new_hub(1)
    new_hub(2, description={"en": "Robots."}, title="Robots")
    page = read("/en/search/?q=sensors")
    assert page.texts("h2", "hub-name")[0] == "Hub 01 – Title 01"
    assert len(page.all("ul", "why")) == len(page.texts("h2", "hub-name"))


def test_the_question_stays_in_its_field_and_in_every_filter(new_hub, read):
    new_hub(1)
    page = read('/en/search/?q="sensors" %26 more&country=NO')
    assert [field["value"] for field in page.all("input", name="q")][:1] == ['"sensors" & more']


def test_nothing_found_says_what_to_do(new_hub, read):
    new_hub(1)
    page = read("/en/search/?q=zzzzzzzzzz&country=MT")
    assert "Nothing fits all of this" in page.texts("h2")
    assert [a["href"] for a in page.all("a", "button") if a["text"] == "All hubs"] == ["/en/hubs/"]


def test_without_filters_nothing_is_said_about_filters_and_one_way_out_is_offered(new_hub, read):
    new_hub(1)
    page = read("/en/search/?q=zzqqxx")
    assert page.texts("h2") == ["Nothing fits these words"]
    assert page.texts("div", "notice") == ["Only words are compared at the moment, not yet their meaning."]
    assert "Your words look like" not in page.texts("p", role="status")[0]
    assert page.all("form", "filters") == []


def test_a_page_after_the_last_one_leads_back(new_hub, read):
    new_hub(1)
    page = read("/en/search/?q=sensors&page=7")
    assert page.texts("h2") == ["The list is not that long"]
    assert [a["href"] for a in page.all("a") if a["text"] == "To its first page"] == ["/en/search/?q=sensors"]


def test_htmx_gets_the_results_only(new_hub, client):
    new_hub(1)
    response = client.get("/en/search/?q=sensors", headers={"HX-Request": "true"})
    page = Page(response.content.decode())
    assert page.all("html") == []
    assert [part["id"] for part in page.all("div", "columns")] == ["results"]
    assert "HX-Request" in response["Vary"]


def test_results_are_not_for_search_engines_but_the_page_is(new_hub, read):
    new_hub(1)
    assert read("/en/search/").all("meta", name="robots") == []
    assert [meta["content"] for meta in read("/en/search/?q=x").all("meta", name="robots")] == [
        "noindex, follow"
    ]


def test_a_question_of_a_megabyte_is_cut(new_hub, client):
    new_hub(1)
    assert client.get("/en/search/", {"q": "port " * 2000}).status_code == 200
