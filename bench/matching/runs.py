"""The rankings that are compared: the product, without each of its signals, and the baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace

from corridor.engines.matching import Need, Offer, Signal, Weights, rank
from corridor.engines.matching.conditions import broken

from .evidence import Evidence, Scores
from .labelled import Labelled, need_of, offer_of, vocabulary
from .measures import SIZE

Rankings = dict[str, list[str]]


class Matching:
    """The set as the engine takes it."""

    def __init__(self, given: Labelled, evidence: Evidence) -> None:
        self.given, self.evidence = given, evidence
        self.vocabulary = vocabulary()
        self.offers = [offer_of(one, evidence.named[one["id"]]) for one in given.services]
        self.needs = {one["id"]: self._need(one) for one in given.needs}

    def _need(self, one: Mapping[str, object]) -> Need:
        key = str(one["id"])
        evidence = self.evidence
        return need_of(one, evidence.suggested[key], evidence.meaning[key], evidence.words[key])

    def without_aid_rules(self) -> Matching:
        """The judge took ``price`` as what anybody pays. The product lets a large company pay the list
        price where the reduction rests on aid for small ones; this shows what that makes."""
        other = copy(self)
        other.offers = [replace(one, list_price=None, aid="none") for one in self.offers]
        return other

    def product(self, weights: Weights) -> Rankings:
        return {key: self._ranked(need, weights) for key, need in self.needs.items()}

    def _ranked(self, need: Need, weights: Weights) -> list[str]:
        ranking = rank(need, self.offers, weights, limit=SIZE, vocabulary=self.vocabulary)
        return [match.offer.id for match in ranking.matches]

    def by(self, scores: Mapping[str, Scores], *, conditions: bool) -> Rankings:
        """A baseline, with or without what the hard conditions exclude."""
        return {
            key: _best(scores[key], [one for one in self.offers if not (conditions and broken(need, one))])
            for key, need in self.needs.items()
        }

    def all(self, weights: Weights) -> dict[str, Rankings]:
        meaning = self.evidence.meaning
        return {
            "product": self.product(weights),
            "price as graded": self.without_aid_rules().product(weights),
            **{
                f"without {signal}": self.product(replace(weights, **{signal.value: 0.0}))
                for signal in Signal
                if weights.of(signal)
            },
            "aligned vectors": self.by(meaning, conditions=False),
            "aligned vectors, conditions": self.by(meaning, conditions=True),
            "BM25": self.by(self.evidence.bm25, conditions=False),
            "BM25, conditions": self.by(self.evidence.bm25, conditions=True),
            "e5": self.by(self.evidence.e5, conditions=False),
            "e5, conditions": self.by(self.evidence.e5, conditions=True),
        }


def _best(scores: Scores, offers: Sequence[Offer]) -> list[str]:
    ids = [one.id for one in offers if scores.get(one.id, 0.0) > 0]
    return sorted(ids, key=lambda key: (-scores[key], key))[:SIZE]
