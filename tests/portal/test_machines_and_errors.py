"""Files for programs, and pages for when something went wrong."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test import Client, RequestFactory

from corridor.kernel.audience import Audience
from corridor.portal.views import errors, machines
from tests.portal.conftest import Page

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_the_sitemap_has_public_pages_in_each_language(group, new_hub, client, settings):
    settings.BASE_URL = "https://hubs.example"
    new_hub(1)
    new_hub(2, audience=Audience.HUB)
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    assert [loc.text for loc in tree.findall("s:url/s:loc", NS)] == [
        f"https://hubs.example/en/{rest}"
        for rest in ("", "search/", "hubs/", "hubs/map/", "services/", "smart-connectivity/", "hubs/hub-1/")
    ]
    last = tree.findall("s:url", NS)[-1]
    assert len(last.findall("x:link", NS)) == 25


def test_a_long_sitemap_comes_in_parts(group, new_hub, client, settings, monkeypatch):
    settings.BASE_URL = "https://hubs.example"
    new_hub(1)
    whole = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    pages = [loc.text for loc in whole.findall("s:url/s:loc", NS)]
    monkeypatch.setattr(machines, "PART", 3)
    parts = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    assert parts.tag.endswith("sitemapindex")
    found = []
    for loc in parts.findall("s:sitemap/s:loc", NS):
        part = client.get(loc.text.removeprefix("https://hubs.example"))
        found += [one.text for one in ET.fromstring(part.content).findall("s:url/s:loc", NS)]  # noqa: S314
    assert found == pages
    for wrong in ("4", "9999999"):
        assert client.get(f"/sitemap.xml?part={wrong}").status_code == 404


def test_robots_are_told_where_the_sitemap_is(client, settings):
    settings.BASE_URL = "https://hubs.example"
    assert (
        client.get("/robots.txt").content.decode().splitlines()[-1]
        == "Sitemap: https://hubs.example/sitemap.xml"
    )


def test_a_missing_page_helps(group, read):
    page = read("/en/hubs/none/", status=404)
    assert page.texts("h1") == ["There is nothing here that you can see."]
    links = ["Find help", "Services", "Hubs", "Tell us what you need", "Group", "Vocabulary"]
    assert [a["text"] for a in page.all("a", "button")] == links
    assert [meta["content"] for meta in page.all("meta", name="robots")] == ["noindex"]


def test_a_form_without_its_token_is_explained(group):
    response = Client(enforce_csrf_checks=True).post("/en/sign-in/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "open for too long" in response.content.decode()


@pytest.mark.django_db
def test_the_page_for_our_own_faults_asks_nothing_of_the_database():
    def refuse(*args):
        raise AssertionError("the error page asked the database")

    with connection.execute_wrapper(refuse):
        response = errors.server_error(RequestFactory().get("/en/hubs/"))
    assert response.status_code == 500
    assert Page(response.content.decode()).texts("h1") == [
        "Something broke on our side. Nothing was lost; please try again."
    ]


def test_a_wrong_passphrase_takes_the_focus_to_the_explanation(anna, client):
    page = Page(client.post("/en/sign-in/", {"username": anna.email, "password": "wrong"}).content.decode())
    (summary,) = page.all("div", "error-summary")
    assert (summary["role"], summary["tabindex"], "autofocus" in summary) == ("alert", "-1", True)


def test_the_page_needs_no_inline_code_and_no_other_host(group, rich_hub, read):
    for address in ("/en/", "/en/search/?q=5G", "/en/hubs/", "/en/hubs/map/", "/en/hubs/hub-1/"):
        page = read(address)
        assert [e for e in page.elements if "style" in e or any(name.startswith("on") for name in e)] == []
        assert page.all("style") == []
        sources = [e["src"] for e in page.elements if "src" in e]
        sheets = [e["href"] for e in page.all("link", rel="stylesheet")]
        assert [source for source in sources + sheets if not source.startswith("/static/")] == []


def test_a_host_can_rebrand_by_tokens(group, read, settings):
    sheets = [link["href"] for link in read("/en/").all("link", rel="stylesheet")]
    settings.THEME = "alder"
    rebranded = [link["href"] for link in read("/en/").all("link", rel="stylesheet")]
    assert [sheet for sheet in rebranded if sheet not in sheets] == ["/static/kernel/themes/alder.css"]


def test_a_theme_that_does_not_exist_is_said_at_start_up(settings):
    settings.THEME = "../secret"
    assert "kernel.E001" in [problem.id for problem in run_checks()]
    settings.THEME = "alder"
    assert "kernel.E001" not in [problem.id for problem in run_checks()]
