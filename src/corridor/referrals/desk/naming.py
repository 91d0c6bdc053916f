"""What codes are called in the reader's language: those of the vocabulary, and those of the catalogue."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import ngettext

from corridor.catalogue.enums import AidBasis, Customer, Delivery
from corridor.catalogue.templatetags.catalogue import money
from corridor.vocab.naming import (
    category,
    concept,
    here,
    language,
    learn_places,
    listed,
    place,
    sector,
    technology,
)

__all__ = [
    "aid",
    "category",
    "concept",
    "customer",
    "days",
    "delivery",
    "euros",
    "here",
    "language",
    "learn_places",
    "listed",
    "place",
    "sector",
    "technology",
]


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
