"""The two ways to records: the question's words with their rarity, and closeness of meaning."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from corridor.engines.ranking import Column, Keys

from .generation import Generation
from .holdings import Flags, Holdings, Nearest
from .lexemes import QueryWord, query_words, similar_words
from .models import SearchText

LONG_QUESTION = 12  # words beyond which nothing is corrected
LEAST_DEVIATION = 1e-6


@lru_cache(maxsize=4)
def languages_of_texts(generation: Generation) -> tuple[str, ...]:
    return tuple(sorted(SearchText.objects.order_by().values_list("language", flat=True).distinct()))


@dataclass(frozen=True)
class Lookup:
    """The question's words as lexemes, and the weight of each word: that of its commonest form."""

    words: Sequence[QueryWord]
    rarity: dict[str, float]
    texts: int  # that there are


def lookup(
    holdings: Holdings,
    words: Sequence[str],
    language: str,
    languages: Sequence[str],
    *,
    exact: frozenset[str],
) -> Lookup:
    """The question's words in each of the ``languages`` that there are texts in.

    A word of the question's own ``language`` that occurs nowhere comes corrected as well, except
    those in ``exact``.
    """
    found = query_words(words, languages)
    counts, texts = holdings.counts(found)
    missing = [
        word
        for word in found
        if word.language == language and word.said not in exact and not _met(word, found, counts)
    ]
    if missing and len(words) <= LONG_QUESTION:
        corrected = similar_words(missing)
        more, _texts = holdings.counts(corrected)  # none of nothing, where no word is like it
        found, counts = found + corrected, counts | more
    return Lookup(found, _rarities(found, counts, texts), texts)


def _met(word: QueryWord, found: Sequence[QueryWord], counts: dict[tuple[str, str], int]) -> bool:
    return any(counts[other.language, other.lexeme] for other in found if other.said == word.said)


def _rarities(found: Sequence[QueryWord], counts: dict[tuple[str, str], int], texts: int) -> dict[str, float]:
    weights: dict[str, float] = {}
    for word in found:
        this = rarity(counts[word.language, word.lexeme], texts)
        weights[word.said] = min(weights.get(word.said, this), this)
    return weights


def rarity(count: int, texts: int) -> float:
    """Of a lexeme that ``count`` of the ``texts`` hold, as BM25 has it."""
    return math.log(1 + (texts - count + 0.5) / (count + 0.5))


@dataclass(frozen=True)
class Meanings:
    """Records by closeness of meaning, best first, a row each. ``cosine`` is the mean of a record's whole
    text and its best passage, ``closeness`` the same less the mean of all texts, ``deviations`` that in
    standard deviations, ``places`` counts from 1."""

    entries: Keys
    passages: Keys
    places: Keys
    cosine: Column
    closeness: Column
    deviations: Column

    def only(self, kept: Flags) -> Meanings:
        return Meanings(*(getattr(self, column.name)[kept] for column in fields(self)))


def by_meaning(near: Nearest) -> Meanings:
    entries, best = np.unique(near.entries, return_index=True)  # best first: the first is the best
    is_whole = near.positions == 0
    wholes, first = np.unique(near.entries[is_whole], return_index=True)
    whole = near.cosines[best]
    whole[np.searchsorted(entries, wholes)] = near.cosines[is_whole][first]
    cosine = (near.cosines[best] + whole) / 2
    order = np.lexsort((entries, -cosine))
    closeness = cosine[order] - near.mean
    return Meanings(
        entries[order],
        near.passages[best][order],
        np.arange(1, len(entries) + 1),
        cosine[order],
        closeness,
        closeness / max(near.deviation, LEAST_DEVIATION),
    )
