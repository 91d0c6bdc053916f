"""Services in other people's formats, examined by other people's validators."""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from corridor.catalogue.exports import queries
from corridor.catalogue.models import CoProvider, Service
from corridor.people.tokens.actions import make_token
from corridor.vocab.models import Concept, Country, Region, Term
from tests.catalogue.making import make_test_bed

M8G = Namespace("http://data.europa.eu/m8g/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SITE = "https://hubs.example.eu"
PAGE = "/en/hubs/nordlys/services/private-5g-on-your-quay"
NAME = URIRef(f"{SITE}{PAGE}/")
CONTEXT = "https://semiceu.github.io/CPSV-AP/releases/3.2.0/context/cpsv-ap.jsonld"
HOSTILE = '""" \\\' </script><!-- \x01\x7f \u202edesrever ]]> {{7*7}} %(x)s \\u0041 \r\n\t€ 😀 .'
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),
]


@pytest.fixture(autouse=True)
def site(settings):
    settings.BASE_URL = SITE


@pytest.fixture(scope="session")
def conformance(shared) -> Path:
    return shared / "conformance"


@pytest.fixture
def rich(hub, vestas, other_hub, new_service) -> Service:
    """Everything that can be said, in three languages; Sørvest provides it as well and is known to few."""
    service = new_service(
        hub,
        title={"en": "Private 5G on your quay", "fr": "La 5G privée sur votre quai", "el": "Ιδιωτικό 5G"},
        summary={"en": "A test network for six weeks."},
        description={"en": "A survey & a <b>plan</b>.", "fr": "Une étude."},
        receives={"en": "A report.", "fr": "Un rapport."},
        languages=["en", "mt"],
        customers=["sme", "public"],
        list_price=Decimal("1234567.89"),
        price=Decimal("0.50"),
        lead_days=14,
        website="https://nordlys.example/5G kai/<ø>",
        contact_role="Service desk",
        contact_mail="desk@nordlys.example",
        is_joint=True,
    )
    make_test_bed(service)
    service.countries.set(Country.objects.filter(code__in=["NO", "XK", "GR"]))
    service.regions.set(Region.objects.filter(code="NO0A") or Region.objects.order_by("code")[:1])
    service.technologies.set(Term.objects.filter(list__name="technologies", slug="communication-network"))
    service.sectors.set(Term.objects.filter(list__name="sectors", slug__in=["maritime", "fishery"]))
    service.concepts.set(Concept.objects.filter(slug="private-5g-network"))
    other_hub.audience = "network"
    other_hub.save()
    for one in (vestas, other_hub):
        CoProvider.objects.create(service=service, hub=one, agreed=True, answered_at=service.changed_at)
    return service


