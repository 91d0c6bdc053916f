"""CPSV-AP as JSON-LD in the terms of its published context.

The context spells ``PublicOrganization`` with a z, though its address has an s; with an s the type would
silently vanish. What it has no term for is written with a prefix.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rdflib import DCTERMS, FOAF, SKOS, URIRef
from rdflib.term import Node

from corridor.kernel.linked_data.graphs import M8G
from corridor.kernel.linked_data.writing import Described, json_ld, shortened

from .cpsv import ADMS, CPSV, ELI, PREFIXES

PUBLISHED: Final = "https://semiceu.github.io/CPSV-AP/releases/3.2.0/context/cpsv-ap.jsonld"
IDENTIFIED: Final = {DCTERMS.identifier: "identifier"}
DESCRIBED: Final = IDENTIFIED | {DCTERMS.description: "description"}
NAMED: Final = DESCRIBED | {DCTERMS.title: "name"}
CLASSES: Final[Mapping[URIRef, tuple[str, dict[URIRef, str]]]] = {
    CPSV.PublicService: (
        "PublicService",
        NAMED
        | {
            DCTERMS.audience: "addressee",
            DCTERMS.language: "language",
            DCTERMS.spatial: "spatial",
            ADMS.status: "status",
            CPSV.follows: "follows",
            CPSV.produces: "produces",
        }
        | {
            M8G[name]: name
            for name in (
                *("contactPoint", "hasChannel", "hasCompetentAuthority", "hasCost", "hasLegalResource"),
                *("hasParticipation", "isClassifiedBy", "processingTime", "sector", "thematicArea"),
            )
        },
    ),
    M8G.PublicOrganisation: (
        "PublicOrganization",
        {SKOS.prefLabel: "preferredLabel", DCTERMS.spatial: "spatial"},
    ),
    M8G.Channel: ("Channel", DESCRIBED | {DCTERMS.type: "type"}),
    M8G.Cost: ("Cost", DESCRIBED | {M8G.hasValue: "hasValue", M8G.currency: "currency"}),
    M8G.Output: ("Output", NAMED),
    M8G.ContactPoint: ("ContactPoint", {M8G.email: "hasEmail", M8G.contactPage: "contactPage"}),
    M8G.Participation: (
        "Participation",
        DESCRIBED | {M8G.hasParticipant: "hasParticipant", M8G.role: "role"},
    ),
    CPSV.Rule: ("Rule", NAMED | {CPSV.implements: "implements"}),
    ELI.LegalResource: ("LegalResource", {}),
    FOAF.Agent: ("Agent", IDENTIFIED | {DCTERMS.title: "name"}),
    FOAF.Document: ("Document", {}),
    SKOS.Concept: ("Concept", {}),
    DCTERMS.Location: ("Location", {}),
    DCTERMS.LinguisticSystem: ("LinguisticSystem", {}),
}


def written(things: Described) -> str:
    return json_ld(things, [PUBLISHED, PREFIXES], _term)


def _term(types: Iterable[Node], name: Node) -> str:
    """Of a type its own name; of a property the one that its class has for it."""
    verb = URIRef(str(name))
    if verb in CLASSES:
        return CLASSES[verb][0]
    for kind in types:
        title, terms = CLASSES.get(URIRef(str(kind)), ("", {}))
        if verb in terms:
            return f"{title}.{terms[verb]}"
    return shortened(name, PREFIXES)
