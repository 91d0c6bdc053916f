"""What can be chosen in the cells of a sheet, with every name under which it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils.translation import get_language

from corridor.catalogue.contents import TERMS
from corridor.catalogue.enums import (
    SERVICE_AUDIENCES,
    AidBasis,
    Customer,
    Delivery,
    PriceUnit,
    Setting,
)
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.i18n.names import country_name, language_name
from corridor.members.models import Hub, WorkingGroup
from corridor.vocab.enums import ListName
from corridor.vocab.models import Concept, Country, Region, Term

Names = Iterator[tuple[str, Iterable[str]]]  # of each thing: its code, and what else it is called

OFFICIAL: Final = {"category": ListName.SERVICE_CATEGORIES, **TERMS}
ENUMS: Final[dict[str, Iterable[Any]]] = {
    "delivery": Delivery,
    "customers": Customer,
    "per": PriceUnit,
    "aid": AidBasis,
    "audience": SERVICE_AUDIENCES,
    "setting": Setting,
}


def official_codes(name: str) -> dict[str, str]:
    """Official strings by slug, in the list's order: what a sheet says."""
    terms = Term.objects.filter(list__name=OFFICIAL[name], list__in_force=True).order_by("position")
    return dict(terms.values_list("slug", "code"))


def terms(name: str) -> Names:
    for term in Term.objects.filter(list__name=OFFICIAL[name], list__in_force=True):
        yield term.slug, [term.code, *term.labels.values()]


def concepts() -> Names:
    for concept in Concept.objects.all():
        yield concept.slug, list(concept.labels.values())


def enum(name: str) -> Names:
    for one in ENUMS[name]:
        yield one.value, [str(one.label)]


def languages() -> Names:
    for code, own in LANGUAGES.items():
        yield code, [own, language_name(code, _here()), language_name(code, DEFAULT)]


def countries() -> Names:
    for country in Country.objects.all():
        code = country.code
        yield code, [country.catalogue_name, country_name(code, _here()), country_name(code, DEFAULT)]


def regions() -> Names:
    for code, name in Region.objects.values_list("code", "name"):
        yield code, [name, f"{code} {name}"]


def hubs(known: Iterable[Hub]) -> Names:
    for hub in known:
        yield hub.slug, [hub.name]


def groups(known: Iterable[WorkingGroup]) -> Names:
    for group in known:
        yield group.slug, list(group.name.values())


def _here() -> str:
    return get_language() or DEFAULT
