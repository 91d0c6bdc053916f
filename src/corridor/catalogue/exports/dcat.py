"""The catalogue of services as DCAT-AP 3.0.1 has catalogues: one data set, and the files that it comes in.

https://semiceu.github.io/DCAT-AP/releases/3.0.1/

The JSON interface is a distribution too and no ``dcat:DataService``: for these, the released shapes name two
that they do not have, and a validator stops there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Literal, Namespace, URIRef
from rdflib.term import Node

from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.linked_data import graphs
from corridor.kernel.linked_data.graphs import Triples, coded, iri, texts, typed
from corridor.kernel.linked_data.words import name_of
from corridor.kernel.linked_data.writing import Described, json_ld, shortened

VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
IANA: Final = "https://www.iana.org/assignments/media-types/"
CPSV_AP: Final = "https://semiceu.github.io/CPSV-AP/releases/3.2.0/"
PREFIXES: Final = {
    "dcat": str(DCAT),
    "dct": str(DCTERMS),
    "foaf": str(FOAF),
    "rdfs": str(RDFS),
    "skos": str(SKOS),
    "vcard": str(VCARD),
    "xsd": str(XSD),
}
TITLE: Final = {
    "en": "Services of digital innovation hubs",
    "fr": "Services des pôles d'innovation numérique",
    "de": "Angebote digitaler Innovationszentren",
}
ABOUT: Final = {
    "en": "What hubs offer to companies, public bodies and other hubs: tests, training, finding investment "
    "and networks, with prices, languages and places served. Only what is shared with everybody.",
}
KEYWORDS: Final = (
    "digital innovation hub",
    "EDIH",
    "service catalogue",
    "test before invest",
    "connectivity",
)
THEMES: Final = ("TECH", "ECON")


@dataclass(frozen=True)
class File:
    """One form of the data set; ``table`` is its type in the Union's list of file types. An interface is
    asked for parts of it, and is no download."""

    name: str
    title: str
    table: str
    media_type: str
    addresses: tuple[str, ...]
    profile: str = ""
    is_download: bool = True


@dataclass(frozen=True)
class State:
    """What is said of the catalogue today."""

    publisher: dict[str, str]
    changed: datetime | None
    languages: Iterable[str]
    files: Iterable[File]


def triples(state: State) -> Triples:
    page = name_of("catalogue:services")
    catalogue, services, publisher = (URIRef(f"{page}#{name}") for name in ("catalogue", "data", "publisher"))
    yield catalogue, RDF.type, DCAT.Catalog
    yield catalogue, DCAT.dataset, services
    yield from typed(catalogue, FOAF.homepage, page, FOAF.Document)
    yield from _lists(catalogue)
    yield services, RDF.type, DCAT.Dataset
    yield from typed(services, DCAT.landingPage, page, FOAF.Document)
    yield from _about_data(services, page)
    for thing in (catalogue, services):
        yield from _in_common(thing, publisher, state)
    yield publisher, RDF.type, FOAF.Agent
    yield from texts(publisher, FOAF.name, state.publisher)
    for file in state.files:
        yield from _file(services, page, file, state)


def _in_common(thing: URIRef, publisher: URIRef, state: State) -> Triples:
    yield from texts(thing, DCTERMS.title, TITLE)
    yield from texts(thing, DCTERMS.description, ABOUT)
    yield thing, DCTERMS.publisher, publisher
    yield from graphs.all_of_europe(thing)
    for code in (code for code in CODES if code in {*state.languages, DEFAULT}):
        yield from graphs.language(thing, code)
    if state.changed:
        yield thing, DCTERMS.modified, Literal(state.changed)
    yield from _licence(thing)


def _licence(thing: URIRef) -> Triples:
    """Only what the operator states: the software's licence says nothing about what hubs write."""
    if settings.CONTENT_LICENCE:
        yield from typed(thing, DCTERMS.license, settings.CONTENT_LICENCE, DCTERMS.LicenseDocument)


def _lists(catalogue: URIRef) -> Triples:
    """The lists that the services are tagged with, and the Union's themes."""
    ours = [name_of("vocab-export:scheme", name) for name in ("technologies", "sectors", "connectivity")]
    for address in (f"{graphs.AUTHORITY}data-theme", *ours):
        yield from typed(catalogue, DCAT.themeTaxonomy, address, SKOS.ConceptScheme)
        named = address.rsplit("/", 1)[-1].replace("-", " ").capitalize()
        yield iri(address), DCTERMS.title, Literal(named, lang=DEFAULT)


def _about_data(services: URIRef, page: str) -> Triples:
    yield services, DCTERMS.identifier, Literal(str(services))
    yield from (((services, DCAT.keyword, Literal(word, lang=DEFAULT))) for word in KEYWORDS)
    for theme in THEMES:
        yield from coded(services, DCAT.theme, "data-theme", theme, SKOS.Concept)
        yield URIRef(f"{graphs.AUTHORITY}data-theme/{theme}"), SKOS.prefLabel, Literal(theme, lang=DEFAULT)
    yield from coded(services, DCTERMS.accrualPeriodicity, "frequency", "UPDATE_CONT", DCTERMS.Frequency)
    yield from coded(services, DCTERMS.accessRights, "access-right", "PUBLIC", DCTERMS.RightsStatement)
    contact = URIRef(f"{page}#contact")
    yield services, DCAT.contactPoint, contact
    yield contact, RDF.type, VCARD.Organization
    yield contact, RDF.type, VCARD.Kind
    yield contact, VCARD.fn, Literal(TITLE[DEFAULT], lang=DEFAULT)
    yield contact, VCARD.hasURL, URIRef(page)


def _file(services: URIRef, page: str, file: File, state: State) -> Triples:
    form = URIRef(f"{page}#{file.name}")
    yield services, DCAT.distribution, form
    yield form, RDF.type, DCAT.Distribution
    yield form, DCTERMS.title, Literal(file.title, lang=DEFAULT)
    for address in file.addresses if file.is_download else ():
        yield from typed(form, DCAT.downloadURL, address, RDFS.Resource)
    yield from typed(form, DCAT.accessURL, file.addresses[0], RDFS.Resource)
    yield from coded(form, DCTERMS["format"], "file-type", file.table, DCTERMS.MediaTypeOrExtent)
    yield from typed(form, DCAT.mediaType, IANA + file.media_type, DCTERMS.MediaType)
    if file.profile:
        yield from typed(form, DCTERMS.conformsTo, file.profile, DCTERMS.Standard)
    if state.changed:
        yield form, DCTERMS.modified, Literal(state.changed)
    yield from _licence(form)


def as_json_ld(things: Described) -> str:
    return json_ld(things, PREFIXES, _name)


def _name(types: Iterable[Node], name: Node) -> str:
    return shortened(name, PREFIXES)
