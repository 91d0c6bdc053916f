"""How graphs are written to files."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Format:
    """A way to write a graph: file suffix, name, media type, and rdflib's name for it."""

    suffix: str
    name: str
    media_type: str
    writer: str


TURTLE: Final = Format("ttl", "Turtle", "text/turtle", "turtle")
JSON_LD: Final = Format("jsonld", "JSON-LD", "application/ld+json", "json-ld")
RDF_XML: Final = Format("rdf", "RDF/XML", "application/rdf+xml", "pretty-xml")
FORMATS: Final = MappingProxyType({one.suffix: one for one in (TURTLE, JSON_LD, RDF_XML)})
