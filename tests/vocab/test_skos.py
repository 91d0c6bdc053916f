"""The exported vocabularies: complete, sound as SKOS, and reachable under their own addresses."""

from __future__ import annotations

import csv
from functools import lru_cache
from io import StringIO
from urllib.parse import urlsplit

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, URIRef

from corridor.kernel.i18n.languages import CODES
from corridor.vocab import skos
from corridor.vocab.files import shipped

BASE = "https://hubs.example.eu"
SCHEMES = ["connectivity", "technologies", "sectors", "service-categories", "service-tags", "hub-kinds"]
# rdflib's own reader of JSON-LD still uses a class that it has deprecated
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")]


@pytest.fixture(autouse=True)
def address(settings):
    settings.BASE_URL = BASE


@lru_cache
def parsed(name: str, suffix: str = "ttl") -> Graph:
    """What another program reads from the file."""
    body = skos.written_scheme(name, suffix, BASE)
    return Graph().parse(data=body, format=skos.FORMATS[suffix].media_type)


def concepts_in(graph: Graph) -> set:
    return set(graph.subjects(RDF.type, SKOS.Concept))


def test_the_schemes_are_the_vocabulary_and_the_lists_in_force():
    assert sorted(skos.scheme_names()) == sorted(SCHEMES)


@pytest.mark.parametrize("name", SCHEMES)
def test_all_formats_say_the_same(name):
    turtle, json, xml = (set(parsed(name, suffix)) for suffix in skos.FORMATS)
    assert turtle == json == xml


def test_everything_arrives():
    graph = parsed("connectivity")
    source = shipped().concepts
    assert len(concepts_in(graph)) == len(source)
    assert len(list(graph.subject_objects(SKOS.prefLabel))) == len(source) * len(CODES)
    assert len(list(graph.subject_objects(SKOS.definition))) == len(source)
    broader = sum(len(concept.broader) for concept in source)
    assert len(list(graph.subject_objects(SKOS.broader))) == broader
    assert len(list(graph.subject_objects(SKOS.narrower))) == broader
    technologies = sum(len(concept.technologies) for concept in source)
    assert len(list(graph.subject_objects(SKOS.broadMatch))) == technologies
    needs = sum(len(need.concepts) for need in shipped().needs)
    assert len(list(graph.subject_objects(SKOS.example))) == needs * len(CODES)


@pytest.mark.parametrize("name", SCHEMES)
def test_s9_nothing_is_both_a_scheme_and_a_concept(name):
    graph = parsed(name)
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert schemes == {URIRef(f"{BASE}/vocabularies/{name}")}
    assert schemes & concepts_in(graph) == set()
    assert {*graph.objects(None, SKOS.inScheme)} == schemes


@pytest.mark.parametrize("name", SCHEMES)
def test_s13_and_s14_one_preferred_label_per_language_which_is_no_other_label(name):
    graph = parsed(name)
    for concept in concepts_in(graph):
        preferred = list(graph.objects(concept, SKOS.prefLabel))
        assert sorted(label.language for label in preferred) == sorted(CODES)
        assert set(preferred) & set(graph.objects(concept, SKOS.altLabel)) == set()


@pytest.mark.parametrize("name", SCHEMES)
def test_s27_related_concepts_are_not_broader_and_no_concept_is_above_itself(name):
    graph = parsed(name)
    for concept in concepts_in(graph):
        above = {
            higher
            for parent in graph.objects(concept, SKOS.broader)
            for higher in graph.transitive_objects(parent, SKOS.broader)
        }
        assert concept not in above
        assert above & set(graph.objects(concept, SKOS.related)) == set()


@pytest.mark.parametrize("name", SCHEMES)
def test_links_go_both_ways_and_stay_inside(name):
    graph = parsed(name)
    broader = set(graph.subject_objects(SKOS.broader))
    related = set(graph.subject_objects(SKOS.related))
    assert {(high, low) for low, high in broader} == set(graph.subject_objects(SKOS.narrower))
    assert {(b, a) for a, b in related} == related
    assert {node for pair in broader | related for node in pair} <= concepts_in(graph)


@pytest.mark.parametrize("name", SCHEMES)
def test_top_concepts_are_those_with_nothing_broader(name):
    graph = parsed(name)
    scheme = URIRef(f"{BASE}/vocabularies/{name}")
    tops = concepts_in(graph) - set(graph.subjects(SKOS.broader))
    assert set(graph.subjects(SKOS.topConceptOf, scheme)) == tops
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == tops


