"""Services as CPSV-AP 3.2.0 has public services.

https://semiceu.github.io/CPSV-AP/releases/3.2.0/
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from rdflib import DCTERMS, FOAF, OWL, RDF, SKOS, XSD, Literal, Namespace, URIRef

from corridor.catalogue.contents import TERMS
from corridor.catalogue.enums import AidBasis, Customer, Delivery, PriceUnit, ServiceState
from corridor.catalogue.linked_data import address_of, address_of_hub, identifier_of, others_of
from corridor.catalogue.models import Service
from corridor.catalogue.templatetags.catalogue import is_subsidised, price_to_pay
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.linked_data import graphs
from corridor.kernel.linked_data.graphs import M8G, Triples, coded, iri, label, texts, typed
from corridor.kernel.linked_data.words import name_of
from corridor.members.models import Hub
from corridor.vocab.enums import ListName

CPSV: Final = Namespace("http://purl.org/vocab/cpsv#")
ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")
STATUS: Final = "http://purl.org/adms/status/"
STATES: Final = {
    ServiceState.DRAFT: "UnderDevelopment",
    ServiceState.SHARED: "Completed",
    ServiceState.WITHDRAWN: "Withdrawn",
}
LAWS: Final = {
    AidBasis.DE_MINIMIS: "http://data.europa.eu/eli/reg/2023/2831/oj",
    AidBasis.ARTICLE_28: "http://data.europa.eu/eli/reg/2014/651/oj",
}
CHANNELS: Final = {
    Delivery.ON_SITE: (Delivery.ON_SITE,),
    Delivery.REMOTE: (Delivery.REMOTE,),
    Delivery.BOTH: (Delivery.ON_SITE, Delivery.REMOTE),
}
PREFIXES: Final = {
    "cpsv": str(CPSV),
    "cv": str(M8G),
    "dct": str(DCTERMS),
    "adms": str(ADMS),
    "eli": str(ELI),
    "foaf": str(FOAF),
    "owl": str(OWL),
    "skos": str(SKOS),
    "vcard": str(VCARD),
    "xsd": str(XSD),
}


def triples_of(services: Iterable[Service]) -> Triples:
    for service in services:
        yield from triples(service)


def triples(service: Service) -> Triples:
    """Of a service with all that ``queries.in_full`` brings."""
    subject = URIRef(address_of(service))
    for part in (_about, _listed, _places, _standing, _channels, _costs, _law, _output, _contact, _providers):
        yield from part(service, subject)


def _about(service: Service, subject: URIRef) -> Triples:
    yield subject, RDF.type, CPSV.PublicService
    yield subject, DCTERMS.identifier, Literal(identifier_of(service))
    yield from texts(subject, DCTERMS.title, service.title or {DEFAULT: service.slug})
    told = service.description or service.summary or service.title or {DEFAULT: service.slug}
    yield from texts(subject, DCTERMS.description, told)
    for code in service.languages:
        yield from graphs.language(subject, code)
    if service.lead_days is not None:
        yield subject, M8G.processingTime, Literal(f"P{service.lead_days}D", datatype=XSD.duration)


def _listed(service: Service, subject: URIRef) -> Triples:
    """Official lists and connectivity topics, by the addresses that the vocabularies have here."""
    yield from _term(subject, M8G.isClassifiedBy, ListName.SERVICE_CATEGORIES, service.category)
    roles = {"technologies": M8G.thematicArea, "sectors": M8G.sector, "tags": M8G.isClassifiedBy}
    for field, role in roles.items():
        for term in getattr(service, field).all():
            yield from _term(subject, role, TERMS[field], term)
    for concept in service.concepts.all():
        address = name_of("vocab-export:concept", concept.slug)
        named = {DEFAULT: concept.labels.get(DEFAULT, concept.slug)}
        yield from _concept(subject, M8G.thematicArea, address, named)
    for code in service.customers:
        yield from _choice(subject, DCTERMS.audience, "customer", Customer(code))


def _term(subject: URIRef, role: URIRef, listed: ListName, term: Any) -> Triples:
    address = name_of("vocab-export:term", listed.value, term.slug)
    yield from _concept(subject, role, address, {DEFAULT: term.code})


def _concept(subject: URIRef, role: URIRef, address: str, named: dict[str, str]) -> Triples:
    yield from typed(subject, role, address, SKOS.Concept)
    yield from texts(iri(address), SKOS.prefLabel, named)


def _choice(subject: URIRef, role: URIRef, kind: str, choice: Any) -> Triples:
    """A value of a choice that no official list has."""
    address = f"{name_of('catalogue:services')}#{kind}-{choice.value}"
    yield from typed(subject, role, address, SKOS.Concept)
    yield from label(URIRef(address), SKOS.prefLabel, choice)


def _places(service: Service, subject: URIRef) -> Triples:
    countries, regions = service.countries.all(), service.regions.all()
    for country in countries:
        yield from graphs.country(subject, country.code)
    for region in regions:
        yield from graphs.region(subject, region.code)
    if not countries and not regions:
        yield from graphs.all_of_europe(subject)


def _standing(service: Service, subject: URIRef) -> Triples:
    """Where it stands, and which version this is."""
    state = ServiceState(service.state)
    yield from typed(subject, ADMS.status, STATUS + STATES[state], SKOS.Concept)
    yield URIRef(STATUS + STATES[state]), SKOS.prefLabel, Literal(STATES[state], lang=DEFAULT)
    yield subject, OWL.versionInfo, Literal(str(service.version))
    yield subject, DCTERMS.modified, Literal(service.changed_at)
    if service.shared_at:
        yield subject, DCTERMS.issued, Literal(service.shared_at)


def _channels(service: Service, subject: URIRef) -> Triples:
    for way in CHANNELS[Delivery(service.delivery)]:
        channel = _part(subject, f"channel-{way.value}")
        yield subject, M8G.hasChannel, channel
        yield channel, RDF.type, M8G.Channel
        yield channel, DCTERMS.identifier, _identifier(service, f"channel-{way.value}")
        yield from label(channel, DCTERMS.description, way)
        yield from _choice(channel, DCTERMS.type, "channel", way)


def _costs(service: Service, subject: URIRef) -> Triples:
    """What the customer pays; where that is less, also the price without subsidy."""
    amount = price_to_pay(service)
    if amount is not None:
        yield from _cost(service, subject, "price", amount)
    if is_subsidised(service):
        yield from _cost(service, subject, "list-price", service.list_price)


def _cost(service: Service, subject: URIRef, name: str, amount: Decimal | None) -> Triples:
    cost = _part(subject, name)
    yield subject, M8G.hasCost, cost
    yield cost, RDF.type, M8G.Cost
    yield cost, DCTERMS.identifier, _identifier(service, name)
    yield cost, M8G.hasValue, Literal(str(amount), datatype=XSD.double, normalize=False)
    yield from coded(cost, M8G.currency, "currency", "EUR", SKOS.Concept)
    yield from label(cost, DCTERMS.description, PriceUnit(service.per))


def _law(service: Service, subject: URIRef) -> Triples:
    """On which rule the difference between list price and price rests."""
    basis = AidBasis(service.aid)
    if basis not in LAWS:
        return
    rule = _part(subject, "aid")
    yield subject, CPSV.follows, rule
    yield rule, RDF.type, CPSV.Rule
    yield rule, DCTERMS.identifier, _identifier(service, "aid")
    yield from label(rule, DCTERMS.title, basis)
    yield from label(rule, DCTERMS.description, basis)
    yield from typed(rule, CPSV.implements, LAWS[basis], ELI.LegalResource)
    yield subject, M8G.hasLegalResource, URIRef(LAWS[basis])


def _output(service: Service, subject: URIRef) -> Triples:
    if not service.receives:
        return
    output = _part(subject, "output")
    yield subject, CPSV.produces, output
    yield output, RDF.type, M8G.Output
    yield output, DCTERMS.identifier, _identifier(service, "output")
    yield from texts(output, DCTERMS.title, service.receives)


def _contact(service: Service, subject: URIRef) -> Triples:
    """A role, and where it is reached."""
    point = _part(subject, "contact")
    yield subject, M8G.contactPoint, point
    yield point, RDF.type, M8G.ContactPoint
    if service.contact_role:
        yield point, VCARD.role, Literal(service.contact_role)
    if service.contact_mail:
        yield point, M8G.email, Literal(service.contact_mail)
    yield from typed(point, M8G.contactPage, service.website or f"{subject}#page", FOAF.Document)


def _providers(service: Service, subject: URIRef) -> Triples:
    """The hub is the authority in charge, and the others take part. Names of hubs are kept without a
    language; they are the English ones of the EDIH Catalogue."""
    hub = URIRef(address_of_hub(service.hub))
    yield subject, M8G.hasCompetentAuthority, hub
    yield hub, RDF.type, M8G.PublicOrganisation
    yield hub, SKOS.prefLabel, Literal(service.hub.title, lang=DEFAULT)
    yield from graphs.country(hub, service.hub.country_id)
    if service.hub.region_id:
        yield from graphs.region(hub, service.hub.region_id)
    yield from typed(hub, FOAF.homepage, service.hub.website or f"{hub}#page", FOAF.Document)
    for other in others_of(service):
        yield from _participation(service, subject, other)


def _participation(service: Service, subject: URIRef, hub: Hub) -> Triples:
    part, agent = _part(subject, f"with-{hub.slug}"), URIRef(address_of_hub(hub))
    yield subject, M8G.hasParticipation, part
    yield part, RDF.type, M8G.Participation
    yield part, DCTERMS.identifier, _identifier(service, f"with-{hub.slug}")
    yield part, DCTERMS.description, Literal("co-provider", lang=DEFAULT)
    yield part, M8G.hasParticipant, agent
    role = f"{name_of('catalogue:services')}#role-co-provider"
    yield from _concept(part, M8G.role, role, {DEFAULT: "co-provider"})
    yield agent, RDF.type, FOAF.Agent
    yield agent, DCTERMS.identifier, Literal(hub.slug)
    yield agent, DCTERMS.title, Literal(hub.title, lang=DEFAULT)


def _part(subject: URIRef, name: str) -> URIRef:
    return URIRef(f"{subject}#{name}")


def _identifier(service: Service, name: str) -> Literal:
    return Literal(f"{identifier_of(service)}#{name}")
