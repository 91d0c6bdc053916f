"""What everybody may have of the catalogue, and what is to be said of it as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Func, Max, Prefetch

from corridor.catalogue.models import CoProvider, Service, ServiceQuerySet
from corridor.catalogue.queries import visible
from corridor.kernel.audience import VISITOR
from corridor.kernel.linked_data.words import name_of
from corridor.members.models import WorkingGroup
from corridor.vocab.models import Concept, Term

PAGE: Final = 250  # services of one file
LISTS: Final = ("technologies", "sectors", "tags")


def public_services() -> ServiceQuerySet:
    """Offered to everybody, by everybody's hubs."""
    return visible(VISITOR).offered()


def page_of(number: int) -> list[Service]:
    """In the order in which they came, so that a page does not change when others are added."""
    start = (number - 1) * PAGE
    return list(_lighter(public_services()).order_by("pk")[start : start + PAGE])


def _lighter(services: ServiceQuerySet) -> ServiceQuerySet:
    """As ``in_full``, without the words of 24 languages that a file only points to."""
    terms = Term.objects.only("slug", "code")
    beside: list[Any] = [
        *(Prefetch(name, terms) for name in LISTS),
        *("countries", "regions"),
        Prefetch("concepts", Concept.objects.only("slug", "labels")),
        Prefetch("co_providers", CoProvider.objects.filter(is_proposed=False).select_related("hub")),
    ]
    light = services.select_related("hub", "category").prefetch_related(*beside)
    return light.defer("category__labels", "category__synonyms", "hub__description")


def pages() -> int:
    """At least one, which then is empty."""
    return max(1, -(-public_services().order_by().count() // PAGE))


def address_of_page(suffix: str, number: int) -> str:
    """The file with all of them, or that part of it."""
    first = name_of("catalogue:all-services", suffix)
    return first if number == 1 else f"{first}?page={number}"


def changed_at() -> datetime | None:
    latest: datetime | None = public_services().order_by().aggregate(latest=Max("changed_at"))["latest"]
    return latest


def languages() -> set[str]:
    """In which the services are described."""
    keys = Func("title", function="jsonb_object_keys")
    return set(public_services().order_by().annotate(code=keys).values_list("code", flat=True).distinct())


def publisher() -> dict[str, str]:
    """Who runs the installation, where that is said; else the group, else the software."""
    if settings.OPERATOR:
        return {"en": settings.OPERATOR.splitlines()[0]}
    group = WorkingGroup.objects.order_by("id").first()
    return group.name if group and group.name else {"en": "Corridor"}
