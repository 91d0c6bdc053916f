"""Ranks records by several kinds of evidence, each of which a person can check.

Problem. For a question, each record has evidence of different kinds: closeness of meaning (a cosine
of aligned vectors), how much of the question its words cover (BM25 over the sum of the question's
word weights), codes found letter by letter, concepts in common, and place. Order the records so
that the most useful come first, whatever languages are involved.

Method. A sum of contributions with fixed weights on absolute scales. Words in the question's own
language count by the square of their coverage: a record that holds nearly all of the question's
words is strong evidence, one that shares a single common word is nearly none. That is what makes
it safe across languages, where fusing ranks with equal weight loses 14 points of recall@1. Words
that happen to agree between languages (names, loan words) count linearly and little.

Guarantees. Deterministic; adding evidence to a record never lowers it (monotone); the score is
exactly the sum of the contributions that are returned with it; ties are broken by key.

Literature. Robertson and Zaragoza 2009 (BM25); Bruch, Gai and Ingber 2023 (convex combination
against reciprocal rank fusion); measured choices are in docs/decisions and ``bench.retrieval``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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
    """What speaks for the record ``key``.

    ``meaning``: cosine, -1 to 1. ``words``: BM25 over the sum of the question's word weights, about
    1 for a text that holds each word once. ``every_word``: whether no word is missing (of at least
    two). ``foreign_words``: as ``words``, from texts in other languages. ``codes``: share of the
    question's codes found. ``concepts``: share of the question's concepts that the record is about,
    by strength. ``place``: 1 where the record is in the place that was named.
    """

    key: int
    meaning: float = 0.0
    words: float = 0.0
    every_word: float = 0.0
    foreign_words: float = 0.0
    codes: float = 0.0
    concepts: float = 0.0
    place: float = 0.0


@dataclass(frozen=True)
class Ranked:
    """A record with its score."""

    evidence: Evidence
    score: float
    weights: Weights

    @property
    def contributions(self) -> dict[str, float]:
        """What each kind of evidence added; the score is their sum."""
        return contributions(self.evidence, self.weights)


SOMETHING = 0.15  # score without place from which a place counts whole
MOST_COVERAGE = 1.3  # repeating the words more often than that adds nothing


def contributions(evidence: Evidence, weights: Weights) -> dict[str, float]:
    covered = min(max(evidence.words, 0.0), MOST_COVERAGE)
    parts = {
        "meaning": weights.meaning * max(evidence.meaning, 0.0),
        "words": weights.words * covered**2,
        "every_word": weights.every_word * evidence.every_word,
        "foreign_words": weights.foreign_words * min(evidence.foreign_words, 1.0),
        "codes": weights.codes * evidence.codes,
        "concepts": weights.concepts * min(evidence.concepts, 1.0),
    }
    # Being in the right place helps a record that has something to say, and no other.
    parts["place"] = weights.place * evidence.place * min(1.0, sum(parts.values()) / SOMETHING)
    return parts


def score(one: Evidence, weights: Weights) -> float:
    """The sum of the contributions, without making them: hundreds of records are scored per question."""
    covered = min(max(one.words, 0.0), MOST_COVERAGE)
    without_place = (
        weights.meaning * max(one.meaning, 0.0)
        + weights.words * covered * covered
        + weights.every_word * one.every_word
        + weights.foreign_words * min(one.foreign_words, 1.0)
        + weights.codes * one.codes
        + weights.concepts * min(one.concepts, 1.0)
    )
    return without_place + weights.place * one.place * min(1.0, without_place / SOMETHING)


def rank(evidence: Iterable[Evidence], weights: Weights | None = None) -> list[Ranked]:
    """All records, best first."""
    chosen = weights or Weights()
    ranked = [Ranked(one, score(one, chosen), chosen) for one in evidence]
    return sorted(ranked, key=lambda item: (-item.score, item.evidence.key))
