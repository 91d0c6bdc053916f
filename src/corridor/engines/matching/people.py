"""Whom somebody should meet at an event, why, and what speaks against it.

Problem. People at an event have few hours for 1:1 meetings. Each says what they offer and look for. Whom
should one of them ask, so that both gain, nobody is flooded with requests and nobody is forgotten?

Method. In both directions the best answer of one's offers to the other's needs, scored as services are
(``scoring``) with rarity counted over the offers of everybody. To these two come a language in common, a
border between them and that they are new to each other; they count as far as the two have to do with
each other at all, half where nothing is known of that. Last, fair share as in ``fairness``: of those that
are at most ``EQUAL`` behind the best that is left, whoever has the fewest requests waiting comes first.

Guarantees, each with a test. The contributions add up to the score, which lies between 0 and 1. It is the
same from both sides. Nobody stands above another who is better by more than ``EQUAL``; of two who score
the same, whoever has fewer requests comes first. The order is total and does not depend on that of the
input. Whoever comes together with the reader, cannot be asked, or is never there at the same time is left
out. O(n log n) in the people where each brings a few things.

Literature. Pizzato et al. 2010 (RECON: suggestions that suit both sides); Biega, Gummadi and Weikum 2018
(attention shared among equals); Granovetter 1973 (new contacts).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from .fairness import fairly
from .rarity import Catalogue, catalogue_of
from .scoring import ENOUGH, contributions, total
from .shapes import Need, Offer, Reason, Vocabulary, Weights
from .signals import UNKNOWN, observe

EQUAL = 0.1
BUSY = 3  # waiting requests from which they are a drawback
LEAST = 0.02  # of a fit; less is none
TOPICS = Weights(
    category=0, language=0, place=0, delivery=0, dates=0, price=0, maturity=0, freshness=0, record=0
)


class Aspect(StrEnum):
    OFFERS = "offers"  # the other offers what the reader looks for
    LOOKS_FOR = "looks for"  # the other looks for what the reader offers
    LANGUAGE = "language"
    BORDER = "border"
    CONTACT = "contact"
    REQUESTS = "requests"  # only ever a drawback


SHARES: Mapping[Aspect, float] = MappingProxyType(
    {
        Aspect.OFFERS: 0.3,
        Aspect.LOOKS_FOR: 0.3,
        Aspect.BORDER: 0.2,
        Aspect.CONTACT: 0.1,
        Aspect.LANGUAGE: 0.1,
    }
)
_DIRECTIONS = (Aspect.OFFERS, Aspect.LOOKS_FOR)


@dataclass(frozen=True)
class Participant:
    """``needs`` by their ids; ids of offers are unique among all. ``hub`` for whom they come, ``team`` with
    whom; ``slots`` in which they are there, ``None`` where that is not known yet. ``known`` are the ids of
    those whom they asked or met before. ``requests`` wait for their answer; who is ``full`` cannot be
    asked."""

    id: str
    country: str = ""
    hub: str = ""
    team: str = ""
    languages: tuple[str, ...] = ()
    needs: Mapping[str, Need] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    slots: frozenset[int] | None = None
    known: frozenset[str] = frozenset()
    requests: int = 0
    full: bool = False


@dataclass(frozen=True)
class Fit:
    """The best answer of an offer to a need, by their ids; ``reasons`` the strongest first."""

    need: str
    offer: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Point:
    """One thing that speaks for or against a meeting; ``codes`` are languages, countries or a number."""

    aspect: Aspect
    value: float
    contribution: float = 0.0
    fit: Fit | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """``by_score`` is the place, from 1, that the score alone would give. ``reasons`` and ``drawbacks`` have
    the heaviest first."""

    id: str
    score: float
    by_score: int
    reasons: tuple[Point, ...]
    drawbacks: tuple[Point, ...]


def suggest(
    reader: Participant,
    others: Iterable[Participant],
    *,
    weights: Weights = TOPICS,
    vocabulary: Vocabulary | None = None,
    limit: int | None = 10,
) -> tuple[Suggestion, ...]:
    """The best ``limit`` of the others (``None``: all who can be asked)."""
    everybody = list(others)
    offers = [offer for one in (reader, *everybody) for offer in one.offers]
    catalogue = catalogue_of(offers, vocabulary or Vocabulary())
    scored = [
        (one, tuple(_points(reader, one, weights, catalogue))) for one in everybody if _may_meet(reader, one)
    ]
    order = fairly(
        scored,
        score=lambda pair: _score(pair[1]),
        received=lambda pair: pair[0].requests,
        key=lambda pair: (pair[0].requests, pair[0].id),
        equal=EQUAL,
    )
    return tuple(_suggestion(one, points, place) for (one, points), place in order[:limit])


def _may_meet(reader: Participant, other: Participant) -> bool:
    together = reader.id == other.id or bool(reader.team and reader.team == other.team)
    apart = reader.slots is not None and other.slots is not None and not reader.slots & other.slots
    return not (together or other.full or apart)


def _points(
    reader: Participant, other: Participant, weights: Weights, catalogue: Catalogue
) -> Iterator[Point]:
    fits = {
        Aspect.OFFERS: best_fit(reader.needs, other.offers, weights, catalogue),
        Aspect.LOOKS_FOR: best_fit(other.needs, reader.offers, weights, catalogue),
    }
    for aspect, fit in fits.items():
        value = fit.score if fit else 0.0
        yield Point(aspect, value, SHARES[aspect] * value, fit)
    met = _met(reader, other, [fit.score for fit in fits.values() if fit])
    for aspect, (value, codes) in _of_people(reader, other).items():
        yield Point(aspect, value, SHARES[aspect] * value * met, codes=codes)


def _met(reader: Participant, other: Participant, scores: list[float]) -> float:
    """How far the two have to do with each other."""
    is_asked = (reader.needs and other.offers) or (other.needs and reader.offers)
    return min(1.0, max(scores, default=0.0) / ENOUGH) if is_asked else UNKNOWN


def best_fit(
    needs: Mapping[str, Need], offers: Iterable[Offer], weights: Weights, catalogue: Catalogue
) -> Fit | None:
    listed = list(offers)
    found = (
        _fit(key, need, offer, weights, catalogue) for key, need in sorted(needs.items()) for offer in listed
    )
    good = [one for one in found if one.score >= LEAST]
    return min(good, key=lambda one: (-one.score, one.need, one.offer), default=None)


def _fit(key: str, need: Need, offer: Offer, weights: Weights, catalogue: Catalogue) -> Fit:
    seen = observe(need, offer, catalogue)
    parts = contributions(seen, weights)
    reasons = [
        Reason(signal, observed.value, parts[signal], observed.facts)
        for signal, observed in seen.items()
        if parts[signal] > 0
    ]
    ordered = tuple(sorted(reasons, key=lambda reason: (-reason.contribution, reason.signal)))
    return Fit(key, offer.id, total(parts), ordered)


def _of_people(reader: Participant, other: Participant) -> dict[Aspect, tuple[float, tuple[str, ...]]]:
    common = tuple(code for code in reader.languages if code in other.languages)
    speaks = float(bool(common)) if reader.languages and other.languages else UNKNOWN
    countries = (reader.country, other.country)
    abroad = float(countries[0] != countries[1]) if all(countries) else UNKNOWN
    is_new = other.id not in reader.known and reader.id not in other.known
    of_one = bool(reader.hub and reader.hub == other.hub)
    return {
        Aspect.LANGUAGE: (speaks, common),
        Aspect.BORDER: (abroad, countries if all(countries) else ()),
        Aspect.CONTACT: (float(is_new and not of_one), ("hub",) if of_one else ()),
    }


def _score(points: Iterable[Point]) -> float:
    return math.fsum(point.contribution for point in points)


def _suggestion(other: Participant, points: tuple[Point, ...], place: int) -> Suggestion:
    reasons = [point for point in points if (point.contribution > 0 and point.value > UNKNOWN) or point.fit]
    drawbacks = [point for point in points if point.value == 0 and point.aspect not in _DIRECTIONS]
    if all(point.fit is None for point in points):
        drawbacks += [point for point in points if point.aspect is Aspect.OFFERS]
    if other.requests >= BUSY:
        drawbacks.append(Point(Aspect.REQUESTS, 0.0, codes=(str(other.requests),)))
    return Suggestion(
        other.id,
        _score(points),
        place,
        tuple(sorted(reasons, key=lambda point: (-point.contribution, point.aspect))),
        tuple(sorted(drawbacks, key=lambda point: (-SHARES.get(point.aspect, 0.0), point.aspect))),
    )
