"""The vocabularies as SKOS graphs, built from the reference files and rendered once per state of them.

https://www.w3.org/TR/skos-reference/
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from threading import Lock

from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef

from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.linked_data.formats import FORMATS

from .files import ConceptEntry, ListEntry, ReferenceFiles, TermEntry, Words, shipped

CONNECTIVITY = "connectivity"
TITLE = "Corridor's connectivity vocabulary"
ABOUT = "What companies, hubs and public bodies call things in networks and connectivity, in 24 languages."
WRITING = Lock()  # many readers at once wait for one writing instead of each doing it
LICENCE = URIRef("https://spdx.org/licenses/EUPL-1.2")
PREFIXES = {"skos": str(SKOS), "dcterms": str(DCTERMS), "owl": str(OWL)}


def scheme_names() -> list[str]:
    return [CONNECTIVITY, *shipped().lists_in_force]


def concept_slugs() -> frozenset[str]:
    return frozenset(concept.slug for concept in shipped().concepts)


def term_slugs(name: str) -> frozenset[str]:
    official = shipped().lists_in_force.get(name)
    return frozenset(term.slug for term in official.terms) if official else frozenset()


def written_scheme(name: str, suffix: str, base: str) -> bytes:
    """A whole vocabulary; kept, because it takes a second to write and cannot change while we run."""
    with WRITING:
        return _written_scheme(name, suffix, base)


@lru_cache(maxsize=32)
def _written_scheme(name: str, suffix: str, base: str) -> bytes:
    return _write(scheme_graph(name, base), suffix)


def written_concept(slug: str, suffix: str, base: str) -> bytes:
    return _write(concept_graph(slug, base), suffix)


def written_term(name: str, slug: str, suffix: str, base: str) -> bytes:
    return _write(term_graph(name, slug, base), suffix)


def scheme_graph(name: str, base: str) -> Graph:
    """The scheme with everything in it; ``KeyError`` where there is no scheme of that name."""
    source = shipped()
    namer = _Namer(base)
    if name == CONNECTIVITY:
        return _connectivity(source, namer)
    return _official(source.lists_in_force[name], namer)


def concept_graph(slug: str, base: str) -> Graph:
    """What is said about one concept; ``KeyError`` where there is none."""
    source = shipped()
    found = {concept.slug: concept for concept in source.concepts}[slug]
    graph = _graph()
    _add_concept(graph, _Namer(base), found, _Links(source))
    return graph


def term_graph(name: str, slug: str, base: str) -> Graph:
    """What is said about one official term; ``KeyError`` where there is none."""
    official = shipped().lists_in_force[name]
    found = {term.slug: term for term in official.terms}[slug]
    graph = _graph()
    _add_term(graph, _Namer(base), name, found)
    return graph


def official_csv(name: str) -> bytes:
    """An official list as a table, one row per term and one column per language."""
    official = shipped().lists_in_force[name]
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["list", "version", "slug", "code", *CODES])
    for term in official.terms:
        labels = [term.labels.get(language, "") for language in CODES]
        writer.writerow([official.name, official.version, term.slug, term.code, *labels])
    return out.getvalue().encode()


@dataclass(frozen=True)
class _Namer:
    base: str

    def scheme(self, name: str) -> URIRef:
        return URIRef(f"{self.base}/vocabularies/{name}")

    def concept(self, slug: str) -> URIRef:
        return URIRef(f"{self.base}/vocabularies/concepts/{slug}")

    def term(self, name: str, slug: str) -> URIRef:
        return URIRef(f"{self.base}/vocabularies/{name}/{slug}")


class _Links:
    """Links of all concepts in both directions, and the everyday needs that a concept answers."""

    def __init__(self, source: ReferenceFiles) -> None:
        technologies = source.lists_in_force["technologies"].terms
        self.technology = {term.code: term.slug for term in technologies}
        self.narrower: dict[str, list[str]] = {}
        self.related: dict[str, set[str]] = {}
        self.needs: dict[str, list[tuple[str, str]]] = {}
        for concept in source.concepts:
            self._add(concept)
        for need in source.needs:
            for slug in need.concepts:
                self.needs.setdefault(slug, []).extend(need.texts.items())

    def _add(self, concept: ConceptEntry) -> None:
        for slug in concept.broader:
            self.narrower.setdefault(slug, []).append(concept.slug)
        for slug in concept.related:
            self.related.setdefault(slug, set()).add(concept.slug)
            self.related.setdefault(concept.slug, set()).add(slug)


def _graph() -> Graph:
    graph = Graph(bind_namespaces="core")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def _write(graph: Graph, suffix: str) -> bytes:
    writer = FORMATS[suffix].writer
    if suffix == "jsonld":
        return graph.serialize(format=writer, encoding="utf-8", context=PREFIXES)
    return graph.serialize(format=writer, encoding="utf-8")


def _connectivity(source: ReferenceFiles, namer: _Namer) -> Graph:
    graph = _graph()
    links = _Links(source)
    scheme = namer.scheme(CONNECTIVITY)
    _add_scheme(graph, scheme, TITLE, source.digest[:12])
    graph.add((scheme, DCTERMS.description, Literal(ABOUT, lang=DEFAULT)))
    graph.add((scheme, DCTERMS.license, LICENCE))
    for concept in source.concepts:
        _add_concept(graph, namer, concept, links)
        if not concept.broader:
            graph.add((scheme, SKOS.hasTopConcept, namer.concept(concept.slug)))
    return graph


def _official(official: ListEntry, namer: _Namer) -> Graph:
    graph = _graph()
    scheme = namer.scheme(official.name)
    _add_scheme(graph, scheme, official.name.replace("-", " ").capitalize(), official.version)
    graph.add((scheme, DCTERMS.source, Literal(official.source, lang=DEFAULT)))
    for term in official.terms:
        _add_term(graph, namer, official.name, term)
        graph.add((scheme, SKOS.hasTopConcept, namer.term(official.name, term.slug)))
        for other in term.bridges:  # in both directions, as skos:related is
            graph.add((namer.term(official.name, other), SKOS.related, namer.term(official.name, term.slug)))
    return graph


def _add_scheme(graph: Graph, scheme: URIRef, title: str, version: str) -> None:
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, DCTERMS.title, Literal(title, lang=DEFAULT)))
    graph.add((scheme, OWL.versionInfo, Literal(version)))


def _add_concept(graph: Graph, namer: _Namer, concept: ConceptEntry, links: _Links) -> None:
    node = namer.concept(concept.slug)
    _add_named(graph, node, namer.scheme(CONNECTIVITY), concept, notation=concept.slug)
    graph.add((node, SKOS.definition, Literal(concept.definition, lang=DEFAULT)))
    if not concept.broader:
        graph.add((node, SKOS.topConceptOf, namer.scheme(CONNECTIVITY)))
    for predicate, slugs in (
        (SKOS.broader, concept.broader),
        (SKOS.narrower, links.narrower.get(concept.slug, ())),
        (SKOS.related, links.related.get(concept.slug, ())),
    ):
        for slug in slugs:
            graph.add((node, predicate, namer.concept(slug)))
    for code in concept.technologies:
        graph.add((node, SKOS.broadMatch, namer.term("technologies", links.technology[code])))
    for language, text in links.needs.get(concept.slug, ()):
        graph.add((node, SKOS.example, Literal(text, lang=language)))


def _add_term(graph: Graph, namer: _Namer, name: str, term: TermEntry) -> None:
    node = namer.term(name, term.slug)
    _add_named(graph, node, namer.scheme(name), term, notation=term.code)
    graph.add((node, SKOS.topConceptOf, namer.scheme(name)))
    for slug in term.bridges:
        graph.add((node, SKOS.related, namer.term(name, slug)))


def _add_named(
    graph: Graph, node: URIRef, scheme: URIRef, entry: ConceptEntry | TermEntry, notation: str
) -> None:
    graph.add((node, RDF.type, SKOS.Concept))
    graph.add((node, SKOS.inScheme, scheme))
    graph.add((node, SKOS.notation, Literal(notation)))
    for language, label in entry.labels.items():
        graph.add((node, SKOS.prefLabel, Literal(label, lang=language)))
    for language, words in _other_words(entry).items():
        for word in words:
            graph.add((node, SKOS.altLabel, Literal(word, lang=language)))


def _other_words(entry: ConceptEntry | TermEntry) -> Words:
    """Synonyms, and codes as English words, for several concepts may share a code; no label twice."""
    words = {language: list(found) for language, found in entry.synonyms.items()}
    codes = entry.codes if isinstance(entry, ConceptEntry) else ()
    words[DEFAULT] = [*words.get(DEFAULT, []), *codes]
    return {
        language: tuple(word for word in found if word != entry.labels.get(language))
        for language, found in words.items()
    }
