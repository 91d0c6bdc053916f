"""A public meeting in the Core Public Event Vocabulary (SEMIC 1.1.1), as RDF."""

from __future__ import annotations

from rdflib import DCTERMS, FOAF, RDF, SKOS, TIME, XSD, BNode, Graph, Literal, URIRef

from corridor.kernel.linked_data.formats import FORMATS
from corridor.kernel.linked_data.graphs import LOCN, M8G, Triples, language, texts, typed
from corridor.kernel.linked_data.words import SCHEMA

from .enums import MeetingState
from .linked_data import STATES, address_of, address_of_group, day_of, wall_time
from .models import Meeting
from .queries import Beside


def written(meeting: Meeting, beside: Beside, suffix: str) -> tuple[str, str]:
    """Media type and text."""
    form = FORMATS[suffix]
    return form.media_type, graph_of(meeting, beside).serialize(format=form.writer)


def graph_of(meeting: Meeting, beside: Beside) -> Graph:
    graph, event = Graph(), URIRef(address_of(meeting))
    for prefix, uri in (("m8g", M8G), ("locn", LOCN), ("dct", DCTERMS), ("foaf", FOAF), ("time", TIME)):
        graph.bind(prefix, uri)
    for triple in (*_about(meeting, event), *_hours(meeting, event), *_neighbours(beside, event)):
        graph.add(triple)
    return graph


def _about(meeting: Meeting, event: URIRef) -> Triples:
    """Every code has its type beside it: the shapes ask for that within the same graph."""
    yield event, RDF.type, M8G.PublicEvent
    yield event, DCTERMS.identifier, Literal(str(meeting.uid))
    yield from texts(event, DCTERMS.title, meeting.title)
    yield from texts(event, DCTERMS.description, meeting.note)
    yield from typed(event, M8G.eventStatus, SCHEMA + STATES[MeetingState(meeting.state)], SKOS.Concept)
    yield from language(event, meeting.language)
    yield from typed(event, FOAF.homepage, address_of(meeting) + "#page", FOAF.Document)
    yield from _organiser(meeting, event)
    if meeting.place:
        place = BNode()
        yield event, LOCN.address, place
        yield place, RDF.type, LOCN.Address
        yield place, LOCN.fullAddress, Literal(meeting.place, lang=meeting.language)


def _organiser(meeting: Meeting, event: URIRef) -> Triples:
    part, group = BNode(), URIRef(address_of_group(meeting))
    yield event, M8G.hasParticipation, part
    yield part, RDF.type, M8G.Participation
    yield part, M8G.hasParticipant, group
    yield part, DCTERMS.description, Literal("organiser", lang="en")
    yield group, RDF.type, FOAF.Agent
    yield group, M8G.participates, part
    yield from texts(group, DCTERMS.title, meeting.group.name)


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
            yield from typed(event, name, address_of(meeting), M8G.PublicEvent)
