"""What codes of the vocabulary, languages and places are called in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.names import country_name, language_name
from corridor.kernel.search.registry import terminology

from .enums import ListName
from .search import region_labels

COUNTRY_CODE: Final = 2  # letters
MOST_NAMED: Final = 5  # of a list within a sentence


def here() -> str:
    return get_language() or DEFAULT


def concept(code: str) -> str:
    return terminology().label(f"concept:{code}", here())


def technology(code: str) -> str:
    return terminology().label(f"{ListName.TECHNOLOGIES.value}:{code}", here())


def sector(code: str) -> str:
    return terminology().label(f"{ListName.SECTORS.value}:{code}", here())


def category(code: str) -> str:
    return terminology().label(f"{ListName.SERVICE_CATEGORIES.value}:{code}", here())


def language(code: str) -> str:
    return language_name(code, here())


def place(code: str) -> str:
    """A country, or a NUTS region with its code."""
    if len(code) <= COUNTRY_CODE:
        return country_name(code, here())
    name = region_labels([code], here()).get(code)
    return f"{name} ({code})" if name else code


def learn_places(codes: Iterable[str]) -> None:
    """Regions that will be named, asked for at once."""
    region_labels(sorted({code for code in codes if len(code) > COUNTRY_CODE}), here())


def listed(names: Iterable[str]) -> str:
    """Separated by commas; of many the first."""
    told = list(dict.fromkeys(names))
    if len(told) <= MOST_NAMED:
        return ", ".join(told)
    shown = {"names": ", ".join(told[:MOST_NAMED]), "count": len(told) - MOST_NAMED}
    return _("%(names)s and %(count)s more") % shown
