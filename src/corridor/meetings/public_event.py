"""A public meeting in the Core Public Event Vocabulary (SEMIC 1.1.1), as RDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rdflib import DCTERMS, FOAF, RDF, SKOS, TIME, XSD, BNode, Graph, Literal, Namespace, URIRef

from .enums import MeetingState
from .linked_data import SCHEMA, STATES, address_of, address_of_group, day_of, wall_time
from .models import Meeting
from .queries import Beside

M8G: Final = Namespace("http://data.europa.eu/m8g/")
LOCN: Final = Namespace("http://www.w3.org/ns/locn#")
FORMATS: Final = {"ttl": ("text/turtle", "turtle"), "jsonld": ("application/ld+json", "json-ld")}
AUTHORITY: Final = "http://publications.europa.eu/resource/authority/language/"
# fmt: off
LANGUAGES: Final = {
    "bg": "BUL", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST",
    "fi": "FIN", "fr": "FRA", "ga": "GLE", "hr": "HRV", "hu": "HUN", "it": "ITA", "lt": "LIT", "lv": "LAV",
    "mt": "MLT", "nl": "NLD", "pl": "POL", "pt": "POR", "ro": "RON", "sk": "SLK", "sl": "SLV", "sv": "SWE",
}
# fmt: on


def written(meeting: Meeting, beside: Beside, suffix: str) -> tuple[str, str]:
    """Media type and text."""
    media_type, writer = FORMATS[suffix]
    return media_type, graph_of(meeting, beside).serialize(format=writer)


def graph_of(meeting: Meeting, beside: Beside) -> Graph:
    graph, event = Graph(), URIRef(address_of(meeting))
    for prefix, uri in (("m8g", M8G), ("locn", LOCN), ("dct", DCTERMS), ("foaf", FOAF), ("time", TIME)):
        graph.bind(prefix, uri)
    for triple in (*_about(meeting, event), *_hours(meeting, event), *_neighbours(beside, event)):
        graph.add(triple)
    return graph


Triples = Iterator[tuple[Any, Any, Any]]


def _about(meeting: Meeting, event: URIRef) -> Triples:
    """Every code has its type beside it: the shapes ask for that within the same graph."""
    yield event, RDF.type, M8G.PublicEvent
    yield event, DCTERMS.identifier, Literal(str(meeting.uid))
    yield from ((event, DCTERMS.title, Literal(text, lang=code)) for code, text in meeting.title.items())
    yield from ((event, DCTERMS.description, Literal(text, lang=code)) for code, text in meeting.note.items())
    yield from _typed(event, M8G.eventStatus, SCHEMA + STATES[MeetingState(meeting.state)], SKOS.Concept)
    language = AUTHORITY + LANGUAGES[meeting.language]
    yield from _typed(event, DCTERMS.language, language, DCTERMS.LinguisticSystem)
    yield from _typed(event, FOAF.homepage, address_of(meeting) + "#page", FOAF.Document)
    yield from _organiser(meeting, event)
    if meeting.place:
        place = BNode()
        yield event, LOCN.address, place
        yield place, RDF.type, LOCN.Address
        yield place, LOCN.fullAddress, Literal(meeting.place, lang=meeting.language)


def _typed(event: URIRef, name: URIRef, value: str, kind: URIRef) -> Triples:
    yield event, name, URIRef(value)
    yield URIRef(value), RDF.type, kind


def _organiser(meeting: Meeting, event: URIRef) -> Triples:
    part, group = BNode(), URIRef(address_of_group(meeting))
    yield event, M8G.hasParticipation, part
    yield part, RDF.type, M8G.Participation
    yield part, M8G.hasParticipant, group
    yield part, DCTERMS.description, Literal("organiser", lang="en")
    yield group, RDF.type, FOAF.Agent
    yield group, M8G.participates, part
    yield from ((group, DCTERMS.title, Literal(text, lang=code)) for code, text in meeting.group.name.items())


def _hours(meeting: Meeting, event: URIRef) -> Triples:
    span = BNode()
    yield event, TIME.hasTime, span
    yield span, RDF.type, TIME.TemporalEntity
    if not meeting.starts_at or not meeting.ends_at:
        yield from _instant(
            span, TIME.hasBeginning, TIME.inXSDDate, Literal(day_of(meeting), datatype=XSD.date)
        )
        return
    yield span, RDF.type, TIME.ProperInterval
    for name, moment in ((TIME.hasBeginning, meeting.starts_at), (TIME.hasEnd, meeting.ends_at)):
        stamp = Literal(wall_time(meeting, moment), datatype=XSD.dateTimeStamp)
        yield from _instant(span, name, TIME.inXSDDateTimeStamp, stamp)


def _instant(span: BNode, name: URIRef, kind: URIRef, value: Literal) -> Triples:
    instant = BNode()
    yield span, name, instant
    yield instant, RDF.type, TIME.Instant
    yield instant, kind, value


def _neighbours(beside: Beside, event: URIRef) -> Triples:
    for name, meeting in ((M8G.hasPreviousEvent, beside.before), (M8G.hasNextEvent, beside.after)):
        if meeting is not None:
            yield from _typed(event, name, address_of(meeting), M8G.PublicEvent)
