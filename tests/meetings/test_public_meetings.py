"""What everybody may know of meetings, as pages, calendars, feeds and data."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from icalendar import Calendar
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from corridor.meetings.models import Decision, Meeting
from tests.house.of_meetings import coming_meeting
from tests.meetings.test_meeting_pages import AT, words

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),
]


@pytest.fixture
def public(group, series) -> Meeting:
    """To come, with hours; one for the group stands beside it."""
    series.audience = "public"
    series.save()
    coming_meeting(group, series, title={"en": "qzintern"})
    note = {"en": "Ports & <b>fish</b> farms", "fr": "Ports et fermes"}
    return coming_meeting(
        group, series, audience="public", note=note, title={"en": "Tests & trials", "pl": "Próby"}
    )


@pytest.fixture
def held(group, series) -> Meeting:
    """Two years ago, with its day alone."""
    return Meeting.objects.create(
        group=group, series=series, held_on=date(2024, 4, 25), title={"en": "Kick-off"}, audience="public"
    )


def decide(meeting: Meeting, number: int, text: str, audience: str) -> None:
    Decision.objects.create(
        group=meeting.group,
        meeting=meeting,
        year=2024,
        number=number,
        text=text,
        audience=audience,
        decided_on=meeting.held_on,
    )


def test_eve_finds_the_next_meeting_from_the_home_page_on(public, held):
    decide(held, 1, "A test bed in each country.", "public")
    decide(held, 2, "qzgeheim", "group")
    for page in ("/en/", "/en/smart-connectivity/", AT):
        content = Client().get(page).content.decode()
        assert f'href="{AT}{public.pk}/"' in content
        assert "14:00" in words(Client().get(page))
        assert "qzintern" not in content
    page = words(Client().get(f"{AT}{held.pk}/"))
    assert "A test bed in each country." in page
    assert "qzgeheim" not in page
    assert "After Tests" in page
    assert "Próby" in words(Client().get(f"/pl/smart-connectivity/meetings/{public.pk}/"))


def test_the_calendars_of_the_group_and_of_a_series_have_the_hours(public, held):
    for address in (f"{AT[:-1]}.ics", f"{AT}plenary.ics"):
        calendar = Calendar.from_ical(Client().get(address).content)
        events = {str(one["summary"]): one for one in calendar.walk("VEVENT")}
        assert set(events) == {"Smart Connectivity: Kick-off", "Smart Connectivity: Tests & trials"}
        coming = events["Smart Connectivity: Tests & trials"]
        assert coming["dtstart"].dt == public.starts_at
        assert coming["url"].endswith(f"/en/smart-connectivity/meetings/{public.pk}/")
        assert events["Smart Connectivity: Kick-off"]["dtstart"].dt == date(2024, 4, 25)
    assert Client().get(f"{AT}nowhere.ics").status_code == 404


def test_a_series_for_the_group_has_no_public_address(public, series):
    series.audience = "group"
    series.save()
    addresses = (f"{AT}plenary.ics", f"{AT}plenary.atom", f"{AT}series/plenary/")
    assert {Client().get(one).status_code for one in addresses} == {404}


def test_the_feeds_are_atom(public, held, settings):
    settings.BASE_URL = "https://hubs.example.eu"
    Meeting.objects.filter(pk=held.pk).update(state="cancelled")
    for address in (f"{AT[:-1]}.atom", f"{AT}plenary.atom"):
        answer = Client().get(address)
        assert answer["Content-Type"].startswith("application/atom+xml")
        feed = ET.fromstring(answer.content)  # noqa: S314 - our own
        assert feed.tag == f"{ATOM}feed"
        own = [one.get("href") for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]
        assert own == [f"https://hubs.example.eu{address}"]
        for one in (feed, *feed.findall(f"{ATOM}entry")):
            assert [len(one.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
            assert re.fullmatch(r"(https|urn:uuid):[!-~]+", one.findtext(f"{ATOM}id"))
            assert datetime.fromisoformat(one.findtext(f"{ATOM}updated")).tzinfo is not None
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Smart Connectivity"
        entries = {one.findtext(f"{ATOM}title"): one for one in feed.findall(f"{ATOM}entry")}
        assert set(entries) == {"Tests & trials", "Cancelled: Kick-off"}
        told = entries["Tests & trials"].findtext(f"{ATOM}summary")
        assert "14:00–15:30 (Brussels)" in told
        assert "Ports & <b>fish</b> farms" in told
    assert Client().get(f"{AT[:-1]}.atom", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code in (200, 304)


def json_ld_of(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_a_meeting_is_an_event_of_schema_org(public, held, shared, settings):
    settings.BASE_URL = "https://hubs.example.eu"
    folder = shared / "conformance" / "schemaorg" / "schemarama"
    shapes = Graph().parse(folder / "full.shacl", format="turtle")
    for meeting in (public, held):
        data = json_ld_of(Client().get(f"{AT}{meeting.pk}/").content.decode())
        assert datetime.fromisoformat(data["startDate"]).date() == meeting.held_on
        graph = Graph().parse(
            data=json.dumps(data | {"@context": {"@vocab": "http://schema.org/"}}), format="json-ld"
        )
        sound, _graph, told = validate(
            graph, shacl_graph=shapes, ont_graph=Graph().parse(folder / "subclasses.ttl")
        )
        assert sound, told
    Meeting.objects.filter(pk=public.pk).update(state="cancelled")
    data = json_ld_of(Client().get(f"{AT}{public.pk}/").content.decode())
    assert data["eventStatus"] == {"@id": "https://schema.org/EventCancelled"}


def test_a_meeting_is_a_core_public_event(public, held, shared, settings):
    settings.BASE_URL = "https://hubs.example.eu"
    shapes = shared / "conformance" / "semic" / "cpev-1.1.1" / "core-public-event-ap-SHACL.ttl"
    graphs = {}
    for meeting in (public, held):
        answers = [Client().get(f"{AT}{meeting.pk}.{suffix}") for suffix in ("ttl", "jsonld")]
        assert [one["Content-Type"].split(";")[0] for one in answers] == [
            "text/turtle",
            "application/ld+json",
        ]
        turtle = graphs[meeting.pk] = Graph().parse(data=answers[0].content, format="turtle")
        assert len(Graph().parse(data=answers[1].content, format="json-ld")) == len(turtle)
        sound, _graph, told = validate(turtle, shacl_graph=str(shapes))
        assert sound, told
    event = URIRef(f"https://hubs.example.eu{AT}{public.pk}/")
    graph = graphs[public.pk]
    assert (event, RDF.type, URIRef("http://data.europa.eu/m8g/PublicEvent")) in graph
    assert (event, DCTERMS.title, Literal("Próby", lang="pl")) in graph
    before = URIRef(f"https://hubs.example.eu{AT}{held.pk}/")
    assert (event, URIRef("http://data.europa.eu/m8g/hasPreviousEvent"), before) in graph
    assert Client().get(f"{AT}{Meeting.objects.get(audience='group').pk}.ttl").status_code == 404