@pytest.mark.parametrize("name", SCHEMES)
def test_notations_are_unique_in_their_scheme(name):
    graph = parsed(name)
    assert len({*graph.objects(None, SKOS.notation)}) == len(concepts_in(graph))


def test_concepts_match_official_technologies_that_exist():
    matched = set(parsed("connectivity").objects(None, SKOS.broadMatch))
    assert matched - concepts_in(parsed("technologies")) == set()


@pytest.mark.parametrize("media_type", ["text/turtle", "application/ld+json", "application/rdf+xml"])
def test_a_program_that_follows_a_concept_gets_what_the_vocabulary_says_of_it(eve, media_type):
    concept = URIRef(f"{BASE}/vocabularies/concepts/private-5g-network")
    response = eve.get(urlsplit(concept).path, headers={"accept": media_type})
    assert (response.status_code, response["Content-Type"]) == (200, media_type)
    told = Graph().parse(data=response.content, format=media_type)
    assert set(told) == set(parsed("connectivity").triples((concept, None, None)))


def test_every_address_in_the_files_answers_a_program(eve):
    for name in SCHEMES:
        for node in concepts_in(parsed(name)):
            response = eve.head(urlsplit(node).path, headers={"accept": "text/turtle"})
            assert (node, response.status_code) == (node, 200)


def test_a_browser_is_sent_to_the_page_in_its_language(eve):
    headers = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "fr-BE,fr;q=0.9"}
    response = eve.get("/vocabularies/concepts/5g", headers=headers)
    assert (response.status_code, response["Location"]) == (303, "/fr/vocabulary/5g/")
    assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))
    assert eve.get(response["Location"]).status_code == 200


def test_a_browser_is_sent_to_the_place_of_an_official_term(eve):
    response = eve.get("/vocabularies/technologies/mobility", headers={"accept": "text/html"})
    assert response["Location"] == "/en/vocabulary/#technologies-mobility"
    assert 'id="technologies-mobility"' in eve.get("/en/vocabulary/").text


@pytest.mark.parametrize(
    "path",
    [
        "/vocabularies/connectivity.ttl",
        "/vocabularies/sectors.jsonld",
        "/vocabularies/sectors.csv",
        "/vocabularies/concepts/5g.rdf",
    ],
)
def test_an_unchanged_file_is_not_sent_twice(eve, path):
    first = eve.get(path)
    again = eve.get(path, headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_formats_of_one_address_have_different_etags(eve):
    tags = {
        eve.get("/vocabularies/concepts/5g", headers={"accept": chosen.media_type})["ETag"]
        for chosen in skos.FORMATS.values()
    }
    assert len(tags) == 3


def test_the_table_of_a_list_has_a_row_per_term_and_a_column_per_language(eve):
    rows = list(csv.reader(StringIO(eve.get("/vocabularies/technologies.csv").text)))
    official = shipped().lists_in_force["technologies"]
    assert rows[0] == ["list", "version", "slug", "code", *CODES]
    assert [row[3] for row in rows[1:]] == [term.code for term in official.terms]
    assert rows[1][4:] == list(official.terms[0].labels.values())


@pytest.mark.parametrize(
    "path",
    [
        "/vocabularies/nothing",
        "/vocabularies/nothing.ttl",
        "/vocabularies/connectivity.csv",
        "/vocabularies/concepts/nothing",
        "/vocabularies/concepts/nothing.ttl",
        "/vocabularies/technologies/nothing",
        "/vocabularies/connectivity.exe",
    ],
)
def test_what_does_not_exist_is_not_found(eve, path):
    assert eve.get(path, headers={"accept": "text/turtle"}).status_code == 404


def test_a_scheme_says_its_version_and_licence():
    scheme = URIRef(f"{BASE}/vocabularies/connectivity")
    assert set(parsed("connectivity").objects(scheme, DCTERMS.license)) == {skos.LICENCE}
    official = URIRef(f"{BASE}/vocabularies/sectors")
    sources = {str(source) for source in parsed("sectors").objects(official, DCTERMS.source)}
    assert sources == {"EDIH Catalogue, export of May 2025"}
