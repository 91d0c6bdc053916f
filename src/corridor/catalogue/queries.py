"""Reads and doors: a door gives a service to whom it is open, and ``NotFound`` to all others."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import clean_text
from corridor.members.models import Hub
from corridor.members.queries import hub_for_editing

from . import rules
from .enums import ServiceState
from .models import CoProvider, Service, ServiceQuerySet, TestBed, TestBedSlot

LONGEST_ID = 18


def service_for_viewing(viewer: Viewer, hub: str, slug: str) -> Service:
    """By the address of its page, with everything that the page shows."""
    return _one(in_full(visible(viewer)), hub__slug=clean_text(hub), slug=clean_text(slug))


def service_by_key(viewer: Viewer, key: str) -> Service:
    """By its number, as the pages of audience and journal have it."""
    is_id = key.isascii() and key.isdigit() and len(key) <= LONGEST_ID
    if not is_id:
        raise NotFound
    return _one(visible(viewer).select_related("hub", "group"), pk=key)


def service_for_editing(person: Any, hub: str, slug: str) -> Service:
    """For editors and delegates of its hub."""
    found = hub_for_editing(person, clean_text(hub))
    return _one(Service.objects.select_related("hub", "group", "category"), hub=found, slug=clean_text(slug))


def service_for_review(person: Any, viewer: Viewer, slug: str, pk: int) -> Service:
    """For a second person of the group at ``slug``, while it waits for its review."""
    service = _one(in_full(waiting_for_review()), group__slug=slug, pk=pk)
    if not rules.reviews(person, viewer, service):
        raise NotFound
    return service


def visible(viewer: Viewer) -> ServiceQuerySet:
    """As its audience says; a service is never more public than its hub."""
    hubs = Hub.objects.visible_to(viewer).order_by()
    return Service.objects.visible_to(viewer).filter(hub__in=hubs.values("pk"))


def in_full(services: ServiceQuerySet) -> ServiceQuerySet:
    """With what a page shows of them, in a constant number of queries."""
    others = CoProvider.objects.filter(is_proposed=False).select_related("hub__country")
    return services.select_related(
        "hub__country", "hub__region", "group", "category", "test_bed"
    ).prefetch_related(
        *("technologies", "sectors", "tags", "concepts", "countries", "regions"),
        Prefetch("co_providers", others),
    )


def offered_by(viewer: Viewer, hub: Hub) -> QuerySet[Service]:
    """What the hub's page lists, by category: its own, and what it provides with others."""
    joint = CoProvider.objects.filter(hub=hub, agreed=True, is_proposed=False).values("service")
    offered = visible(viewer).offered().filter(Q(hub=hub) | Q(pk__in=joint))
    return offered.select_related("hub", "category").order_by("category__position", "slug", "pk")


def written_by(hub: Hub) -> QuerySet[Service]:
    """All of a hub's own services, for those who write them: drafts first, withdrawn ones last."""
    order = {ServiceState.DRAFT: 0, ServiceState.SHARED: 1, ServiceState.WITHDRAWN: 2}
    rank = Case(
        *(When(state=state, then=Value(n)) for state, n in order.items()), output_field=IntegerField()
    )
    own = Service.objects.filter(hub=hub).select_related("hub", "group", "category")
    return own.annotate(rank=rank).order_by("rank", "good_until", "slug")


def waiting_for_review() -> ServiceQuerySet:
    """What its hub submitted, the longest waiting first. Joint ones once all their hubs agreed."""
    open_ones = CoProvider.objects.missing().values("service")
    waiting = Service.objects.filter(submitted_at__isnull=False).exclude(pk__in=open_ones)
    return waiting.order_by("submitted_at", "pk")


def asked_of(hub: Hub) -> QuerySet[CoProvider]:
    """What other hubs submitted and ask this one to provide with them, and it did not answer."""
    asked = CoProvider.objects.unanswered().filter(hub=hub, service__submitted_at__isnull=False)
    return asked.select_related("service__hub")


def coming_slots(bed: TestBed) -> QuerySet[TestBedSlot]:
    """Times at a test bed that did not begin yet, the next first."""
    return TestBedSlot.objects.filter(test_bed=bed, starts_at__gt=timezone.now())


def stale(today: Any = None) -> ServiceQuerySet:
    """Shared ones that nobody confirmed for too long."""
    return Service.objects.offered().filter(good_until__lt=today or timezone.localdate())


def _one(found: ServiceQuerySet, **wanted: Any) -> Service:
    service = found.filter(**wanted).first()
    if service is None:
        raise NotFound
    return service
