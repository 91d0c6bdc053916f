from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.kernel.search.generation import advance
from corridor.kernel.search.indexing import project
from corridor.members.enums import PartnerRole
from corridor.members.models import Hub, HubPartner, HubTag, Organisation
from corridor.vocab.enums import ListName
from corridor.vocab.models import Concept, Country, OfficialList, Region, Term
from tests.catalogue.making import make_service


@pytest.fixture(autouse=True)
def by_words_only(settings):
    """What these stories test are pages; they need no model of meaning."""
    settings.EMBEDDER = "none"


class Page(HTMLParser):
    """A page as elements: ``page.all("a", "chip")`` are the attributes and texts of its chips."""

    BLOCKS = frozenset({"td", "th", "dd", "dt", "li", "p", "h3"})
    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[dict[str, Any]] = []
        self._open: list[dict[str, Any]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {"tag": tag, "text": ""} | dict(attrs)
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append({"tag": tag, "text": ""} | dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.handle_data(" " if tag in self.BLOCKS else "")
        while self._open and self._open.pop()["tag"] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element["text"] += data

    def all(self, tag: str, css: str = "", **attributes: str) -> list[dict[str, Any]]:
        return [
            element | {"text": " ".join(element["text"].split())}
            for element in self.elements
            if element["tag"] == tag
            and (not css or css in (element.get("class") or "").split())
            and all(element.get(name) == value for name, value in attributes.items())
        ]

    def texts(self, tag: str, css: str = "", **attributes: str) -> list[str]:
        return [element["text"] for element in self.all(tag, css, **attributes)]


@pytest.fixture
def read(client) -> Callable[..., Page]:
    """``read("/en/hubs/")`` is Eve's view of a page that answers 200."""

    def make(address: str, status: int = 200) -> Page:
        response = client.get(address)
        assert response.status_code == status
        return Page(response.content.decode())

    return make


@pytest.fixture
def count_queries(client) -> Callable[[str], int]:
    def count(address: str) -> int:
        advance()  # nothing is answered from memory
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count


@pytest.fixture
def words(db) -> dict[str, Any]:
    """One word of each official list, a region and a concept."""
    lists = {
        ListName.TECHNOLOGIES: ("communication-network", "Communication network", "Kommunikationsnetz"),
        ListName.SECTORS: ("maritime", "Maritime", "Seefahrt"),
        ListName.SERVICE_TAGS: ("prototyping", "Prototyping", "Prototypenbau"),
        ListName.SERVICE_CATEGORIES: ("test-before-invest", "Test before invest", "Erst testen"),
    }
    made = {}
    for name, (slug, code, german) in lists.items():
        official, _ = OfficialList.objects.get_or_create(
            name=name, in_force=True, defaults={"version": "test", "source": "test"}
        )
        made[name], _ = Term.objects.update_or_create(
            list=official,
            slug=slug,
            defaults={"code": code, "position": 1, "labels": {"en": code, "de": german}},
        )
    made["concept"] = Concept.objects.create(
        slug="campus-5g", labels={"en": "private 5G", "de": "Campusnetz"}
    )
    return made


@pytest.fixture
def new_hub(norway, words) -> Callable[..., Hub]:
    """A public hub with all that a list shows; ``fields`` override."""

    def make(number: int = 1, **fields: Any) -> Hub:
        defaults = {
            "slug": f"hub-{number}",
            "name": f"Hub {number:02}",
            "title": f"Title {number:02}",
            "kind": "EDIH",
            "country": norway,
            "description": {"en": "Sensors for fish farms."},
            "latitude": 60 + number / 10,
            "longitude": 5 + number / 5,
            "working_languages": ["en", "sv"],
        }
        hub = Hub.objects.create(**(defaults | fields))
        for name, level in ((ListName.TECHNOLOGIES, 4), (ListName.SECTORS, None), (ListName.SERVICE_TAGS, 1)):
            HubTag.objects.create(hub=hub, term=words[name], level=level)
        project("hub", [hub.pk])
        return hub

    return make


@pytest.fixture
def rich_hub(new_hub, words, norway) -> Hub:
    """A hub whose page has every section."""
    region, _ = Region.objects.get_or_create(
        code="NO0A", defaults={"version": "2024", "level": 2, "name": "Vestlandet", "country": norway}
    )
    hub = new_hub(1, region=region, website="https://hub.example/", email="hello@hub.example", city="Bergen")
    hub.regions_served.add(region)
    hub.concepts.add(words["concept"])
    for number, role in enumerate((PartnerRole.COORDINATOR, PartnerRole.PARTNER)):
        organisation = Organisation.objects.create(
            name=f"Organisation {number}", pic=f"90000000{number}", country=norway, legal_type="HES"
        )
        HubPartner.objects.create(hub=hub, organisation=organisation, role=role)
    make_service(hub, None, title={"en": "Try it at the quay"})
    return hub


@pytest.fixture
def belgium(db) -> Country:
    return Country.objects.get_or_create(
        code="BE", defaults={"catalogue_name": "Belgium", "membership": "member-state"}
    )[0]
