"""Hubs by their best services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .fairness import fairly
from .shapes import Match, Weights

SHARES = (4 / 7, 2 / 7, 1 / 7)  # of a hub's best services in its score


@dataclass(frozen=True)
class HubMatch:
    """A hub with its best services for the need. A further service never lowers ``score``."""

    hub: str
    score: float
    by_score: int
    best: tuple[Match, ...]


def hubs(matches: Iterable[Match], weights: Weights | None = None) -> tuple[HubMatch, ...]:
    """The hubs of these matches (of a ranking without limit: all), best first, fair among equals."""
    by_hub: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_hub[match.offer.hub].append(match)
    best = [
        tuple(sorted(listed, key=lambda match: (-match.score, match.offer.id))[: len(SHARES)])
        for listed in by_hub.values()
    ]
    order = fairly(
        best,
        score=_score,
        received=lambda items: items[0].offer.received,
        key=lambda items: items[0].offer.hub,
        equal=(weights or Weights()).equal,
    )
    return tuple(HubMatch(items[0].offer.hub, _score(items), place, items) for items, place in order)


def _score(items: tuple[Match, ...]) -> float:
    return sum(share * match.score for share, match in zip(SHARES, items, strict=False))
