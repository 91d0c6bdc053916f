"""Which place lies in which, and how far two are apart: country codes and NUTS codes."""

from __future__ import annotations

from functools import lru_cache

from .shapes import How

NUTS_OF = {"GR": "EL", "GB": "UK"}  # NUTS has its own codes for these countries

# Land borders, and sea crossings that are ordinary working trips, by NUTS country code.
_NEIGHBOURS = """
AT CZ DE HU IT SI SK CH LI | BE DE FR LU NL | BG EL RO MK RS TR | CH AT DE FR IT LI | CY EL | CZ AT DE PL SK
DE AT BE CH CZ DK FR LU NL PL | DK DE SE NO | EE FI LV | EL AL BG CY MK TR | ES FR PT | FI EE NO SE
FR BE CH DE ES IT LU | HR BA HU ME RS SI | HU AT HR RO RS SI SK UA | IE UK | IT AT CH FR MT SI
LT LV PL | LU BE DE FR | LV EE LT | MT IT | NL BE DE | NO DK FI SE | PL CZ DE LT SK UA | PT ES
RO BG HU MD RS UA | RS BA BG HR HU ME MK RO XK | SE DK FI NO | SI AT HR HU IT | SK AT CZ HU PL UA | UK FR IE
"""
NEIGHBOURS = {
    words[0]: frozenset(words[1:])
    for entry in _NEIGHBOURS.replace("\n", "|").split("|")
    if (words := entry.split())
}


@lru_cache(maxsize=4096)
def in_nuts(code: str) -> str:
    """``GR`` and ``gr30`` as NUTS writes them."""
    upper = code.upper()
    return NUTS_OF.get(upper[:2], upper[:2]) + upper[2:]


def where(country: str, region: str) -> str:
    """The most exact code that is known, empty for none."""
    return in_nuts(region or country)


def may_be_in(place: str, area: str) -> bool:
    """Whether ``place`` lies in ``area``, or may: a need that names its country may be in any region
    of it. NL366 lies in NL36."""
    area = in_nuts(area)
    return place.startswith(area) or area.startswith(place)


def distance(place: str, other: str) -> How:
    """From ``place`` to ``other``, both as ``where`` gives them; regions are of NUTS level 2."""
    if not place or not other:
        return How.UNKNOWN
    if min(len(place), len(other)) >= 4 and place[:4] == other[:4]:  # noqa: PLR2004 - NUTS 2
        return How.SAME_REGION
    here, there = place[:2], other[:2]
    if here == there:
        return How.SAME_COUNTRY
    near = there in NEIGHBOURS.get(here, ()) or here in NEIGHBOURS.get(there, ())
    return How.NEIGHBOUR if near else How.ELSEWHERE
