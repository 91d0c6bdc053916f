"""How rare a concept or technology is among the offers, and what is near to it.

It is counted over the *other* offers, so that what an offer is tagged with never counts against it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .shapes import Offer, Vocabulary

COMMONEST = 0.2  # what still counts that all others have


@dataclass(frozen=True)
class Catalogue:
    """The offers by id, how many have each concept and technology, and the vocabulary."""

    vocabulary: Vocabulary
    offers: Mapping[str, Offer]
    concepts: Mapping[str, int]
    technologies: Mapping[str, int]

    def of_concept(self, code: str, offer: Offer) -> float:
        own = code in self.offers[offer.id].concepts
        return _rarity(self.concepts.get(code, 0) - own, len(self.offers) - 1)

    def of_technology(self, code: str, offer: Offer) -> float:
        own = code in self.offers[offer.id].technologies
        return _rarity(self.technologies.get(code, 0) - own, len(self.offers) - 1)


def catalogue_of(offers: Iterable[Offer], vocabulary: Vocabulary) -> Catalogue:
    by_id = {offer.id: offer for offer in offers}
    return Catalogue(
        vocabulary,
        by_id,
        Counter(code for offer in by_id.values() for code in offer.concepts),
        Counter(code for offer in by_id.values() for code in offer.technologies),
    )


@lru_cache(maxsize=4096)
def _rarity(others: int, of: int) -> float:
    """From 1 for what no other offer has down to ``COMMONEST``."""
    if of < 1:
        return 1.0
    return max(COMMONEST, math.log((1 + of) / (1 + others)) / math.log(1 + of))


@dataclass(frozen=True)
class Words:
    """In how many of ``of`` texts each word stands."""

    counts: Mapping[str, int]
    of: int

    def shares(self, asked: frozenset[str], held: Mapping[str, frozenset[str]]) -> dict[str, float]:
        """Of each that holds any of the words asked for, the share of them that it holds, by rarity."""
        weights = {word: math.log((1 + self.of) / (1 + self.counts.get(word, 0))) for word in asked}
        whole = math.fsum(weights.values())
        if whole <= 0:
            return {}
        return {
            key: math.fsum(weights[word] for word in common) / whole
            for key, words in held.items()
            if (common := asked & words)
        }


def words_among(texts: Iterable[frozenset[str]]) -> Words:
    listed = list(texts)
    return Words(Counter(word for words in listed for word in words), len(listed))
