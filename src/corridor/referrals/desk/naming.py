"""What codes are called in the reader's language; the official lists and regions are asked once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from corridor.catalogue.enums import AidBasis, Customer, Delivery
from corridor.catalogue.templatetags.catalogue import money
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.names import country_name, language_name
from corridor.kernel.search.registry import terminology
from corridor.vocab.enums import ListName
from corridor.vocab.search import region_labels

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


def customer(code: str) -> str:
    return str(Customer(code).label) if code in Customer else code


def delivery(code: str) -> str:
    return str(Delivery(code).label) if code in Delivery else code


def aid(code: str) -> str:
    return str(AidBasis(code).label) if code in AidBasis else code


def euros(amount: float | None) -> str:
    return money(Decimal(str(round(amount or 0.0, 2))))


def days(number: float | None) -> str:
    count = round(number or 0)
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def listed(names: Iterable[str]) -> str:
    """Separated by commas; of many the first."""
    told = list(dict.fromkeys(names))
    if len(told) <= MOST_NAMED:
        return ", ".join(told)
    shown = {"names": ", ".join(told[:MOST_NAMED]), "count": len(told) - MOST_NAMED}
    return _("%(names)s and %(count)s more") % shown
