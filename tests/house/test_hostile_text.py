"""Text that breaks programs: shown as it is, stored as it is, and never an error of ours."""

from __future__ import annotations

import html
import json
import re
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest

from corridor.catalogue.models import Service
from corridor.config.api import api
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.search.indexing import project
from corridor.members.models import Hub
from corridor.people.tokens.actions import make_token
from tests.catalogue.making import make_service
from tests.house.pages import Elements

OURS = [
    "\x00",
    "nul\x00in the middle",
    "\u202eright to left",
    "'; drop table members_hub; --",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% debug %}",
    "%(name)s %s {0} {name}",
    "a" * 5000,
    "&lt;b&gt;",
    "Z̷a̶l̸g̵o̷" + "\u0301" * 2000,
    "\\' OR 1=1 --",
    "!|&():*<->",
    "€" * 299 + "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]
SCRIPTS_OF_A_PAGE = {"/static/kernel/htmx.min.js", "/static/kernel/filters.js"}


@pytest.fixture(scope="session")
def naughty(request) -> list[str]:
    folder = request.getfixturevalue("shared") / "conformance" / "corpora" / "strings"
    return json.loads((folder / "blns.json").read_text(encoding="utf-8"))


def asked(client, address: str, text: str):
    return client.get(f"{address}{quote(text.encode('utf-8', 'surrogatepass'))}")


def assert_shown_literally(client, text: str) -> None:
    response = asked(client, "/en/search/?q=", text)
    assert (text, response.status_code) == (text, 200)
    page = Elements(response.content.decode())
    expected = clean_text(text.encode("utf-8", "replace").decode())[:300]
    shown = [one["value"] for one in page.all("input") if one.get("id") == "find"]
    # A browser, as the HTML standard has it, reads line ends in an attribute as they are written.
    assert shown == [expected]
    assert {one["src"] for one in page.all("script") if "src" in one} <= SCRIPTS_OF_A_PAGE
    assert page.inside["style"] == []


@pytest.mark.parametrize("number", range(len(OURS)))
def test_our_own_hostile_texts_in_a_search(eve, hub, number):
    project("hub")
    assert_shown_literally(eve, OURS[number])
    assert asked(eve, "/api/v1/search?q=", OURS[number]).status_code in (200, 422)
    assert asked(eve, "/api/v1/hubs?q=", OURS[number]).status_code in (200, 422)
    assert asked(eve, "/en/vocabulary/?q=", OURS[number]).status_code == 200
    assert asked(eve, "/en/hubs/?technology=", OURS[number]).status_code == 200


@pytest.mark.slow
def test_naughty_strings_in_a_search(eve, hub, naughty):
    project("hub")
    for text in naughty:
        assert_shown_literally(eve, text)


def test_naughty_strings_in_the_api(eve, hub, naughty):
    """Each string at one of the addresses in turn; all of them go through the search page above."""
    project("hub")
    addresses = cycle(("/api/v1/search?q=", "/api/v1/hubs?q=", "/api/v1/search?country="))
    for text, address in zip(naughty, addresses, strict=False):
        assert asked(eve, address, text).status_code in (200, 422)


@pytest.mark.slow
def test_naughty_names_of_hubs_are_shown_literally(eve, norway, naughty):
    names = sorted({clean_text(text)[:200] for text in naughty} - {""})
    hubs = [
        Hub(slug=f"n{n}", name=name, title=name, kind="DIH", country=norway, description={"en": name})
        for n, name in enumerate(names)
    ]
    Hub.objects.bulk_create(hubs)
    project("hub")
    told = []
    for number in range(1, 10):
        told += [one["name"] for one in eve.get(f"/api/v1/hubs?page_size=200&page={number}").json()["items"]]
    assert sorted(told) == names
    for n in range(0, len(names), 8):
        response = eve.get(f"/en/hubs/n{n}/")
        assert response.status_code == 200
        page = Elements(response.content.decode())
        shown = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
        assert html.unescape(shown[1]) == names[n]
        scripts = [one for one in page.all("script") if one.get("type") != "application/ld+json"]
        assert scripts == []
    pages = [eve.get(f"/en/hubs/?page={number}") for number in range(1, len(names) // 20 + 2)]
    assert {page.status_code for page in pages} == {200}
    for page in pages:
        assert {one["src"] for one in Elements(page.content.decode()).all("script")} <= SCRIPTS_OF_A_PAGE


def test_hostile_addresses_are_not_found(eve, group):
    for address in ("/en/hubs/%00/", "/en/%00/", "/en/hubs/..%2f..%2fetc/passwd", "/%00", "/en/hubs/%ff%fe/"):
        assert eve.get(address).status_code == 404
    for address in ("/en/hubs/?page=%00", "/en/hubs/map/?zoom=%00&at=%00", "/en/search/?page=1e9"):
        assert eve.get(address).status_code == 200


def test_what_can_be_written_through_the_api_is_known_here(db):
    """The documents of the next tests go to all of it."""
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    written = {(path, method) for path, methods in paths.items() for method in methods if method != "get"}
    assert written == {
        ("/hubs/{slug}", "patch"),
        ("/hubs/{hub}/services", "post"),
        ("/services/{key}", "patch"),
        ("/services/{key}/submission", "post"),
        ("/services/{key}/withdrawal", "post"),
    }


def documents(shared: Path) -> list[Path]:
    return sorted((shared / "conformance" / "corpora" / "json" / "test_parsing").glob("*.json"))


def test_hostile_json_is_refused_everywhere(eve, group, shared):
    files = documents(shared)
    assert len(files) > 300
    for file in files:
        body = file.read_bytes()
        for address, refused in (
            ("/api/v1/hubs", {405}),
            ("/api/v1/search", {405}),
            ("/en/sign-in/", {422, 429}),
        ):
            response = eve.post(address, body, content_type="application/json")
            assert response.status_code in refused, (file.name, address)


def test_case_27_hostile_json_changes_no_hub_and_no_service(eve, hub, group, anna, shared):
    service = make_service(hub, group)
    _token, key = make_token(by=anna, name="Program", scopes=["hubs:write", "services:write"], days=30)
    addresses = [
        (eve.patch, "/api/v1/hubs/nordlys"),
        (eve.post, "/api/v1/hubs/nordlys/services"),
        (eve.patch, f"/api/v1/services/{service.pk}"),
        (eve.post, f"/api/v1/services/{service.pk}/submission"),
        (eve.post, f"/api/v1/services/{service.pk}/withdrawal"),
    ]
    headers = {"Authorization": f"Bearer {key}"}
    for file in documents(shared):
        body = file.read_bytes()
        for send, address in addresses:
            response = send(address, body, content_type="application/json", headers=headers)
            assert response.status_code in {400, 422}, (file.name, address)
    hub.refresh_from_db()
    service.refresh_from_db()
    assert (hub.version, service.version, service.state, Service.objects.count()) == (1, 1, "shared", 1)


@pytest.mark.parametrize("name", ["email", "title", "description_en"])
def test_nul_in_a_form_is_refused_or_stripped(browser_of, anna, name):
    response = browser_of(anna).post("/en/hubs/nordlys/edit/", {"version": "1", name: "a\x00b"})
    assert response.status_code == 422
    assert not Hub.objects.filter(title__contains="a").exclude(slug="nordlys").exists()
