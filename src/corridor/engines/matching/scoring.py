"""From signals to a score that is the sum of what each adds."""

from __future__ import annotations

import math
from collections.abc import Mapping

from .rarity import Catalogue
from .shapes import TOPIC, Need, Observed, Offer, Signal, Weights
from .signals import observe

ENOUGH = 0.2  # of the topic, from which everything else counts whole


def contributions(seen: Mapping[Signal, Observed], weights: Weights) -> dict[Signal, float]:
    """The share of each signal in the weights of all that were asked for, times its value; what is not
    about the topic counts as far as the topic is met."""
    whole = math.fsum(weights.of(signal) for signal in seen)
    if not whole:
        return dict.fromkeys(seen, 0.0)
    met = _met(seen, weights)
    return {
        signal: weights.of(signal) / whole * observed.value * (1.0 if signal in TOPIC else met)
        for signal, observed in seen.items()
    }


def _met(seen: Mapping[Signal, Observed], weights: Weights) -> float:
    """1 also where nothing is known of the topic, or no weight lies on it."""
    asked = [signal for signal in seen if signal in TOPIC]
    whole = math.fsum(weights.of(signal) for signal in asked)
    if not whole:
        return 1.0
    met = math.fsum(weights.of(signal) * seen[signal].value for signal in asked)
    return min(1.0, met / whole / ENOUGH)


def score(need: Need, offer: Offer, weights: Weights, catalogue: Catalogue) -> float:
    return total(contributions(observe(need, offer, catalogue), weights))


def total(parts: Mapping[Signal, float]) -> float:
    return math.fsum(parts.values())
