"""Conditions that no advantage outweighs. What is not known breaks none of them."""

from __future__ import annotations

from collections.abc import Callable

from .aid import price_for
from .places import may_be_in, where
from .shapes import Broken, Delivery, Facts, How, Need, Offer, Rule

Check = Callable[[Need, Offer], Facts | None]


def broken(need: Need, offer: Offer) -> tuple[Broken, ...]:
    """Every rule that the offer breaks, with the facts by which a person can check it."""
    checks = _ALWAYS | {rule: check for rule, check in _MARKED.items() if rule in need.hard}
    found = ((rule, check(need, offer)) for rule, check in checks.items())
    return tuple(Broken(rule, facts) for rule, facts in found if facts is not None)


def usually_hard(need: Need) -> frozenset[Rule]:
    """What a form marks beforehand: an advisor names nothing in a language that nobody there speaks, too
    late or too dear. Who wants it remote cannot come; who would like a visit may be content without."""
    hard = {Rule.LANGUAGE, Rule.DATE, Rule.BUDGET}
    if need.delivery is Delivery.REMOTE:
        hard.add(Rule.DELIVERY)
    return frozenset(hard)


def is_served(need: Need, offer: Offer) -> bool:
    place = where(need.country, need.region)
    return not place or not offer.places or any(may_be_in(place, area) for area in offer.places)


def starts_in(offer: Offer) -> int | None:
    """Days until it can begin: its lead time, or its next free slot if that is later. Who is full and
    names no free slot may begin whenever."""
    known = [days for days in (offer.lead_days, offer.free_in_days) if days is not None]
    if not known or (offer.capacity == 0 and offer.free_in_days is None):
        return None
    return max(known)


def fits_delivery(need: Need, offer: Offer) -> bool:
    """On site is meant at the need's own place."""
    if need.delivery is None or offer.delivery is None:
        return True
    if need.delivery is Delivery.ON_SITE and not is_served(need, offer):
        return False
    return offer.delivery in {Delivery.BOTH, need.delivery}


def _customer(need: Need, offer: Offer) -> Facts | None:
    wrong = need.customer and offer.customers and need.customer not in offer.customers
    return Facts(codes=tuple(sorted(offer.customers))) if wrong else None


def _aid(need: Need, offer: Offer) -> Facts | None:
    barred = price_for(need.customer, offer).barred
    return Facts(codes=(offer.aid,), euros=offer.price) if barred else None


def _withdrawn(_need: Need, offer: Offer) -> Facts | None:
    return Facts() if offer.withdrawn else None


def _not_there(need: Need, offer: Offer) -> Facts | None:
    return _not_for_there(need, offer) if offer.delivery is Delivery.ON_SITE else None


def _not_for_there(need: Need, offer: Offer) -> Facts | None:
    if is_served(need, offer):
        return None
    return Facts(codes=tuple(sorted(offer.places)), how=How.NOT_SERVED)


def _language(need: Need, offer: Offer) -> Facts | None:
    if not need.languages or not offer.languages or offer.languages & set(need.languages):
        return None
    return Facts(codes=tuple(sorted(offer.languages)))


def _delivery(need: Need, offer: Offer) -> Facts | None:
    return None if fits_delivery(need, offer) else Facts(codes=(str(offer.delivery),))


def _date(need: Need, offer: Offer) -> Facts | None:
    days = starts_in(offer)
    if need.start_within is None or days is None or days <= need.start_within:
        return None
    return Facts(days=days, over=days - need.start_within)


def _budget(need: Need, offer: Offer) -> Facts | None:
    price = price_for(need.customer, offer)
    if need.budget is None or price.euros is None or price.euros <= need.budget:
        return None
    how = How.LIST_PRICE if price.is_list else None
    return Facts(euros=price.euros, over=price.euros - need.budget, how=how)


_ALWAYS: dict[Rule, Check] = {
    Rule.WITHDRAWN: _withdrawn,
    Rule.CUSTOMER: _customer,
    Rule.AID: _aid,
    Rule.PLACE: _not_there,
}
# Where the place is marked, this takes the place of the rule above, which is part of it.
_MARKED: dict[Rule, Check] = {
    Rule.PLACE: _not_for_there,
    Rule.LANGUAGE: _language,
    Rule.DELIVERY: _delivery,
    Rule.DATE: _date,
    Rule.BUDGET: _budget,
}
