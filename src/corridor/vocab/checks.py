"""Whether the reference files are sound: every mistake in them as a sentence, without a database."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from corridor.kernel.i18n.languages import CODES

from .files import ConceptEntry, ReferenceFiles, TermEntry, Texts, Words, shipped

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
OWN_SCRIPT = MappingProxyType({"bg": "CYRILLIC", "el": "GREEK"})
TECHNOLOGIES_AT_MOST = 3

Named = ConceptEntry | TermEntry


def problems(source: ReferenceFiles | None = None) -> list[str]:
    """All mistakes; an empty list is what a release ships with."""
    source = source or shipped()
    found = [*_lists(source), *_concepts(source), *_needs(source)]
    return found + [f"{place}: {problem}" for place, text in _texts(source) for problem in _writing(*text)]


def _lists(source: ReferenceFiles) -> Iterator[str]:
    for official in source.lists:
        named = {f"{official.name}/{term.slug}": term for term in official.terms}
        yield from _labels(named)
        yield from _twice(f"{official.name}: code", (term.code for term in official.terms))
        slugs = {term.slug for term in official.terms}
        for term in official.terms:
            yield from _unknown(f"{official.name}/{term.slug}: bridge", term.bridges, slugs - {term.slug})


def _concepts(source: ReferenceFiles) -> Iterator[str]:
    concepts = {concept.slug: concept for concept in source.concepts}
    technologies = {term.code for term in source.lists_in_force["technologies"].terms}
    yield from _labels(concepts)
    for slug, concept in concepts.items():
        others = concepts.keys() - {slug}
        yield from _unknown(f"{slug}: broader", concept.broader, others)
        yield from _unknown(f"{slug}: related", concept.related, others)
        yield from _unknown(f"{slug}: technology", concept.technologies, technologies)
        if not 1 <= len(concept.technologies) <= TECHNOLOGIES_AT_MOST:
            yield f"{slug}: has {len(concept.technologies)} technologies"
        if not concept.definition:
            yield f"{slug}: has no definition"
    yield from _hierarchy(concepts)


def _hierarchy(concepts: Mapping[str, ConceptEntry]) -> Iterator[str]:
    """No concept is broader than itself, and none is related to what is above it (SKOS S27)."""
    above = {slug: _above(slug, concepts) for slug in concepts}
    for slug, concept in concepts.items():
        if slug in above[slug]:
            yield f"{slug}: is broader than itself"
        for other in concept.related:
            if other in above[slug] or slug in above.get(other, ()):
                yield f"{slug}: {other} is both related and broader or narrower"


def _above(slug: str, concepts: Mapping[str, ConceptEntry]) -> set[str]:
    found: set[str] = set()
    waiting = list(concepts[slug].broader)
    while waiting:
        other = waiting.pop()
        if other in concepts and other not in found:
            found.add(other)
            waiting += concepts[other].broader
    return found


def _needs(source: ReferenceFiles) -> Iterator[str]:
    concepts = {concept.slug for concept in source.concepts}
    sectors = {term.code for term in source.lists_in_force["sectors"].terms}
    for need in source.needs:
        yield from _complete(need.slug, need.texts)
        yield from _unknown(f"{need.slug}: concept", need.concepts, concepts)
        yield from _unknown(f"{need.slug}: sector", need.sectors, sectors)
        if not need.concepts:
            yield f"{need.slug}: names no concept"
    for language in CODES:
        yield from _twice(f"needs in {language}:", (need.texts.get(language, "") for need in source.needs))


def _labels(named: Mapping[str, Named]) -> Iterator[str]:
    """24 labels each, no two alike within a language, and no synonym that is the label (SKOS S13)."""
    for place, entry in named.items():
        yield from _complete(place, entry.labels)
        yield from _synonyms(place, entry.labels, entry.synonyms)
        if not SLUG.fullmatch(entry.slug):
            yield f"{place}: is not a good id"
    for language in CODES:
        labels = (entry.labels.get(language, "") for entry in named.values())
        yield from _twice(f"label in {language}:", labels)


def _complete(place: str, texts: Texts) -> Iterator[str]:
    if tuple(texts) != CODES:
        yield f"{place}: its languages are not the 24 in their order"


def _synonyms(place: str, labels: Texts, synonyms: Words) -> Iterator[str]:
    for language, words in synonyms.items():
        if language not in CODES:
            yield f"{place}: {language} is not one of the 24 languages"
        yield from _twice(f"{place}: in {language}", (*words, labels.get(language, "")))


def _twice(what: str, texts: Iterable[str]) -> Iterator[str]:
    counts = Counter(text.casefold() for text in texts)
    for text, count in counts.items():
        if count > 1:
            yield f"{what} “{text}” stands there {count} times"


def _unknown(what: str, slugs: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    for slug in slugs:
        if slug not in set(known):
            yield f"{what} “{slug}” is not there"


def _texts(source: ReferenceFiles) -> Iterator[tuple[str, tuple[str, str]]]:
    """(where, (language, text)) of every text."""
    entries: list[Named] = [*source.concepts]
    for official in source.lists:
        entries += official.terms
    for entry in entries:
        for language, label in entry.labels.items():
            yield entry.slug, (language, label)
        for language, words in entry.synonyms.items():
            yield from ((entry.slug, (language, word)) for word in words)
    for need in source.needs:
        yield from ((need.slug, text) for text in need.texts.items())


def _writing(language: str, text: str) -> Iterator[str]:
    """Mistakes in how one text is written: blanks, normal form, letters of another script."""
    if not text or text != " ".join(text.split()) or text != unicodedata.normalize("NFC", text):
        yield f"{language}: “{text}” has stray blanks or letters in pieces"
    if text.endswith("."):
        yield f"{language}: “{text}” ends with a full stop"
    allowed = {"LATIN", OWN_SCRIPT.get(language, "LATIN")}
    for word in re.findall(r"\w+", text):
        scripts = _scripts(word)
        if len(scripts) > 1 or not scripts <= allowed:
            yield f"{language}: “{word}” mixes scripts or is in the wrong one"


def _scripts(word: str) -> set[str]:
    names = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
    return names & set(SCRIPTS)
