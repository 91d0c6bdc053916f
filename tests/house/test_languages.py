"""All public pages in all 24 languages: they answer, say their language, and write dates as it does."""

from __future__ import annotations

import re
from itertools import cycle

import pytest

from corridor.kernel.i18n.languages import CODES, INTERFACE, interface_language
from tests.house.pages import Elements, answered_to

LANGUAGE = re.compile(r"<html[^>]* lang=\"(\w+)\"")
KICK_OFF = {
    "bg": "25 април 2024\u202fг.",
    "es": "25 de abril de 2024",
    "cs": "25. dubna 2024",
    "da": "25. april 2024",
    "de": "25. April 2024",
    "et": "25. aprill 2024",
    "el": "25 Απριλίου 2024",
    "en": "25 April 2024",
    "fr": "25 avril 2024",
    "ga": "25 Aibreán 2024",
    "hr": "25. travnja 2024.",
    "it": "25 aprile 2024",
    "lv": "2024. gada 25. aprīlis",
    "lt": "2024 m. balandžio 25 d.",
    "hu": "2024. április 25.",
    "mt": "25 ta’ April 2024",
    "nl": "25 april 2024",
    "pl": "25 kwietnia 2024",
    "pt": "25 de abril de 2024",
    "ro": "25 aprilie 2024",
    "sk": "25. apríla 2024",
    "sl": "25. april 2024",
    "fi": "25. huhtikuuta 2024",
    "sv": "25 april 2024",
}


FRONT = ("/en/", "/en/search/?q=port", "/en/hubs/", "/en/hubs/nordlys/", "/en/services/")


@pytest.mark.slow
def test_every_public_page_answers_in_every_language(everybody, without_notes):
    """What is translated is asked of all; the other languages take turns, but for the pages in front."""
    client, others = everybody.client("eve"), cycle(sorted({*CODES} - INTERFACE))
    for address in dict.fromkeys((*FRONT, *answered_to("eve", "/en/"))):
        for code in CODES if address in FRONT else (*INTERFACE, next(others), next(others)):
            response = client.get(f"/{code}{address[3:]}".format(**everybody.values))
            assert (code, address, response.status_code) == (code, address, 200)
            if response["Content-Type"].startswith("text/html"):
                said = LANGUAGE.search(response.content.decode())[1]
                assert (code, address, said) == (code, address, interface_language(code))


def test_errors_speak_every_language(everybody):
    for code in CODES:
        response = everybody.client("eve").get(f"/{code}/hubs/nowhere/")
        html = Elements(response.content.decode()).all("html")
        assert (code, response.status_code, html[0]["lang"]) == (code, 404, interface_language(code))


def test_the_kick_offs_date_is_written_as_each_language_does(everybody):
    written = {}
    for code in CODES:
        page = everybody.client("eve").get(f"/{code}/smart-connectivity/").content.decode()
        times = re.findall(r'<time datetime="2024-04-25" lang="(\w\w)">([^<]+)</time>', page)
        assert {language for language, _words in times} == {code}
        written[code] = times[0][1]
    assert written == KICK_OFF


def test_a_browser_that_asks_for_maltese_is_led_to_it(eve, group):
    assert eve.get("/", headers={"accept-language": "mt,en;q=0.5"})["Location"] == "/mt/"
    assert eve.get("/", headers={"accept-language": "is,el;q=0.9"})["Location"] == "/el/"
    assert eve.get("/", headers={"accept-language": "is"})["Location"] == "/en/"
