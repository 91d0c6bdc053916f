"""What answers what among concepts and sectors, as the engine of matching wants it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from corridor.engines import matching
from corridor.kernel.search.registry import terminology
from corridor.kernel.search.understanding import FAINTEST, NARROWER

from .files import shipped

CONCEPT: Final = "concept:"
ALL_SECTORS: Final = "all-sectors"
BRIDGED: Final = 0.8  # a sector that is tagged for the same thing


def vocabulary() -> matching.Vocabulary:
    """The vocabulary's links as search counts them."""
    return _vocabulary(terminology().digest)


@lru_cache(maxsize=2)
def _vocabulary(_digest: str) -> matching.Vocabulary:
    near: dict[str, dict[str, float]] = {}
    for below, wider in terminology().broader.items():
        for above, share in wider:
            if above.startswith(CONCEPT) and share >= FAINTEST:
                low, high = below.removeprefix(CONCEPT), above.removeprefix(CONCEPT)
                near.setdefault(low, {})[high] = share
                near.setdefault(high, {})[low] = NARROWER
    sectors = {
        term.slug: dict.fromkeys(term.bridges, BRIDGED) for term in shipped().lists_in_force["sectors"].terms
    }
    return matching.Vocabulary(concepts=near, sectors=sectors)
