"""A secret in a hub for its own people and in a meeting for its group: where it is seen, and where never."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest

from corridor.kernel.audience import Audience
from corridor.kernel.search.indexing import project
from corridor.meetings.models import Meeting
from corridor.members.enums import SeatRole
from corridor.members.models import HubPartner, HubService, HubTag, Organisation, Seat
from corridor.vocab.models import Term
from tests.conftest import SINCE
from tests.house.conftest import NAMES
from tests.house.pages import answered_to

OF_HUB = "qzkanari"
OF_MEETING = "qzspatz"
WORD = "zebrafink"  # stands beside the secret, so that a search for it does not echo the secret
EVERYWHERE = re.compile(r'(?:href|action)="(/[^"#]*)')
MOST_PAGES = 300

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
]


@pytest.fixture
def planted(everybody, hidden_hub, carla, group):
    """The hidden hub is Carla's second one, the only one in Iceland; the meeting is the group's own."""
    term = Term.objects.filter(list__in_force=True, list__name="technologies").order_by("-position").first()
    hidden_hub.slug = hidden_hub.name = hidden_hub.city = OF_HUB
    hidden_hub.title = f"{OF_HUB} {WORD}"
    hidden_hub.country_id = "IS"
    hidden_hub.description = {"en": f"{WORD} {OF_HUB}", "el": f"{WORD} {OF_HUB}"}
    hidden_hub.email = f"{OF_HUB}@example.org"
    hidden_hub.save()
    organisation = Organisation.objects.create(name=f"{OF_HUB} AS", country=hidden_hub.country)
    HubPartner.objects.create(hub=hidden_hub, organisation=organisation)
    HubService.objects.create(hub=hidden_hub, category=term, title={"en": OF_HUB})
    HubTag.objects.create(hub=hidden_hub, term=term, level=5)
    Seat.objects.create(person=carla, hub=hidden_hub, role=SeatRole.EDITOR, since=SINCE)
    Meeting.objects.create(
        group=group,
        held_on=date(2024, 9, 12),
        title={"en": f"{OF_MEETING} {WORD}"},
        place=OF_MEETING,
        note={"en": OF_MEETING},
        audience=Audience.GROUP,
    )
    project("hub")
    return everybody


def text_of(response) -> str:
    """All words of an answer, also those in a spreadsheet."""
    content = b"".join(response) if response.streaming else response.content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return content.decode(errors="replace")


def crawl(everybody, name: str) -> dict[str, str]:
    """Every answer that this person reaches by links in English, and what is asked for outright."""
    client = everybody.client(name)
    waiting = [address.format(**everybody.values) for address in answered_to(name)] + ASKED
    seen: dict[str, str] = {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        seen[address] = text_of(response)
        if "html" in response.get("Content-Type", ""):
            waiting += [link for link in EVERYWHERE.findall(seen[address]) if _is_followed(link)]
    assert len(seen) < MOST_PAGES
    return seen


def _is_followed(link: str) -> bool:
    plain = "?" not in link and link.startswith(("/en/", "/api/", "/vocabularies/"))
    return plain and not link.startswith(("/en/vocabulary/", "/vocabularies/concepts/"))


def where(seen: dict[str, str], secret: str) -> set[str]:
    return {address for address, text in seen.items() if secret in text.casefold()}


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


@pytest.mark.parametrize("name", NAMES)
def test_the_hubs_secret_is_seen_by_its_own_people_alone(planted, name):
    seen = crawl(planted, name)
    assert "/en/hubs/nordlys/" in seen
    found = where(seen, OF_HUB)
    navigation = {address for address in found if f'/en/hubs/{OF_HUB}/edit/"' in seen[address]}
    if name == "carla":
        assert found >= HUB_SEEN_BY_CARLA
        assert found - HUB_SEEN_BY_CARLA <= navigation | {f"/en/hubs/{OF_HUB}/edit/"}
        assert not where(seen, OF_HUB) & {"/sitemap.xml", "/en/hubs/export.csv", "/en/hubs/export.xlsx"}
    else:
        # A page that is not theirs echoes its own address in its links to other languages and to sign-in.
        echoes = {address for address in found if OF_HUB in address}
        assert found == echoes
        assert {planted.client(name).get(address).status_code for address in echoes} <= {302, 404}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_counts_what_must_not_be_seen(planted, name):
    client = planted.client(name)
    expected = 1 if name == "carla" else 0
    facets = {facet["name"]: facet["values"] for facet in client.get("/api/v1/search").json()["facets"]}
    countries = {value["code"]: value["count"] for value in facets["country"]}
    assert countries.get("IS", 0) == expected
    assert client.get("/api/v1/search?country=IS").json()["total"] == expected
    assert client.get(f"/api/v1/search?q={WORD}").json()["total"] == expected
    assert client.get("/api/v1/hubs?country=IS").json()["count"] == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_meetings_secret_is_seen_by_the_group_alone(planted, name):
    found = where(crawl(planted, name), OF_MEETING)
    of_the_group = name in ("anna", "ben", "dora", "cora", "finn", "tess", "otto", "gil")
    pages = {address for address in found if not address.startswith("/en/who-can-see/meeting/")}
    assert pages == ({"/en/smart-connectivity/"} if of_the_group else set())
    assert bool(found) == of_the_group
