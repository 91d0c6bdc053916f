"""The ranking itself: exclude, score, order, and explain the first ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .conditions import broken
from .fairness import fairly
from .improving import admissions, improvements
from .rarity import Catalogue, catalogue_of
from .scoring import contributions, score
from .shapes import (
    Broken,
    Excluded,
    Match,
    Need,
    Offer,
    Ranking,
    Reason,
    Signal,
    Vocabulary,
    Weights,
)
from .signals import observe

DRAWBACK = 0.5  # a signal that was asked for and is below this
NO_DRAWBACK = frozenset({Signal.MEANING, Signal.WORDS})  # how near is near enough, nobody could check


@dataclass(frozen=True)
class _Scored:
    """Without its signals: few of many are shown, and those are observed again."""

    offer: Offer
    score: float
    broken: tuple[Broken, ...]


def rank(
    need: Need,
    offers: Iterable[Offer],
    weights: Weights | None = None,
    *,
    limit: int | None = 20,
    improved: int | None = None,
    vocabulary: Vocabulary | None = None,
) -> Ranking:
    """The best ``limit`` offers for the need (``None``: all), and every offer that is excluded.

    Improvements are worked out for as many of each, or for the first ``improved``: they take most of the
    time.
    """
    weights = weights or Weights()
    catalogue, scored = _scored(need, offers, weights, vocabulary)
    worth = len(scored) if limit is None else limit
    worth = worth if improved is None else min(worth, improved)
    order = _in_order(scored, weights)
    matches = [
        _match(one, place, need, weights, catalogue, improve=at < worth)
        for at, (one, place) in enumerate(order[:limit])
    ]
    return Ranking(tuple(matches), _excluded(need, scored, worth), len(order))


def order(
    need: Need,
    offers: Iterable[Offer],
    weights: Weights | None = None,
    *,
    vocabulary: Vocabulary | None = None,
) -> tuple[str, ...]:
    """The ids of the offers that are not excluded, as ``rank`` orders them, without reasons."""
    weights = weights or Weights()
    _catalogue, scored = _scored(need, offers, weights, vocabulary)
    return tuple(one.offer.id for one, _place in _in_order(scored, weights))


def _scored(
    need: Need, offers: Iterable[Offer], weights: Weights, vocabulary: Vocabulary | None
) -> tuple[Catalogue, list[_Scored]]:
    listed = list(offers)
    if len({offer.id for offer in listed}) < len(listed):
        raise ValueError("ids must be unique")
    catalogue = catalogue_of(listed, vocabulary or Vocabulary())
    return catalogue, [
        _Scored(offer, score(need, offer, weights, catalogue), broken(need, offer)) for offer in listed
    ]


def _in_order(scored: Iterable[_Scored], weights: Weights) -> list[tuple[_Scored, int]]:
    """Those that are not excluded, each with its place by score alone."""
    return fairly(
        (one for one in scored if not one.broken),
        score=lambda one: one.score,
        received=lambda one: one.offer.received,
        key=lambda one: one.offer.id,
        equal=weights.equal,
    )


def _match(
    one: _Scored, place: int, need: Need, weights: Weights, catalogue: Catalogue, *, improve: bool
) -> Match:
    seen = observe(need, one.offer, catalogue)
    parts = contributions(seen, weights)
    reasons = [
        Reason(signal, observed.value, parts[signal], observed.facts)
        for signal, observed in seen.items()
        if weights.of(signal)
    ]
    return Match(
        offer=one.offer,
        score=one.score,
        by_score=place,
        contributions=parts,
        reasons=_heaviest((reason.contribution, reason) for reason in reasons),
        drawbacks=_heaviest(
            (weights.of(reason.signal) * (1 - reason.value), reason)
            for reason in reasons
            if reason.value < DRAWBACK and reason.signal not in NO_DRAWBACK
        ),
        improvements=improvements(need, one.offer, weights, catalogue) if improve else (),
    )


def _heaviest(reasons: Iterable[tuple[float, Reason]]) -> tuple[Reason, ...]:
    """Those that weigh anything, the heaviest first."""
    heavy = [pair for pair in reasons if pair[0] > 0]
    return tuple(reason for _weight, reason in sorted(heavy, key=lambda pair: (-pair[0], pair[1].signal)))


def _excluded(need: Need, scored: Iterable[_Scored], worth: int) -> tuple[Excluded, ...]:
    out = sorted((one for one in scored if one.broken), key=lambda one: (-one.score, one.offer.id))
    return tuple(
        Excluded(
            one.offer, one.score, one.broken, admissions(need, one.offer, one.broken) if at < worth else ()
        )
        for at, one in enumerate(out)
    )
