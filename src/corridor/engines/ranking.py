"""Ranks records by several kinds of evidence, each of which a person can check.

Problem. For a question, each record has evidence of different kinds: closeness of meaning (a cosine
of aligned vectors), how much of the question its words cover (BM25 over the sum of the question's
word weights), codes found letter by letter, concepts in common, and place. Order the records so
that the most useful come first, whatever languages are involved.

Method. A sum of contributions with fixed weights on absolute scales. Words in the question's own
language count by the square of their coverage: a record that holds nearly all of the question's
words is strong evidence, one that shares a single common word is nearly none. That is what makes
it safe across languages, where fusing ranks with equal weight loses 14 points of recall@1. Words
that happen to agree between languages (names, loan words) count linearly and little. A record's
standing, above 0 and at most 1, is the share of all this that counts: what is out of date sinks
below what is as good, and still comes before what is much worse.

Guarantees. Deterministic; adding evidence to a record never lowers it (monotone); the score is
exactly the sum of the contributions that are returned with it; a standing of 1 changes nothing, a
lower one never raises a record; records whose scores differ by less than the arithmetic can tell
are ordered by key.

Literature. Robertson and Zaragoza 2009 (BM25); Bruch, Gai and Ingber 2023 (convex combination
against reciprocal rank fusion); measured choices are in docs/decisions and ``bench.retrieval``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
Column = npt.NDArray[np.float64]

SOMETHING = 0.15  # score without place from which a place counts whole
MOST_COVERAGE = 1.3  # repeating the words more often than that adds nothing
DIGITS = 6  # of a score that order records; what follows is noise of 32-bit vectors


@dataclass(frozen=True)
class Weights:
    meaning: float = 1.0
    words: float = 0.3
    every_word: float = 0.15
    foreign_words: float = 0.05
    codes: float = 0.2
    concepts: float = 0.25
    place: float = 0.3


@dataclass(frozen=True)
class Evidence:
    """What speaks for the records ``keys``, a row each.

    ``meaning``: cosine, -1 to 1. ``words``: BM25 over the sum of the question's word weights, about
    1 for a text that holds each word once. ``every_word``: whether no word is missing (of at least
    two). ``foreign_words``: as ``words``, from texts in other languages. ``codes``: share of the
    question's codes found. ``concepts``: share of the question's concepts that the record is about,
    by strength. ``place``: 1 where the record is in the place that was named.
    """

    keys: Keys
    meaning: Column
    words: Column
    every_word: Column
    foreign_words: Column
    codes: Column
    concepts: Column
    place: Column


@dataclass(frozen=True)
class Ranked:
    """A record with its score and what each kind of evidence added to it; the score is their sum."""

    key: int
    score: float
    contributions: dict[str, float]


@dataclass(frozen=True)
class Ranking:
    """Records, best first."""

    keys: Keys
    scores: Column
    contributions: dict[str, Column]

    def first(self, count: int) -> Ranking:
        parts = {kind: part[:count] for kind, part in self.contributions.items()}
        return Ranking(self.keys[:count], self.scores[:count], parts)

    def ranked(self, key: int) -> Ranked:
        place = self._places[key]
        parts = {kind: float(part[place]) for kind, part in self.contributions.items()}
        return Ranked(key, float(self.scores[place]), parts)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {key: place for place, key in enumerate(self.keys.tolist())}


def contributions(evidence: Evidence, weights: Weights) -> dict[str, Column]:
    """What each kind of evidence adds to each record."""
    parts = {
        "meaning": weights.meaning * np.maximum(evidence.meaning, 0),
        "words": weights.words * np.clip(evidence.words, 0, MOST_COVERAGE) ** 2,
        "every_word": weights.every_word * evidence.every_word,
        "foreign_words": weights.foreign_words * np.minimum(evidence.foreign_words, 1),
        "codes": weights.codes * evidence.codes,
        "concepts": weights.concepts * np.minimum(evidence.concepts, 1),
    }
    # Being in the right place helps a record that has something to say, and no other.
    said = np.minimum(sum(parts.values()) / SOMETHING, 1)
    parts["place"] = weights.place * evidence.place * said
    return parts


def rank(evidence: Evidence, weights: Weights | None = None, standing: Column | None = None) -> Ranking:
    """All records, best first; without ``standing`` all stand equally."""
    parts = contributions(evidence, weights or Weights())
    if standing is not None:
        parts = {kind: part * standing for kind, part in parts.items()}
    scores: Column = np.sum([parts[kind.name] for kind in fields(Weights)], axis=0)
    order = np.lexsort((evidence.keys, -np.round(scores, DIGITS)))
    return Ranking(evidence.keys[order], scores[order], {kind: part[order] for kind, part in parts.items()})
