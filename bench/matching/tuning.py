"""Weights by coordinate ascent on the dev needs: few steps, round numbers, no change for nothing.

Forty needs can be learnt by heart. So each weight only moves between round numbers, and only where
the mean nDCG@10 gains ``WORTH``; where two weights are as good, the one nearer to the default stays.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields, replace

from corridor.engines.matching import Signal, Weights
from corridor.engines.matching.conditions import broken
from corridor.engines.matching.rarity import catalogue_of
from corridor.engines.matching.scoring import contributions, total
from corridor.engines.matching.shapes import Observed
from corridor.engines.matching.signals import observe

from .measures import SIZE, graded_ndcg
from .runs import Matching

STEPS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5)
WORTH = 0.002
ROUNDS = 3

Seen = Mapping[str, Mapping[str, Mapping[Signal, Observed]]]  # need -> offer -> signals


def tune(matching: Matching) -> Weights:
    seen = _seen(matching)
    weights, best = Weights(), _quality(seen, matching, Weights())
    sys.stdout.write(f"{best:.4f} with the defaults\n")
    for _round in range(ROUNDS):
        before = weights
        for signal in Signal:
            weights, best = _better(signal, weights, best, seen, matching)
        if weights == before:
            break
    for field in fields(Weights):
        sys.stdout.write(f"{field.name}: {getattr(weights, field.name):.2f}\n")
    return weights


def _better(
    signal: Signal, weights: Weights, best: float, seen: Seen, matching: Matching
) -> tuple[Weights, float]:
    """The neighbours of the weight in ``STEPS``: small moves, since others follow."""
    now = weights.of(signal)
    near = sorted(STEPS, key=lambda step: abs(step - now))[:5]
    tried = [replace(weights, **{signal.value: step}) for step in near if step != now]
    qualities = [(_quality(seen, matching, one), -abs(one.of(signal) - now), one) for one in tried]
    quality, _near, found = max(qualities, key=lambda item: item[:2])
    if quality < best + WORTH:
        return weights, best
    sys.stdout.write(f"{quality:.4f} with {signal} {now} -> {found.of(signal)}\n")
    return found, quality


def _seen(matching: Matching) -> Seen:
    """Signals do not depend on weights, so they are observed once."""
    catalogue = catalogue_of(matching.offers, matching.vocabulary)
    return {
        key: {
            offer.id: observe(need, offer, catalogue) for offer in matching.offers if not broken(need, offer)
        }
        for key, need in matching.needs.items()
    }


def _quality(seen: Seen, matching: Matching, weights: Weights) -> float:
    found = []
    for key, offers in seen.items():
        scores = {offer: total(contributions(signals, weights)) for offer, signals in offers.items()}
        first = sorted(scores, key=lambda offer: (-scores[offer], offer))[:SIZE]
        found.append(graded_ndcg(first, matching.given.grades[key]))
    return sum(found) / len(found)
