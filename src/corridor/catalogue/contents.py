"""What a service says, as plain values that JSON can hold: for its form, its versions and their differences,
what waits for a review, spreadsheets and the API. Terms and concepts by slug, hubs by slug, places by code,
prices as text with two digits, days in ISO form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Conflict
from corridor.members.models import Hub, WorkingGroup
from corridor.vocab.enums import ListName
from corridor.vocab.models import Concept, Country, Region, Term

from .models import CoProvider, Service, TestBed

TEXTS: Final = ("title", "summary", "description", "receives")
PLAIN: Final = (
    *("languages", "delivery", "customers", "per", "aid", "capacity", "lead_days"),
    *("trl_from", "trl_to", "website", "contact_role", "contact_mail", "audience"),
)
PRICES: Final = ("list_price", "price")
TERMS: Final = {
    "technologies": ListName.TECHNOLOGIES,
    "sectors": ListName.SECTORS,
    "tags": ListName.SERVICE_TAGS,
}
PLACES: Final[dict[str, Any]] = {"countries": Country, "regions": Region}
OF_TEST_BED: Final = (
    *("bands", "release", "setting", "area", "remote_access"),
    *("sim_supplied", "licence_supplied", "slot_hours", "safety"),
)
# What changes from week to week: written at once, without another review.
DAILY: Final = frozenset({"capacity", "lead_days", "next_free", "website", "contact_role", "contact_mail"})
LABELS: Final = {
    "title": _("Title"),
    "summary": _("In short"),
    "description": _("What happens"),
    "receives": _("What the customer gets"),
    "category": _("Category"),
    "technologies": _("Technologies"),
    "sectors": _("Sectors"),
    "tags": _("Kinds of service"),
    "concepts": _("Connectivity topics"),
    "languages": _("Languages in which it is given"),
    "delivery": _("On site or remote"),
    "countries": _("Countries served"),
    "regions": _("Regions served"),
    "customers": _("Who may use it"),
    "list_price": _("List price in EUR"),
    "price": _("Price after subsidy in EUR"),
    "per": _("Price unit"),
    "aid": _("Basis in State-aid law"),
    "capacity": _("Customers at a time"),
    "lead_days": _("Days from request to start"),
    "next_free": _("Next free slot"),
    "trl_from": _("TRL from"),
    "trl_to": _("TRL to"),
    "website": _("Web page"),
    "contact_role": _("Contact (a role, no name)"),
    "contact_mail": _("E-mail address of that role"),
    "audience": _("Who can see it"),
    "group": _("Group that reviews it"),
    "co_providers": _("Hubs that provide it with you"),
    "test_bed": _("Test bed"),
}


def contents_of(service: Service) -> dict[str, Any]:
    """Everything that its hub can write, with the names of ``LABELS``."""
    values: dict[str, Any] = {name: getattr(service, name) for name in (*TEXTS, *PLAIN)}
    values |= {name: _price(getattr(service, name)) for name in PRICES}
    values["category"] = service.category.slug
    values |= {name: sorted(term.slug for term in getattr(service, name).all()) for name in TERMS}
    values["concepts"] = sorted(concept.slug for concept in service.concepts.all())
    values |= {name: sorted(place.code for place in getattr(service, name).all()) for name in PLACES}
    values["next_free"] = service.next_free.isoformat() if service.next_free else None
    values["group"] = service.group.slug if service.group else None
    others = [one for one in service.co_providers.all() if not one.is_proposed]
    values["co_providers"] = sorted(one.hub.slug for one in others)
    values["test_bed"] = _test_bed(service)
    return values


def proposed_contents(service: Service) -> dict[str, Any]:
    """What it would say once what waits as ``pending`` is shared."""
    return contents_of(service) | (service.pending or {})


def _price(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _test_bed(service: Service) -> dict[str, Any] | None:
    bed = _bed_of(service)
    return {name: getattr(bed, name) for name in OF_TEST_BED} if bed else None


def _bed_of(service: Service) -> TestBed | None:
    bed: TestBed | None = getattr(service, "test_bed", None)
    return bed if bed and bed.pk else None  # one that was deleted is remembered without its key


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of what differs, in the order of the form."""
    return [name for name in LABELS if name in after and before.get(name) != after[name]]


def write_contents(service: Service, values: Mapping[str, Any]) -> None:
    """Put these values (some or all of ``contents_of``) on the service and save it."""
    for name in (*TEXTS, *PLAIN):
        if name in values:
            setattr(service, name, values[name])
    for name in PRICES:
        if name in values:
            setattr(service, name, Decimal(values[name]) if values[name] is not None else None)
    _write_single(service, values)
    service.save()
    _write_many(service, values)
    if "test_bed" in values:
        _write_test_bed(service, values["test_bed"])


def _write_single(service: Service, values: Mapping[str, Any]) -> None:
    if "category" in values:
        service.category = Term.objects.get(
            list__name=ListName.SERVICE_CATEGORIES, list__in_force=True, slug=values["category"]
        )
    if "next_free" in values:
        service.next_free = date.fromisoformat(values["next_free"]) if values["next_free"] else None
    if "group" in values:
        service.group = WorkingGroup.objects.get(slug=values["group"]) if values["group"] else None
    if "co_providers" in values:
        service.is_joint = bool(values["co_providers"])


def _write_many(service: Service, values: Mapping[str, Any]) -> None:
    for name, listed in TERMS.items():
        if name in values:
            terms = Term.objects.filter(list__name=listed, list__in_force=True, slug__in=values[name])
            getattr(service, name).set(terms)
    if "concepts" in values:
        service.concepts.set(Concept.objects.filter(slug__in=values["concepts"]))
    for name, model in PLACES.items():
        if name in values:
            getattr(service, name).set(model.objects.filter(code__in=values[name]))
    if "co_providers" in values:
        _write_co_providers(service, values["co_providers"])


def _write_co_providers(service: Service, slugs: list[str]) -> None:
    service.co_providers.exclude(hub__slug__in=slugs).delete()
    service.co_providers.filter(is_proposed=True).update(is_proposed=False)
    known = set(service.co_providers.values_list("hub__slug", flat=True))
    hubs = Hub.objects.filter(slug__in=set(slugs) - known).exclude(pk=service.hub_id)
    CoProvider.objects.bulk_create(CoProvider(service=service, hub=hub) for hub in hubs)


def _write_test_bed(service: Service, facts: Mapping[str, Any] | None) -> None:
    if facts is not None:
        written, _is_new = TestBed.objects.update_or_create(service=service, defaults=dict(facts))
        written.service = service  # what the service remembers of it is as new
    elif bed := _bed_of(service):
        if bed.slots.filter(is_taken=True).exists():
            raise Conflict(_("Somebody has a slot of this test bed, so it stays one."))
        bed.delete()
