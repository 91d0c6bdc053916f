"""What everybody may know of events, as calendars, feeds and data; and one's own calendar."""

from __future__ import annotations

import json
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from icalendar import Calendar
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from corridor.events.models import Event
from corridor.events.registering import actions
from corridor.post.feeds import events_of
from tests.bilaterals.making import new_event
from tests.meetings.test_public_meetings import ATOM, json_ld_of

from .people import AT, said

GROUP = "/en/smart-connectivity/"
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),
]


@pytest.fixture
def public(summit, group, settings) -> Event:
    """Beside it stand one for the group and a draft."""
    settings.BASE_URL = "https://hubs.example.eu"
    new_event(group, slug="inner", title={"en": "qzintern"}, audience="group")
    new_event(group, slug="draft", title={"en": "qzentwurf"}, state="draft", published_at=None)
    texts = {"title": {"en": "Ports & farms", "pl": "Porty"}, "description": {"en": "5G <b>trials</b>"}}
    Event.objects.filter(pk=summit.pk).update(country="BE", mode="hybrid", **texts)
    summit.refresh_from_db()
    return summit


def test_calendars_and_feeds_have_what_is_public_and_no_link_to_join(public):
    for address in (f"{GROUP}events.ics", f"{AT[:-1]}.ics"):
        content = Client().get(address).content.decode()
        (entry,) = Calendar.from_ical(content).walk("VEVENT")
        assert (str(entry["summary"]), entry["dtstart"].dt) == ("Ports & farms", public.starts_at)
        assert public.link not in content.replace("\r\n ", "")
    answer = Client().get(f"{GROUP}events.atom")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Ports & farms"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == public.changed_at
    assert Client().get(f"{GROUP}events.atom", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


def test_annas_own_calendar_has_what_she_comes_to(public, anna, carla):
    for person in (anna, carla):
        actions.register(by=person, event=public, said=said(person.name, presence="online"))
    actions.cancel(by=carla, registration=public.registrations.get(person=carla))
    (entry,) = events_of(anna)
    assert (entry.title, public.link in entry.note) == ("Ports & farms", True)
    assert events_of(carla) == []


def test_an_event_is_one_of_schema_org_and_a_core_public_event(public, shared):
    folder = shared / "conformance"
    data = json_ld_of(Client().get(AT).content.decode())
    assert data["eventAttendanceMode"] == {"@id": "https://schema.org/MixedEventAttendanceMode"}
    assert data["location"][0]["address"]["addressCountry"] == "BE"
    graph = Graph().parse(
        data=json.dumps(data | {"@context": {"@vocab": "http://schema.org/"}}), format="json-ld"
    )
    schemarama = folder / "schemaorg" / "schemarama"
    sound, _graph, told = validate(
        graph,
        shacl_graph=Graph().parse(schemarama / "full.shacl", format="turtle"),
        ont_graph=Graph().parse(schemarama / "subclasses.ttl"),
    )
    assert sound, told
    turtle = Graph().parse(data=Client().get(f"{AT[:-1]}.ttl").content, format="turtle")
    as_json = Graph().parse(data=Client().get(f"{AT[:-1]}.jsonld").content, format="json-ld")
    assert len(as_json) == len(turtle)
    shapes = folder / "semic" / "cpev-1.1.1" / "core-public-event-ap-SHACL.ttl"
    sound, _graph, told = validate(turtle, shacl_graph=str(shapes))
    assert sound, told
    event = URIRef(f"https://hubs.example.eu{AT}")
    assert (event, RDF.type, URIRef("http://data.europa.eu/m8g/PublicEvent")) in turtle
    assert (event, DCTERMS.title, Literal("Porty", lang="pl")) in turtle
    assert public.link not in turtle.serialize()


def test_what_is_not_public_has_no_public_address(public):
    for slug in ("inner", "draft"):
        for suffix in ("ics", "ttl", "jsonld"):
            assert Client().get(f"{GROUP}events/{slug}.{suffix}").status_code == 404
