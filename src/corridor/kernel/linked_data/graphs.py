"""Triples as European profiles want them: texts with their language, and beside every code its type and its
list, since the shapes ask for these within the same graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from django.db.models.enums import Choices
from django.utils.translation import override
from rdflib import DCTERMS, RDF, SKOS, Literal, Namespace, URIRef
from rdflib.term import Node

from corridor.kernel.i18n.languages import DEFAULT, INTERFACE

from .words import web

AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
NUTS: Final = "http://data.europa.eu/nuts/code/"
M8G: Final = Namespace("http://data.europa.eu/m8g/")
LOCN: Final = Namespace("http://www.w3.org/ns/locn#")
# fmt: off
LANGUAGES: Final = {
    "bg": "BUL", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST",
    "fi": "FIN", "fr": "FRA", "ga": "GLE", "hr": "HRV", "hu": "HUN", "it": "ITA", "lt": "LIT", "lv": "LAV",
    "mt": "MLT", "nl": "NLD", "pl": "POL", "pt": "POR", "ro": "RON", "sk": "SLK", "sl": "SLV", "sv": "SWE",
}
COUNTRIES: Final = {
    "AL": "ALB", "AT": "AUT", "BA": "BIH", "BE": "BEL", "BG": "BGR", "CH": "CHE", "CY": "CYP", "CZ": "CZE",
    "DE": "DEU", "DK": "DNK", "EE": "EST", "ES": "ESP", "FI": "FIN", "FR": "FRA", "GB": "GBR", "GR": "GRC",
    "HR": "HRV", "HU": "HUN", "IE": "IRL", "IS": "ISL", "IT": "ITA", "LI": "LIE", "LT": "LTU", "LU": "LUX",
    "LV": "LVA", "MD": "MDA", "ME": "MNE", "MK": "MKD", "MT": "MLT", "NL": "NLD", "NO": "NOR", "PL": "POL",
    "PT": "PRT", "RO": "ROU", "RS": "SRB", "SE": "SWE", "SI": "SVN", "SK": "SVK", "TR": "TUR", "UA": "UKR",
    "XK": "1A0",
}
# fmt: on

Triple = tuple[Node, Node, Node]
Triples = Iterator[Triple]


def iri(address: str) -> URIRef:
    return URIRef(web(address))


def texts(subject: Node, name: URIRef, said: Mapping[str, str]) -> Triples:
    yield from ((subject, name, Literal(text, lang=code)) for code, text in said.items() if text)


def label(subject: Node, name: URIRef, choice: Choices) -> Triples:
    """What a choice is called, in the languages into which the interface is translated."""
    yield from ((subject, name, text) for text in _labels(type(choice), choice.value))


@lru_cache(maxsize=256)
def _labels(choices: type[Choices], value: Any) -> tuple[Literal, ...]:
    told: dict[str, str] = {}
    for code in (DEFAULT, *sorted(INTERFACE - {DEFAULT})):
        with override(code):
            said = str(choices(value).label)
        if said not in told:  # else it is not translated yet
            told[said] = code
    return tuple(Literal(said, lang=code) for said, code in told.items())


def typed(subject: Node, name: URIRef, value: str, *kinds: URIRef) -> Triples:
    """A value that is a thing of these kinds."""
    thing = iri(value)
    yield subject, name, thing
    yield from ((thing, RDF.type, kind) for kind in kinds)


def coded(subject: Node, name: URIRef, table: str, code: str, *kinds: URIRef) -> Triples:
    """A code of one of the Union's authority tables."""
    value = f"{AUTHORITY}{table}/{code}"
    yield from typed(subject, name, value, *kinds)
    yield URIRef(value), SKOS.inScheme, URIRef(AUTHORITY + table)


def language(subject: Node, code: str) -> Triples:
    yield from coded(subject, DCTERMS.language, "language", LANGUAGES[code], DCTERMS.LinguisticSystem)


def country(subject: Node, code: str) -> Triples:
    yield from coded(subject, DCTERMS.spatial, "country", COUNTRIES[code], DCTERMS.Location)


def region(subject: Node, code: str) -> Triples:
    yield from typed(subject, DCTERMS.spatial, NUTS + code, DCTERMS.Location)


def all_of_europe(subject: Node) -> Triples:
    yield from coded(subject, DCTERMS.spatial, "continent", "EUROPE", DCTERMS.Location)
