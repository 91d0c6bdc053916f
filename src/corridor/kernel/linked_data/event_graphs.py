"""A public event in the Core Public Event Vocabulary (SEMIC 1.1.1), as RDF."""

from __future__ import annotations

from rdflib import DCTERMS, FOAF, RDF, SKOS, TIME, XSD, BNode, Graph, Literal, URIRef

from .events import PublicEvent
from .formats import FORMATS
from .graphs import LOCN, M8G, Triples, language, texts, typed
from .words import SCHEMA


def written(event: PublicEvent, suffix: str) -> tuple[str, str]:
    """Media type and text."""
    form = FORMATS[suffix]
    return form.media_type, graph_of(event).serialize(format=form.writer)


def graph_of(event: PublicEvent) -> Graph:
    graph, subject = Graph(), URIRef(event.page)
    for prefix, uri in (("m8g", M8G), ("locn", LOCN), ("dct", DCTERMS), ("foaf", FOAF), ("time", TIME)):
        graph.bind(prefix, uri)
    for triple in (*_about(event, subject), *_hours(event, subject), *_neighbours(event, subject)):
        graph.add(triple)
    return graph


def _about(event: PublicEvent, subject: URIRef) -> Triples:
    """Every code has its type beside it: the shapes ask for that within the same graph."""
    yield subject, RDF.type, M8G.PublicEvent
    yield subject, DCTERMS.identifier, Literal(event.uid)
    yield from texts(subject, DCTERMS.title, event.title)
    yield from texts(subject, DCTERMS.description, event.description)
    yield from typed(subject, M8G.eventStatus, SCHEMA + event.status, SKOS.Concept)
    yield from language(subject, event.language)
    yield from typed(subject, FOAF.homepage, event.page + "#page", FOAF.Document)
    yield from _organiser(event, subject)
    if event.place:
        place = BNode()
        yield subject, LOCN.address, place
        yield place, RDF.type, LOCN.Address
        whole = ", ".join(filter(None, (event.place, event.address)))
        yield place, LOCN.fullAddress, Literal(whole, lang=event.language)


def _organiser(event: PublicEvent, subject: URIRef) -> Triples:
    part, group = BNode(), URIRef(event.organiser)
    yield subject, M8G.hasParticipation, part
    yield part, RDF.type, M8G.Participation
    yield part, M8G.hasParticipant, group
    yield part, DCTERMS.description, Literal("organiser", lang="en")
    yield group, RDF.type, FOAF.Agent
    yield group, M8G.participates, part
    yield from texts(group, DCTERMS.title, event.organiser_name)


def _hours(event: PublicEvent, subject: URIRef) -> Triples:
    span = BNode()
    yield subject, TIME.hasTime, span
    yield span, RDF.type, TIME.TemporalEntity
    if not event.starts_at or not event.ends_at:
        day = Literal(event.day.isoformat() if event.day else "", datatype=XSD.date)
        yield from _instant(span, TIME.hasBeginning, TIME.inXSDDate, day)
        return
    yield span, RDF.type, TIME.ProperInterval
    for name, moment in ((TIME.hasBeginning, event.starts_at), (TIME.hasEnd, event.ends_at)):
        stamp = Literal(event.wall_time(moment), datatype=XSD.dateTimeStamp)
        yield from _instant(span, name, TIME.inXSDDateTimeStamp, stamp)


def _instant(span: BNode, name: URIRef, kind: URIRef, value: Literal) -> Triples:
    instant = BNode()
    yield span, name, instant
    yield instant, RDF.type, TIME.Instant
    yield instant, kind, value


def _neighbours(event: PublicEvent, subject: URIRef) -> Triples:
    for name, page in ((M8G.hasPreviousEvent, event.before), (M8G.hasNextEvent, event.after)):
        if page:
            yield from typed(subject, name, page, M8G.PublicEvent)
