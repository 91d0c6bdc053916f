"""Reads: official lists, countries, regions, and the connectivity concepts as a tree."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language

from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.i18n.names import country_name

from .enums import ListName
from .models import Concept, Country, EverydayNeed, OfficialList, Region, Term


@dataclass(frozen=True)
class Branch:
    """A concept with what is narrower; ``fits`` is false where only something below it was asked for."""

    concept: Concept
    narrower: tuple[Branch, ...]
    fits: bool


def official_lists() -> QuerySet[OfficialList]:
    """The lists in force, with their terms and the terms' bridges."""
    terms = Prefetch("terms", queryset=Term.objects.order_by("position").prefetch_related("bridges"))
    return OfficialList.objects.filter(in_force=True).prefetch_related(terms)


def official_list(name: str) -> OfficialList:
    found = official_lists().filter(name=name).first()
    if found is None:
        raise NotFound
    return found


def terms_in_force(name: ListName) -> QuerySet[Term]:
    return Term.objects.filter(list__name=name, list__in_force=True).order_by("position")


def concepts_in_force() -> QuerySet[Concept]:
    return Concept.objects.filter(in_force=True)


def concepts_with_links() -> QuerySet[Concept]:
    """Concepts with everything that their pages and the API show, in a constant number of queries."""
    in_force = Concept.objects.filter(in_force=True)
    return in_force.prefetch_related(
        Prefetch("broader", queryset=in_force),
        Prefetch("narrower", queryset=in_force),
        Prefetch("related", queryset=in_force),
        Prefetch("technologies", queryset=Term.objects.filter(list__in_force=True)),
        Prefetch("needs", queryset=EverydayNeed.objects.all()),
    )


def concept_for_viewing(slug: str) -> Concept:
    found = concepts_with_links().filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def concept_tree(language: str, text: str = "") -> tuple[Branch, ...]:
    """Concepts below those that have none broader; with ``text`` only what fits and what leads there.

    A concept with several broader ones stands below each of them.
    """
    concepts = {concept.pk: concept for concept in concepts_in_force()}
    links = Concept.broader.through.objects.values_list("from_concept_id", "to_concept_id")
    broader = [(low, high) for low, high in links if low in concepts and high in concepts]
    below: dict[int, list[Concept]] = {}
    for low, high in broader:
        below.setdefault(high, []).append(concepts[low])
    lower = {low for low, _high in broader}
    tops = [concept for pk, concept in concepts.items() if pk not in lower]
    return _branches(tops, below, language, folded(text))


def _branches(
    concepts: Iterable[Concept], below: dict[int, list[Concept]], language: str, wanted: str
) -> tuple[Branch, ...]:
    found = []
    for concept in by_label(concepts, language):
        fits = not wanted or wanted in _words_of(concept, language)
        narrower = _branches(below.get(concept.pk, []), below, language, wanted)
        if fits or narrower:
            found.append(Branch(concept, narrower, fits))
    return tuple(found)


def by_label(concepts: Iterable[Concept], language: str) -> list[Concept]:
    """In the order of their labels in the reader's language."""
    return sorted(concepts, key=lambda concept: folded(_label(concept, language)))


def terms_fitting(lists: Iterable[OfficialList], language: str, text: str) -> list[OfficialList]:
    """The lists with ``shown``, the terms that hold ``text``; lists with none are left out."""
    wanted = folded(text)
    kept = []
    for official in lists:
        shown = [term for term in official.terms.all() if wanted in _words_of(term, language)]
        if shown:
            official.shown = shown  # type: ignore[attr-defined]
            kept.append(official)
    return kept


def _label(named: Concept | Term, language: str) -> str:
    return str(named.labels.get(language) or named.labels.get(DEFAULT, ""))


def _words_of(named: Concept | Term, language: str) -> str:
    """Everything by which the reader may know it, in the reader's language and in English."""
    words = named.codes if isinstance(named, Concept) else [named.code]
    for code in {language, DEFAULT}:
        words = [*words, named.labels.get(code, ""), *named.synonyms.get(code, [])]
    return folded("\n".join(words))


def folded(text: str) -> str:
    """Without case and accents, as people type into a filter."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


def countries() -> QuerySet[Country]:
    return Country.objects.all()


def country_choices() -> list[tuple[str, str]]:
    """Code and name, by their names in the page's language."""
    language = get_language() or DEFAULT
    named = [(code, country_name(code, language)) for code in countries().values_list("code", flat=True)]
    return sorted(named, key=lambda pair: pair[1].casefold())


def regions(*, country: str = "", level: int | None = None) -> QuerySet[Region]:
    found = Region.objects.all()
    if country:
        found = found.filter(country_id=country.upper())
    return found.filter(level=level) if level else found


def labels_by_language(concept: Concept) -> list[tuple[str, str, list[str]]]:
    """(language, label, synonyms) in protocol order."""
    return [(code, concept.labels.get(code, ""), concept.synonyms.get(code, [])) for code in CODES]
