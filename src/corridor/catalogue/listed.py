"""Services by plain filters, for programs; people find them by search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, Func, OuterRef, Q, TextField
from django.db.models.functions import Cast

from corridor.kernel.audience import Viewer
from corridor.vocab.models import Country, Region

from . import queries
from .enums import Delivery, ServiceState
from .models import CoProvider, Service, ServiceQuerySet

SEARCHED = ("title", "summary")


def services_listed(
    viewer: Viewer,
    *,
    hubs: Sequence[str] = (),
    category: Sequence[str] = (),
    terms: Mapping[str, Sequence[str]] | None = None,
    languages: Sequence[str] = (),
    delivery: Sequence[str] = (),
    countries: Sequence[str] = (),
    test_bed: bool | None = None,
    text: str = "",
) -> ServiceQuerySet:
    """With all that the list tells. Of one filter any value fits, of several all must."""
    found = queries.in_full(queries.visible(viewer)).exclude(state=ServiceState.WITHDRAWN)
    if hubs:
        joint = CoProvider.objects.filter(hub__slug__in=hubs, agreed=True, is_proposed=False)
        found = found.filter(Q(hub__slug__in=hubs) | Q(pk__in=joint.values("service")))
    if category:
        found = found.filter(category__slug__in=category)
    for name, slugs in (terms or {}).items():
        if slugs:
            found = found.filter(Exists(_joined(name).filter(term__slug__in=slugs)))
    if languages:
        found = found.filter(languages__overlap=list(languages))
    if delivery:
        found = found.filter(delivery__in={*delivery, Delivery.BOTH})
    if test_bed is not None:
        found = found.filter(test_bed__isnull=not test_bed)
    found = _at(found, countries) if countries else found
    found = _saying(found, text) if text else found
    return found.order_by("hub__slug", "slug", "pk")


def _joined(name: str) -> Any:
    return getattr(Service, name).through._default_manager.filter(service=OuterRef("pk"))  # noqa: SLF001


def _at(found: ServiceQuerySet, countries: Sequence[str]) -> ServiceQuerySet:
    """Its hub is there, or it is given there or in one of the regions."""
    known = Country.objects.filter(code__in=countries).values("code")
    regions = Region.objects.filter(country__in=known).values("code")
    there = Exists(_joined("countries").filter(country__in=known))
    near = Exists(_joined("regions").filter(region__in=regions))
    return found.filter(Q(hub__country__in=known) | there | near)


def _saying(found: ServiceQuerySet, text: str) -> ServiceQuerySet:
    """These letters stand in a title or a summary, in whichever language."""
    said = {f"{name}_said": _texts_of(name) for name in SEARCHED}
    wanted = Q()
    for name in said:
        wanted |= Q(**{f"{name}__icontains": text})
    return found.alias(**said).filter(wanted)


def _texts_of(name: str) -> Any:
    template = "jsonb_path_query_array(%(expressions)s, '$.*')"
    return Cast(Func(F(name), template=template, output_field=TextField()), TextField())
