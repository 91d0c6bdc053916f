"""Every word by which somebody may call a concept or an official term: pure, and without a database.

The lexicon is read from the reference files of this release, once per process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from corridor.kernel.i18n.languages import DEFAULT

from .files import ConceptEntry, ReferenceFiles, TermEntry, shipped


class TargetKind(StrEnum):
    CONCEPT = "concept"
    TERM = "term"


class Role(StrEnum):
    """What a phrase is to its target."""

    LABEL = "label"
    SYNONYM = "synonym"
    CODE = "code"


TargetKey = tuple[TargetKind, str | None, str]  # kind, official list of a term, slug


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """A phrase and the slug of what it names; ``language`` is empty for codes such as "NB-IoT"."""

    phrase: str
    language: str | None
    target_kind: TargetKind
    target: str
    list: str | None  # the official list of a term
    role: Role

    @property
    def key(self) -> TargetKey:
        return (self.target_kind, self.list, self.target)


@dataclass(frozen=True)
class Lexicon:
    """``broader`` and ``technologies`` lead from a concept's slug to slugs of concepts and of terms."""

    digest: str
    entries: tuple[LexiconEntry, ...]
    labels: Mapping[TargetKey, Mapping[str, str]]
    broader: Mapping[str, tuple[str, ...]]
    technologies: Mapping[str, tuple[str, ...]]

    def label(self, key: TargetKey, language: str) -> str:
        """The target's label in ``language``, in English where there is none."""
        labels = self.labels[key]
        return labels.get(language) or labels[DEFAULT]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    return lexicon_of(shipped())


def parallel_texts() -> list[dict[str, str]]:
    """The same text in 24 languages, many times over: labels, everyday needs, and other texts."""
    source = shipped()
    labels = [term.labels for entry in source.lists_in_force.values() for term in entry.terms]
    labels += [concept.labels for concept in source.concepts]
    needs = [need.texts for need in source.needs]
    return [dict(texts) for texts in (*labels, *needs, *source.parallel)]


def lexicon_of(source: ReferenceFiles) -> Lexicon:
    lists = source.lists_in_force
    slugs = {term.code: term.slug for term in lists["technologies"].terms} if lists else {}
    targets = list(_targets(source))
    return Lexicon(
        digest=source.digest,
        entries=tuple(entry for key, named in targets for entry in _entries(key, named)),
        labels=MappingProxyType({key: named.labels for key, named in targets}),
        broader=MappingProxyType({concept.slug: concept.broader for concept in source.concepts}),
        technologies=MappingProxyType(
            {concept.slug: tuple(slugs[code] for code in concept.technologies) for concept in source.concepts}
        ),
    )


def _targets(source: ReferenceFiles) -> Iterator[tuple[TargetKey, ConceptEntry | TermEntry]]:
    for concept in source.concepts:
        yield (TargetKind.CONCEPT, None, concept.slug), concept
    for name, entry in source.lists_in_force.items():
        for term in entry.terms:
            yield (TargetKind.TERM, name, term.slug), term


def _entries(key: TargetKey, named: ConceptEntry | TermEntry) -> Iterator[LexiconEntry]:
    kind, in_list, target = key

    def entry(phrase: str, language: str | None, role: Role) -> LexiconEntry:
        return LexiconEntry(phrase, language, kind, target, in_list, role)

    for language, label in named.labels.items():
        yield entry(label, language, Role.LABEL)
    for language, words in named.synonyms.items():
        for word in words:
            yield entry(word, language, Role.SYNONYM)
    for code in _codes(named):
        yield entry(code, None, Role.CODE)


def _codes(named: ConceptEntry | TermEntry) -> tuple[str, ...]:
    return named.codes if isinstance(named, ConceptEntry) else (named.code,)
