"""Every page in 24 languages, and honest about which words are translated."""

from __future__ import annotations

import pytest

from corridor.kernel.i18n.languages import CODES, INTERFACE, LANGUAGES


def test_the_switch_has_24_languages_in_protocol_order_and_keeps_the_question(group, read):
    links = [a for a in read("/en/search/?q=5G").all("a") if "hreflang" in a]
    assert [(a["hreflang"], a["lang"], a["text"]) for a in links] == [
        (code, code, name) for code, name in LANGUAGES.items()
    ]
    assert links[0]["href"] == "/bg/search/?q=5G"
    assert [a["hreflang"] for a in links if "aria-current" in a] == ["en"]


@pytest.mark.parametrize("code", CODES)
def test_the_page_says_the_language_that_its_words_are_in(group, read, code):
    page = read(f"/{code}/")
    expected = code if code in INTERFACE else "en"
    assert [html["lang"] for html in page.all("html")] == [expected]
    notes = page.all("aside", "quiet-note")
    assert [note["lang"] for note in notes] == ([] if code in INTERFACE else ["en"])


def test_alternates_and_canonical_are_full_addresses_without_the_query(group, read, settings):
    settings.BASE_URL = "https://hubs.example"
    page = read("/pl/hubs/?page=1")
    assert [link["href"] for link in page.all("link", rel="canonical")] == ["https://hubs.example/pl/hubs/"]
    alternates = {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate")}
    assert list(alternates) == [*CODES, "x-default"]
    assert alternates["mt"] == "https://hubs.example/mt/hubs/"
    assert alternates["x-default"] == "https://hubs.example/en/hubs/"


def test_dates_and_countries_are_in_the_pages_language(rich_hub, read):
    page = read("/el/hubs/hub-1/")
    assert ("el", "Νορβηγία") in [(span.get("lang"), span["text"]) for span in page.all("span")]
    assert {time["lang"] for time in page.all("time")} == {"el"}
