"""The signals: how well an offer answers each thing that was asked for, from 0 to 1.

A signal is observed where the need asks for it; freshness and track record always are. What is not
known about an offer counts ``UNKNOWN``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .aid import price_for
from .conditions import fits_delivery, is_served, starts_in
from .places import distance, where
from .rarity import Catalogue
from .shapes import Delivery, Facts, How, Near, Need, Observed, Offer, Signal

UNKNOWN = 0.5
SAME = 0.4  # closeness, less the mean of all texts, of two that are about the very same thing
ALL_SECTORS = 0.7  # an offer for every sector, where one was named
REACHED = {  # going to an offer that is on site only and open to all of Europe
    How.SAME_REGION: 1.0,
    How.SAME_COUNTRY: 0.9,
    How.NEIGHBOUR: 0.8,
    How.ELSEWHERE: 0.6,
    How.UNKNOWN: UNKNOWN,
}
NOT_SERVED = 0.3  # remote, but its hub does not name the place among those it works for
TOO_DEAR = 0.5  # share above the budget at which a price counts nothing
LATE = 30  # days; so much later than asked, or half as late again, counts nothing
FRESH = 90  # days for which what was confirmed is taken as it is
STALE = 365  # days after which it counts nothing
PRIOR, PRIOR_DELIVERIES = 3.0, 5  # what is expected of somebody new, and how many deliveries outweigh it
UNRATED = 4.0  # a delivery of which nobody complained
LEVEL = 1 / 3  # what each level of readiness between the need and the offer costs

Watch = Callable[[Need, Offer, Catalogue], Observed | None]


def observe(need: Need, offer: Offer, catalogue: Catalogue) -> dict[Signal, Observed]:
    """By signal, those that the need does not ask for left out."""
    seen = ((signal, watch(need, offer, catalogue)) for signal, watch in WATCHES.items())
    return {signal: observed for signal, observed in seen if observed is not None}


def _meaning(need: Need, offer: Offer, _catalogue: Catalogue) -> Observed | None:
    return Observed(_unit(need.meaning.get(offer.id, 0.0) / SAME)) if need.meaning else None


def _words(need: Need, offer: Offer, _catalogue: Catalogue) -> Observed | None:
    return Observed(_unit(need.words.get(offer.id, 0.0))) if need.words else None


def _concepts(need: Need, offer: Offer, catalogue: Catalogue) -> Observed | None:
    def rarity(code: str) -> float:
        return catalogue.of_concept(code, offer)

    return _covered(need.concepts, offer.concepts, catalogue.vocabulary.concepts, rarity)


def _technologies(need: Need, offer: Offer, catalogue: Catalogue) -> Observed | None:
    def rarity(code: str) -> float:
        return catalogue.of_technology(code, offer)

    asked, offered = dict.fromkeys(need.technologies, 1.0), dict.fromkeys(offer.technologies, 1.0)
    return _covered(asked, offered, catalogue.vocabulary.technologies, rarity)


def _covered(
    asked: Mapping[str, float], offered: Mapping[str, float], near: Near, rarity: Callable[[str], float]
) -> Observed | None:
    """The share of what was asked for that is offered, or something near it, by rarity and strength. It
    counts as much as the strongest: where all was only guessed, the whole is a guess."""
    weights = {code: _unit(strength) * rarity(code) for code, strength in sorted(asked.items())}
    whole = sum(weights.values())
    if not whole:
        return None
    best = {code: _answer(code, offered, near.get(code, {})) for code in weights}
    share = sum(weight * best[code][0] for code, weight in weights.items()) / whole
    found = [(code, by) for code, (part, by) in best.items() if part]
    same = tuple(code for code, by in found if code == by)
    other = tuple(pair for pair in found if pair[0] != pair[1])
    return Observed(_unit(share * _unit(max(asked.values()))), Facts(codes=same, pairs=other))


def _answer(code: str, offered: Mapping[str, float], near: Mapping[str, float]) -> tuple[float, str]:
    """How much of ``code`` the offer answers, and with what."""
    if offered.get(code, 0.0) >= 1:
        return 1.0, code
    shares = {code: 1.0} | {by: share for by, share in near.items() if by != code}
    answers = (
        (_unit(shares[by] * strength), by == code, by) for by, strength in offered.items() if by in shares
    )
    share, _same, by = max(answers, default=(0.0, True, code))
    return share, by


def _sectors(need: Need, offer: Offer, catalogue: Catalogue) -> Observed | None:
    """One sector in common is enough: a need that names three is about one of them."""
    if not need.sectors:
        return None
    if not offer.sectors:
        return Observed(ALL_SECTORS, Facts(how=How.FOR_ALL))
    near, offered = catalogue.vocabulary.sectors, dict.fromkeys(offer.sectors, 1.0)
    answers = ((*_answer(code, offered, near.get(code, {})), code) for code in sorted(need.sectors))
    share, by, code = max(answers)
    if not share:
        return Observed(0.0)
    return Observed(share, Facts(codes=(code,)) if code == by else Facts(pairs=((code, by),)))


def _category(need: Need, offer: Offer, _catalogue: Catalogue) -> Observed | None:
    if not need.category:
        return None
    if not offer.category:
        return Observed(UNKNOWN, Facts(how=How.UNKNOWN))
    return Observed(float(need.category == offer.category), Facts(codes=(offer.category,)))


def _language(need: Need, offer: Offer, _catalogue: Catalogue) -> Observed | None:
    if not need.languages:
        return None
    if not offer.languages:
        return Observed(UNKNOWN, Facts(how=How.UNKNOWN))
    common = tuple(code for code in need.languages if code in offer.languages)
    return Observed(float(bool(common)), Facts(codes=common or tuple(sorted(offer.languages))))


def _place(need: Need, offer: Offer, _catalogue: Catalogue) -> Observed | None:
    """Whether it can be had at the place. Where its hub sits matters only to who must go there."""
    here = where(need.country, need.region)
    if not here:
        return None
    how = distance(here, where(offer.country, offer.region))
    if not is_served(need, offer):
        return Observed(NOT_SERVED, Facts(codes=tuple(sorted(offer.places)), how=How.NOT_SERVED))
    if offer.delivery in {Delivery.REMOTE, Delivery.BOTH}:
        return Observed(1.0, Facts(how=How.REMOTE if how is How.ELSEWHERE else how))
    if offer.places:
        return Observed(1.0, Facts(how=How.GIVEN_THERE))
    return Observed(REACHED[how], Facts(how=how))


def _delivery(need: Need, offer: Offer, _catalogue: Catalogue) -> Observed | None:
    if need.delivery is None:
        return None
    if offer.delivery is None:
        return Observed(UNKNOWN, Facts(how=How.UNKNOWN))
    return Observed(float(fits_delivery(need, offer)), Facts(codes=(offer.delivery.value,)))


def _dates(need: Need, offer: Offer, _catalogue: Catalogue) -> Observed | None:
    if need.start_within is None:
        return None
    days = starts_in(offer)
    if days is None:
        return Observed(UNKNOWN, Facts(how=How.FULL if offer.capacity == 0 else How.UNKNOWN))
    late = max(0, days - need.start_within)
    return Observed(_unit(1 - late / max(LATE, need.start_within / 2)), Facts(days=days, over=late))


def _price(need: Need, offer: Offer, _catalogue: Catalogue) -> Observed | None:
    if need.budget is None:
        return None
    price = price_for(need.customer, offer)
    if price.euros is None:
        return Observed(UNKNOWN, Facts(how=How.UNKNOWN))
    over = max(0.0, price.euros - need.budget)
    value = _unit(1 - over / (TOO_DEAR * need.budget)) if over and need.budget else float(not over)
    how = How.LIST_PRICE if price.is_list else None
    return Observed(value, Facts(euros=price.euros, over=over, how=how))


def _maturity(need: Need, offer: Offer, _catalogue: Catalogue) -> Observed | None:
    if need.trl is None:
        return None
    if offer.trl is None:
        return Observed(UNKNOWN, Facts(how=How.UNKNOWN))
    low, high = offer.trl
    apart = max(0, low - need.trl, need.trl - high)
    return Observed(_unit(1 - LEVEL * apart), Facts(over=apart))


def _freshness(_need: Need, offer: Offer, _catalogue: Catalogue) -> Observed:
    days = offer.confirmed_days_ago
    if days is None:
        return Observed(UNKNOWN, Facts(how=How.UNKNOWN))
    return Observed(_unit((STALE - days) / (STALE - FRESH)), Facts(days=days))


def _record(_need: Need, offer: Offer, _catalogue: Catalogue) -> Observed:
    """The mean rating from 1 to 5, as if ``PRIOR_DELIVERIES`` ordinary ones had gone before."""
    rating = UNRATED if offer.rating is None else offer.rating
    whole = PRIOR_DELIVERIES * PRIOR + offer.delivered * rating
    mean = whole / (PRIOR_DELIVERIES + offer.delivered)
    how = None if offer.delivered else How.NEW
    return Observed(_unit((mean - 1) / 4), Facts(over=float(offer.delivered), how=how))


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


WATCHES: dict[Signal, Watch] = {
    Signal.MEANING: _meaning,
    Signal.WORDS: _words,
    Signal.CONCEPTS: _concepts,
    Signal.TECHNOLOGIES: _technologies,
    Signal.SECTORS: _sectors,
    Signal.CATEGORY: _category,
    Signal.LANGUAGE: _language,
    Signal.PLACE: _place,
    Signal.DELIVERY: _delivery,
    Signal.DATES: _dates,
    Signal.PRICE: _price,
    Signal.MATURITY: _maturity,
    Signal.FRESHNESS: _freshness,
    Signal.RECORD: _record,
}