def told(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def graph_of(text: str, form: str, published: dict | None = None) -> Graph:
    if published is not None:
        data = json.loads(text)
        data["@context"] = [published if one == CONTEXT else one for one in data["@context"]]
        text = json.dumps(data)
    return Graph().parse(data=text, format=form)


def verdict(graph: Graph, *shapes: Path) -> str:
    """What the validator has against it; nothing where it conforms."""
    wanted = Graph()
    for one in shapes:
        wanted.parse(one, format="turtle")
    sound, _graph, why = validate(graph, shacl_graph=wanted, allow_warnings=True)
    return "" if sound else why


def published_context(conformance: Path) -> dict:
    return json.loads((conformance / "semic/cpsv-ap-3.2.0/cpsv-ap.jsonld").read_text())["@context"]


def test_cpsv_ap_takes_one_service_and_all_of_them(rich, service_elsewhere, conformance):
    shapes = conformance / "semic/cpsv-ap-3.2.0/cpsv-ap-SHACL.ttl"
    context = published_context(conformance)
    for address in (PAGE, "/en/services/catalogue-cpsv"):
        turtle = graph_of(told(f"{address}.ttl"), "turtle")
        assert verdict(turtle, shapes) == ""
        linked = graph_of(told(f"{address}.jsonld"), "json-ld", context)
        assert isomorphic(turtle, linked)
        assert (NAME, RDF.type, CPSV.PublicService) in linked
        assert (URIRef(f"{SITE}/en/hubs/nordlys/"), RDF.type, M8G.PublicOrganisation) in linked
    assert (URIRef(f"{SITE}/en/hubs/vestas/services/plain/"), RDF.type, CPSV.PublicService) in turtle
    assert verdict(graph_of((conformance / "samples/edih-service-broken.ttl").read_text(), "turtle"), shapes)


@pytest.fixture
def service_elsewhere(vestas, new_service) -> Service:
    """With nothing that it could do without."""
    bare = {"summary": {}, "description": {}, "receives": {}, "languages": [], "title": {"mt": "Servizz"}}
    return new_service(vestas, slug="plain", list_price=None, price=None, aid="none", **bare)


def test_what_cpsv_ap_says(rich):
    graph = graph_of(told(f"{PAGE}.ttl"), "turtle")
    assert set(graph.objects(NAME, DCTERMS.title)) == {
        Literal(text, code) for code, text in rich.title.items()
    }
    output = graph.value(NAME, CPSV.produces)
    assert set(graph.objects(output, DCTERMS.title)) == {
        Literal("A report.", "en"),
        Literal("Un rapport.", "fr"),
    }
    costs = {graph.value(cost, M8G.hasValue).toPython() for cost in graph.objects(NAME, M8G.hasCost)}
    assert costs == {0.5, 1234567.89}
    places = {str(one).rsplit("/", 1)[-1] for one in graph.objects(NAME, DCTERMS.spatial)}
    assert {"NOR", "1A0", "GRC"} < places
    assert {str(one).rsplit("/", 1)[-1] for one in graph.objects(NAME, DCTERMS.language)} == {"ENG", "MLT"}
    topics = set(graph.objects(NAME, M8G.thematicArea))
    assert topics == {
        URIRef(f"{SITE}/vocabularies/technologies/communication-network"),
        URIRef(f"{SITE}/vocabularies/concepts/private-5g-network"),
    }
    assert {Client().get(str(one).removeprefix(SITE)).status_code for one in topics} == {303}
    law = graph.value(graph.value(NAME, CPSV.follows), CPSV.implements)
    assert str(law) == "http://data.europa.eu/eli/reg/2014/651/oj"
    assert (graph.value(NAME, M8G.contactPoint), M8G.email, Literal("desk@nordlys.example")) in graph
    literals = [one for one in graph.objects() if isinstance(one, Literal)]
    assert {str(one) for one in literals if one.language is None and one.datatype is None} == {
        *("nordlys/private-5g-on-your-quay", "vestas", "Service desk", "desk@nordlys.example", "1"),
        *(
            f"nordlys/private-5g-on-your-quay#{part}"
            for part in (
                "channel-on-site",
                "channel-remote",
                "price",
                "list-price",
                "aid",
                "output",
                "with-vestas",
            )
        ),
    }


def test_dcat_ap_takes_the_catalogue(rich, conformance, settings):
    folder = conformance / "semic/dcat-ap-3.0.1"
    shapes = [folder / "dcat-ap-SHACL.ttl", folder / "modular/mdr-vocabularies.shape.ttl"]
    settings.CONTENT_LICENCE = "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
    graph = graph_of(told("/en/services/catalogue.ttl"), "turtle")
    assert verdict(graph, *shapes) == ""
    assert isomorphic(graph, graph_of(told("/en/services/catalogue.jsonld"), "json-ld"))
    assert len(set(graph.objects(None, DCTERMS.license))) == 1
    files = {str(one) for one in graph.objects(None, DCAT.downloadURL)}
    assert len(files) == 4
    files |= {str(one) for one in graph.objects(None, DCAT.accessURL)}
    assert f"{SITE}/api/v1/services" in files
    assert {Client().get(one.removeprefix(SITE)).status_code for one in files} == {200}
    data = graph.value(None, RDF.type, DCAT.Dataset)
    spoken = {str(one).rsplit("/", 1)[-1] for one in graph.objects(data, DCTERMS.language)}
    assert spoken == {"ENG", "FRA", "ELL"}
    assert verdict(
        graph_of((conformance / "samples/dcat-catalogue-broken.ttl").read_text(), "turtle"), *shapes
    )
    settings.CONTENT_LICENCE = ""
    graph = graph_of(told("/en/services/catalogue.ttl"), "turtle")
    assert verdict(graph, *shapes) == ""
    assert (None, DCTERMS.license, None) not in graph


def of_page(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_schema_org_takes_the_page(rich, service_elsewhere, conformance):
    folder = conformance / "schemaorg/schemarama"
    shapes, kinds = (
        Graph().parse(folder / "full.shacl", format="turtle"),
        Graph().parse(folder / "subclasses.ttl"),
    )

    def why_not(data: dict) -> str:
        text = json.dumps(data | {"@context": {"@vocab": "http://schema.org/"}})
        sound, _graph, why = validate(
            Graph().parse(data=text, format="json-ld"), shacl_graph=shapes, ont_graph=kinds
        )
        return "" if sound else why

    data = of_page(told(f"{PAGE}/"))
    assert why_not(data) == ""
    assert data["@id"] == str(NAME)
    assert {one["@language"] for one in data["name"]} == {"en", "fr", "el"}
    assert [one["name"] for one in data["provider"]] == ["Nordlys Digital Innovation Hub", "Vestas Hub"]
    assert [one["price"] for one in data["offers"]["priceSpecification"]] == ["0.50", "1234567.89"]
    bare = of_page(told("/en/hubs/vestas/services/plain/"))
    assert why_not(bare) == ""
    assert "offers" not in bare
    assert why_not(json.loads((conformance / "samples/schema-org-event-broken.json").read_text()))
    assert why_not(
        data | {"offers": {"@type": "Offer", "priceCurrency": {"@id": "x:EUR"}, "availability": 7}}
    )


# Fields of DigitalInnovationHubService 0.0.3 and of what it shares with all models, with their types.
URI_TEXT = re.compile(r"[a-z]+:[!-~]+")
FIWARE = {
    **dict.fromkeys(("id", "url", "serviceImage"), "uri"),
    **dict.fromkeys(("name", "title", "alternateName", "description", "dataProvider", "source"), "text"),
    **dict.fromkeys(("category", "serviceType", "serviceSubType", "author"), "text"),
    **dict.fromkeys(("dateSubmitted", "dateUpdated"), "moment"),
    **dict.fromkeys(("target",), "texts"),
    **dict.fromkeys(("owner", "seeAlso", "@context"), "uris"),
    **dict.fromkeys(("contacts", "relation", "additionalMaterial"), "objects"),
}
CONTACT = {"contactType", "email", "url", "availableLanguage", "name", "telephone"}


def is_a(kind: str, value: object) -> bool:
    if kind in ("texts", "uris"):
        return isinstance(value, list) and bool(value) and all(is_a(kind[:-1], one) for one in value)
    if kind == "objects":
        return isinstance(value, list) and all(isinstance(one, dict) for one in value)
    if not isinstance(value, str) or not value:
        return False
    if kind == "moment":
        return datetime.fromisoformat(value).tzinfo is not None
    return kind == "text" or bool(URI_TEXT.fullmatch(value))


def faults(entity: dict) -> set[str]:
    wrong = {name for name in ("id", "type") if name not in entity}
    wrong |= {name for name in entity if name != "type" and not is_a(FIWARE.get(name, ""), entity[name])}
    wrong |= {"type"} if entity.get("type") != "DigitalInnovationHubService" else set()
    points = [one.get("contactPoint", {}) for one in entity.get("contacts", [])]
    return wrong | {name for point in points for name in point if name not in CONTACT}


def test_fiware_has_its_documented_fields(rich, service_elsewhere):
    entity = json.loads(told(f"{PAGE}.fiware.json"))
    assert faults(entity) == set()
    assert entity["name"] == "Private 5G on your quay"
    assert entity["category"] == "Test before invest"
    assert json.loads(told(f"{PAGE.replace('/en/', '/fr/')}.fiware.json"))["name"] == rich.title["fr"]
    assert faults(json.loads(told("/en/hubs/vestas/services/plain.fiware.json"))) == set()
    broken = entity | {"type": "Service", "target": "SMEs", "dateUpdated": "", "colour": "blue", "id": ""}
    assert faults(broken) == {"type", "target", "dateUpdated", "colour", "id"}


ALL = [f"/en/services/catalogue{form}" for form in (".ttl", ".jsonld", "-cpsv.ttl", "-cpsv.jsonld")]
FORMS = (".ttl", ".jsonld", ".fiware.json")


def test_what_is_not_for_everybody_is_in_no_file_of_all(
    rich, hub, vestas, anna, ben, dora, new_service, browser_of
):
    secret = {"title": {"en": "qzgeheim"}, "contact_mail": "qz@nordlys.example"}
    new_service(hub, slug="draft", state="draft", **secret)
    new_service(hub, slug="grouped", audience="group", **secret)
    new_service(hub, slug="gone", state="withdrawn", **secret)
    new_service(vestas, slug="of-a-shy-hub", **secret)
    vestas.audience = "network"
    vestas.save()
    rich.pending = {"title": {"en": "qzpending"}}
    rich.save()
    for client in (Client(), browser_of(anna)):
        for address in ALL:
            assert "qz" not in told(address, client)
    for form in FORMS:
        at = "/en/hubs/nordlys/services/{}" + form
        page = told(at.format("private-5g-on-your-quay"), browser_of(anna))
        for hidden in ("qz", "Sørvest", "Anna", "anna@", "Vestas"):
            assert hidden not in page
        for slug, seen_by in (("draft", {anna, ben}), ("grouped", {anna, ben, dora})):
            for somebody in (None, anna, ben, dora):
                status = browser_of(somebody).get(at.format(slug)).status_code
                assert status == (200 if somebody in seen_by else 404), (slug, form, somebody)
    assert "Withdrawn" in told("/en/hubs/nordlys/services/gone.ttl")
    _token, key = make_token(by=anna, name="Program", scopes=["read"], days=30)
    draft = "/en/hubs/nordlys/services/draft.ttl"
    answer = Client().get(draft, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    assert "public" not in answer.get("Cache-Control", "")
    assert Client().get(draft, headers={"Authorization": "Bearer corridor_wrong"}).status_code == 401


def test_hostile_texts_stay_what_they_are(hub, new_service, conformance):
    naughty = json.loads((conformance / "corpora/strings/blns.json").read_text(encoding="utf-8"))
    said = dict(zip(("en", "de", "fr"), (HOSTILE, "".join(naughty).replace("\x00", ""), "<b>"), strict=True))
    made = new_service(
        hub,
        title=said,
        description=said,
        receives=said,
        contact_role="</script>\"'",
        website='https://x.example/"><script>\\u003c{}|^`',
        languages=[],
    )
    made.refresh_from_db()
    context = published_context(conformance)
    turtle = graph_of(told(f"{PAGE}.ttl"), "turtle")
    assert isomorphic(turtle, graph_of(told(f"{PAGE}.jsonld"), "json-ld", context))
    for graph in (turtle, graph_of(told("/en/services/catalogue-cpsv.ttl"), "turtle")):
        titles = {one.language: str(one) for one in graph.objects(NAME, DCTERMS.title)}
        assert titles == made.title
    page = told(f"{PAGE}/")
    assert {one["@language"]: one["@value"] for one in of_page(page)["name"]} == made.title
    assert page.count("</script>") == page.count("<script")
    assert json.loads(told(f"{PAGE}.fiware.json"))["title"] == made.title["en"]


def test_many_services_come_in_pages(hub, new_service, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in range(5):
        new_service(hub, slug=f"s{number}")
    address, seen = "/en/services/catalogue-cpsv.ttl", []
    while address:
        with django_assert_max_num_queries(14):
            answer = Client().get(address)
        seen += graph_of(answer.content.decode(), "turtle").subjects(RDF.type, CPSV.PublicService)
        found = re.fullmatch(rf'<{SITE}(.*)>; rel="next"', answer.get("Link", ""))
        address = found[1] if found else ""
    assert [str(one).rsplit("/", 2)[1] for one in sorted(seen)] == [f"s{number}" for number in range(5)]
    graph = graph_of(told("/en/services/catalogue.ttl"), "turtle")
    assert len([one for one in graph.objects(None, DCAT.downloadURL) if "cpsv.ttl" in str(one)]) == 3
    for wrong in ("4", "0", "-1", "x", "9" * 40, "²"):
        assert Client().get(f"/en/services/catalogue-cpsv.ttl?page={wrong}").status_code == 404


def test_programs_find_the_files_from_the_pages(rich, draft, anna, browser_of):
    page, listed = told(f"{PAGE}/"), told("/en/services/")
    for form in FORMS:
        assert re.search(rf'<link rel="alternate" type="[^"]+" href="{PAGE}{re.escape(form)}"', page)
    for form in (".ttl", ".jsonld"):
        assert re.search(rf'<link rel="alternate" type="[^"]+" href="/en/services/catalogue{form}"', listed)
    hidden = told("/en/hubs/nordlys/services/draft/", browser_of(anna))
    assert "application/ld+json" not in hidden
    sitemap = told("/sitemap.xml")
    assert f"<loc>{SITE}{PAGE}/</loc>" in sitemap
    assert f'hreflang="mt" href="{SITE}/mt{PAGE.removeprefix("/en")}/"' in sitemap
    assert "/services/draft/" not in sitemap


def test_who_has_a_file_already_gets_no_other(rich):
    for address in (f"{PAGE}.ttl", f"{PAGE}.fiware.json", *ALL):
        first = Client().get(address)
        assert first["Cache-Control"] == "public, max-age=60"
        assert Client().get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
        assert Client().post(address).status_code == 405
    before = Client().get(f"{PAGE}.ttl")["ETag"]
    Service.objects.filter(pk=rich.pk).update(price="0.75", version=2)
    assert Client().get(f"{PAGE}.ttl", HTTP_IF_NONE_MATCH=before).status_code == 200
