"""What would make an offer a better answer: each change is tried, and told with what it did."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .aid import price_for
from .conditions import broken, starts_in
from .places import where
from .rarity import Catalogue
from .scoring import score
from .shapes import Broken, Change, Delivery, Improvement, Need, Offer, Rule, Weights

MOST = 3
LEAST = 0.005  # of the score; less is not worth saying


def improvements(need: Need, offer: Offer, weights: Weights, catalogue: Catalogue) -> tuple[Improvement, ...]:
    """For an offer that is not excluded: the changes that raise its score most."""
    now = score(need, offer, weights, catalogue)
    gains = []
    for change in _changes(need, offer):
        gain = score(*applied(change, need, offer), weights, catalogue) - now
        if gain >= LEAST:
            gains.append(replace(change, gain=gain))
    return tuple(sorted(gains, key=lambda one: (-one.gain, one.change))[:MOST])


def admissions(need: Need, offer: Offer, why: tuple[Broken, ...]) -> tuple[Improvement, ...]:
    """A change for each broken rule; none at all where one cannot be lifted or there are too many."""
    found = []
    changed_need, changed = need, offer
    for one in why:
        if one.rule not in _rules(changed_need, changed):
            continue  # an earlier change lifted this as well
        lifting = _lifting(one, changed_need, changed)
        if lifting is None:
            return ()
        found.append(lifting)
        changed_need, changed = applied(lifting, changed_need, changed)
    return tuple(found) if len(found) <= MOST else ()


def _lifting(one: Broken, need: Need, offer: Offer) -> Improvement | None:
    """The first change after which this rule is kept. No change breaks another."""
    for change in _changes(need, offer):
        if one.rule not in _rules(*applied(change, need, offer)):
            return replace(change, lifts=one.rule)
    return None


def _rules(need: Need, offer: Offer) -> set[Rule]:
    return {one.rule for one in broken(need, offer)}


def applied(improvement: Improvement, need: Need, offer: Offer) -> tuple[Need, Offer]:
    """Need and offer as they would be."""
    if improvement.change is Change.BUDGET:
        return replace(need, budget=(need.budget or 0.0) + improvement.euros), offer
    if improvement.change is Change.LATER:
        return replace(need, start_within=(need.start_within or 0) + improvement.days), offer
    return need, replace(offer, **_different(improvement, offer))


def _different(one: Improvement, offer: Offer) -> dict[str, Any]:
    """The fields of the offer that the change touches."""
    fields: dict[Change, dict[str, Any]] = {
        Change.REMOTE: {"delivery": Delivery.BOTH},
        Change.ON_SITE: {"delivery": Delivery.BOTH},
        Change.LANGUAGE: {"languages": offer.languages | {one.code}},
        Change.PLACE: {"places": offer.places | {one.code}},
        Change.CONCEPT: {"concepts": {**offer.concepts, one.code: 1.0}},
        Change.CONFIRMED: {"confirmed_days_ago": 0},
        Change.PRICE: {"price": one.euros, "list_price": one.euros},
        Change.START: {"free_in_days": one.days, "lead_days": min(offer.lead_days or 0, one.days)},
    }
    return fields[one.change]


def _changes(need: Need, offer: Offer) -> Iterator[Improvement]:
    """All that could be asked of the hub or of the person, whether it helps or not."""
    if need.delivery is not Delivery.ON_SITE and offer.delivery is Delivery.ON_SITE:
        yield Improvement(Change.REMOTE)
    if need.delivery is not Delivery.REMOTE and offer.delivery is Delivery.REMOTE:
        yield Improvement(Change.ON_SITE)
    if need.languages and not offer.languages & set(need.languages):
        yield Improvement(Change.LANGUAGE, code=need.languages[0])
    if offer.places and (place := where(need.country, need.region)):
        yield Improvement(Change.PLACE, code=place)
    yield from _of_money(need, offer)
    yield from _of_time(need, offer)
    for concept in sorted(need.concepts):
        if offer.concepts.get(concept, 0.0) < 1:
            yield Improvement(Change.CONCEPT, code=concept)
    yield Improvement(Change.CONFIRMED)


def _of_money(need: Need, offer: Offer) -> Iterator[Improvement]:
    if need.budget is None:
        return
    price = price_for(need.customer, offer)
    if price.euros is None and not price.barred:
        yield Improvement(Change.PRICE, euros=need.budget)
    elif price.euros is not None and price.euros > need.budget:
        yield Improvement(Change.BUDGET, euros=math.ceil(price.euros - need.budget))


def _of_time(need: Need, offer: Offer) -> Iterator[Improvement]:
    if need.start_within is None:
        return
    days = starts_in(offer)
    if days is None:
        yield Improvement(Change.START, days=need.start_within)
    elif days > need.start_within:
        yield Improvement(Change.LATER, days=days - need.start_within)
