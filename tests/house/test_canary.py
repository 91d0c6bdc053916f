"""Secrets in the private fields of every table: where each is seen, and where never.

Whoever looks for them meets every page that there is, so every answer is also asked for its strict headers,
and every page for inline code and for anything from elsewhere.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

import pytest
from django.apps import apps

from corridor.kernel.privacy import data_map
from corridor.kernel.search.indexing import project
from tests.house.conftest import NAMES
from tests.house.plants import NOTHING_TO_PLANT, OF_HUB, PLANTS, WORD, World
from tests.house.strict import assert_strict_headers, is_letter, offences
from tests.house.test_access import is_walked, table

EVERYWHERE = re.compile(r'(?:href|action)="(/[^"#]*)')
DRAWN = re.compile(r'(csrfmiddlewaretoken" value="|csrftoken=|sessionid=)\w+')  # letters by chance, also qz
MOST_PAGES = 1400
LOOKED_INTO = {"eve", "anna", "dora", "olga"}  # between them they have every page

ASKED = [
    f"/en/search/?q={WORD}",
    f"/en/hubs/?q={WORD}",
    "/en/hubs/?country=IS",
    "/en/hubs/map/?country=IS",
    f"/api/v1/search?q={WORD}",
    "/api/v1/search?country=IS&page_size=100",
    "/api/v1/search?page_size=100",
    "/api/v1/hubs?page_size=200",
    "/api/v1/hubs?country=IS",
    "/api/v1/hubs?q=qz",
    f"/api/v1/hubs/{OF_HUB}",
    f"/en/hubs/{OF_HUB}/",
    f"/en/hubs/{OF_HUB}/edit/",
    f"/mt/hubs/{OF_HUB}/",
    f"/el/search/?q={WORD}",
    f"/en/who-can-see/hub/{OF_HUB}/",
    f"/en/journal/hub/{OF_HUB}/",
    "/en/who-can-see/hub/nordlys/?audience=hub&name=ben",
    "/en/journal/?verb=edit-hub",
    "/en/smart-connectivity/people/?q=qz",
    "/en/smart-connectivity/people/export.xlsx",
    "/en/now/",
    "/en/notices/",
    "/en/account/privacy/data/",
]


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


@pytest.fixture
def planted(everybody, hidden_hub, group, hub, without_notes):
    world = World(dict(everybody.people), group, hub, hidden_hub)
    for one in PLANTS:
        one.make(world, one.secret)
    project("hub")
    return everybody


def text_of(response) -> str:
    """All words of an answer, also those in a spreadsheet and in its headers."""
    content = b"".join(response) if response.streaming else response.content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist()).casefold()
    headers = " ".join(str(value) for value in response.headers.values())
    return DRAWN.sub("", f"{headers} {content.decode(errors='replace')}").casefold()


def given_to(everybody, name: str) -> list[str]:
    """What this person gets with 200, as the access table says; here it is asked whether that is so."""
    return [row.address.format(**everybody.values) for row in table() if is_walked(row, name)]


def crawl(everybody, name: str) -> dict[str, Answer]:
    """Every answer that this person reaches by links in English, and what is asked for outright."""
    client = everybody.client(name)
    waiting = given_to(everybody, name) + ASKED
    seen: dict[str, Answer] = {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        seen[address] = Answer(response.status_code, text_of(response))
        assert_strict_headers(address, response)
        if "html" in response.get("Content-Type", ""):
            html = response.content.decode()
            assert (address, offences(html) if _is_looked_into(name, address) else []) == (address, [])
            waiting += [link for link in EVERYWHERE.findall(html) if _is_followed(link)]
    assert len(seen) < MOST_PAGES
    own = client.post("/en/account/privacy/export/")
    return seen | {"export of one's own data": Answer(own.status_code, text_of(own))}


def _is_looked_into(name: str, address: str) -> bool:
    return name in LOOKED_INTO and not is_letter(address)


def _is_followed(link: str) -> bool:
    plain = "?" not in link and link.startswith(("/en/", "/api/", "/vocabularies/"))
    return plain and not link.startswith(("/en/vocabulary/", "/vocabularies/concepts/"))


def where(seen: dict[str, Answer], secret: str) -> set[str]:
    """A page that is not theirs echoes its own address in its links to other languages and to sign-in."""
    return {
        address
        for address, answer in seen.items()
        if secret in answer.text and not (secret in address and answer.status in (302, 404))
    }


# Where Carla sees the hub that is for its own people; its name stands beside in her navigation.
HUB_SEEN_BY_CARLA = {
    "/en/",  # among the newest
    f"/en/hubs/{OF_HUB}/",
    f"/mt/hubs/{OF_HUB}/",
    f"/en/hubs/{OF_HUB}/edit/",
    "/en/hubs/",
    "/en/hubs/?country=IS",
    "/en/hubs/map/",
    "/en/hubs/map/?country=IS",
    f"/en/search/?q={WORD}",
    f"/el/search/?q={WORD}",
    f"/en/hubs/?q={WORD}",
    "/api/v1/hubs",
    "/api/v1/hubs?page_size=200",
    "/api/v1/hubs?country=IS",
    "/api/v1/hubs?q=qz",
    f"/api/v1/hubs/{OF_HUB}",
    "/api/v1/search",
    f"/api/v1/search?q={WORD}",
    "/api/v1/search?country=IS&page_size=100",
    "/api/v1/search?page_size=100",
}
NEVER = {"/sitemap.xml", "/en/hubs/export.csv", "/en/hubs/export.xlsx"}  # public files, the same for all


@pytest.mark.slow
@pytest.mark.parametrize("names", [NAMES[:4], NAMES[4:8], NAMES[8:]], ids="-".join)
def test_case_03_no_secret_is_seen_outside_its_audience(planted, names):
    for name in names:
        sees_only_what_is_for_them(planted, name)


def sees_only_what_is_for_them(planted, name: str) -> None:
    seen = crawl(planted, name)
    refused = {one: seen[one].status for one in given_to(planted, name) if seen[one].status != 200}
    assert (name, refused) == (name, {})  # case 01 leaves these addresses to us
    assert "/en/hubs/nordlys/" in seen
    found = {one.secret: where(seen, one.secret) for one in PLANTS}
    leaks = {one.secret: sorted(found[one.secret]) for one in PLANTS if name not in one.seen_by}
    assert (name, {secret: places for secret, places in leaks.items() if places}) == (name, {})
    lost = [one.secret for one in PLANTS if name in one.reached_by and not found[one.secret]]
    assert (name, lost) == (name, [])
    assert not found[OF_HUB] & NEVER
    if name == "carla":
        assert found[OF_HUB] >= HUB_SEEN_BY_CARLA
    counts_nothing_hidden(planted.client(name), 1 if name == "carla" else 0)


def counts_nothing_hidden(client, expected: int) -> None:
    """``expected`` hubs in Iceland, each with one service."""
    facets = {facet["name"]: facet["values"] for facet in client.get("/api/v1/search").json()["facets"]}
    countries = {value["code"]: value["count"] for value in facets["country"]}
    assert countries.get("IS", 0) == 2 * expected
    assert client.get("/api/v1/search?country=IS").json()["total"] == 2 * expected
    assert client.get(f"/api/v1/search?q={WORD}").json()["total"] == expected
    assert client.get("/api/v1/hubs?country=IS").json()["count"] == expected


def test_every_table_with_something_private_has_a_plant():
    with_audience = {
        model._meta.label_lower
        for model in apps.get_models()
        if any(field.name == "audience" for field in model._meta.concrete_fields)
    }
    planted = {label.lower() for one in PLANTS for label in one.tables}
    assert sorted((with_audience | set(data_map())) - planted - set(NOTHING_TO_PLANT)) == []
    assert planted & set(NOTHING_TO_PLANT) == set()
    assert len({one.secret for one in PLANTS}) == len(PLANTS)
