"""The facts of a need as plain values, as its form gives them and as they are compared and written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from corridor.kernel.i18n.languages import CODES
from corridor.referrals.models import Client, Need
from corridor.vocab.enums import ListName
from corridor.vocab.models import Concept, Term

PLAIN: Final = ("audience", "customer", "language", "title", "text", "constraints", "delivery", "trl")
TERMS: Final = {"technologies": ListName.TECHNOLOGIES, "sectors": ListName.SECTORS}
OF_CLIENT: Final = ("organisation", "name", "email", "phone", "website", "vat", "staff")
CORRECTED: Final = tuple(name for name in OF_CLIENT if name != "email")  # the letter confirmed the address


def facts_of(need: Need) -> dict[str, Any]:
    return {name: getattr(need, name) for name in PLAIN} | {
        "country": need.country_id,
        "region": need.region_id or "",
        "category": need.category.slug if need.category else "",
        **{name: sorted(term.slug for term in getattr(need, name).all()) for name in (*TERMS, "concepts")},
        "languages": list(need.languages),
        "budget": None if need.budget is None else f"{need.budget:.2f}",
        "start_by": need.start_by.isoformat() if need.start_by else None,
        "hard": sorted(need.hard),
    }


def contact_of(need: Need) -> dict[str, str]:
    """What the client may correct of who they are."""
    client = getattr(need, "client", None) or Client()
    return {name: getattr(client, name) for name in CORRECTED}


def write_facts(need: Need, values: Mapping[str, Any]) -> None:
    """Of a new need or a locked one; it is saved here."""
    for name in (*PLAIN, "languages", "hard"):
        setattr(need, name, values[name])
    need.budget = None if values["budget"] is None else Decimal(values["budget"])
    need.start_by = date.fromisoformat(values["start_by"]) if values["start_by"] else None
    need.country_id, need.region_id = values["country"], values["region"] or None
    need.category = _terms(ListName.SERVICE_CATEGORIES).filter(slug=values["category"]).first()
    need.save()
    for name, of in TERMS.items():
        getattr(need, name).set(_terms(of).filter(slug__in=values[name]))
    need.concepts.set(Concept.objects.filter(slug__in=values["concepts"]))


def in_order(languages: list[str], *, first: str) -> list[str]:
    """The language that they wrote in comes first, if they speak it; the others in the usual order."""
    return sorted(languages, key=lambda code: (code != first, CODES.index(code) if code in CODES else 99))


def _terms(of: ListName) -> Any:
    return Term.objects.filter(list__name=of, list__in_force=True)
