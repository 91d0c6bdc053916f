"""Which price a customer pays: a reduced one needs a basis in the rules on State aid.

The rules are data with their sources. Public bodies, research organisations and hubs that ask for
themselves are no undertakings in what they ask for here; what they save is no aid.
"""

from __future__ import annotations

from dataclasses import dataclass

from .shapes import Offer

UNDERTAKINGS = frozenset({"sme", "midcap", "large"})


@dataclass(frozen=True)
class Basis:
    code: str
    customers: frozenset[str]  # of the undertakings
    source: str
    since: str


BASES = {
    basis.code: basis
    for basis in (
        Basis("de-minimis", UNDERTAKINGS, "Regulation (EU) 2023/2831, Article 3", "2024-01-01"),
        Basis("article-28", frozenset({"sme"}), "Regulation (EU) No 651/2014, Article 28", "2014-07-01"),
    )
}


@dataclass(frozen=True)
class Price:
    """``euros`` is ``None`` where none is named. ``barred``: the only price named is a reduced one that
    this customer cannot have."""

    euros: float | None
    is_list: bool = False
    barred: bool = False


def price_for(customer: str, offer: Offer) -> Price:
    """Where aid is on offer and only the list price is named, less would be paid: nobody knows how much."""
    if offer.price is None and offer.aid in BASES and _may_have(customer, offer.aid):
        return Price(None)
    if not _is_reduced(offer) or _may_have(customer, offer.aid):
        return Price(offer.price if offer.price is not None else offer.list_price)
    return Price(offer.list_price, is_list=True, barred=offer.list_price is None)


def _is_reduced(offer: Offer) -> bool:
    """Without a list price, a basis of aid says that it is."""
    if offer.price is None:
        return False
    return offer.aid in BASES if offer.list_price is None else offer.price < offer.list_price


def _may_have(customer: str, aid: str) -> bool:
    """Somebody of whom nothing is known is not told that they cannot."""
    if customer not in UNDERTAKINGS:
        return True
    return aid in BASES and customer in BASES[aid].customers
