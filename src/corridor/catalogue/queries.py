"""Reads and doors: a door gives a service to whom it is open, and ``NotFound`` to all others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from corridor.kernel.audience import Audience, Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.search.records import records_of
from corridor.kernel.search.shapes import Answer
from corridor.members.models import Hub, WorkingGroup
from corridor.members.queries import hub_for_editing

from . import rules
from .enums import ServiceState, Verdict
from .models import CoProvider, Review, Service, ServiceQuerySet, ServiceVersion, TestBed, TestBedSlot

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


def found_services(answer: Answer, viewer: Viewer) -> Mapping[int, Service]:
    """The services among an answer's hits, by number."""

    def load(ids: list[int]) -> Mapping[int, Service]:
        return visible(viewer).select_related("hub", "category", "test_bed").in_bulk(ids)

    return records_of("service", answer, viewer, load)


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


def returned() -> QuerySet[Any]:
    """Those that a reviewer sent back and that wait for their hub; ``comment`` says why."""
    last = Review.objects.filter(service=OuterRef("pk")).order_by("-at", "-pk")
    unfinished = Service.objects.filter(submitted_at=None).filter(
        Q(state=ServiceState.DRAFT) | Q(state=ServiceState.SHARED, pending__isnull=False)
    )
    found: QuerySet[Any] = unfinished.annotate(
        verdict=Subquery(last.values("verdict")[:1]),
        comment=Subquery(last.values("comment")[:1]),
        returned_at=Subquery(last.values("at")[:1]),
    )
    return found.filter(verdict=Verdict.RETURNED)


def asked_of(hub: Hub) -> QuerySet[CoProvider]:
    """What other hubs submitted and ask this one to provide with them, and it did not answer."""
    asked = CoProvider.objects.unanswered().filter(hub=hub, service__submitted_at__isnull=False)
    return asked.select_related("service__hub")


def agreed_with(service: Service, viewer: Viewer) -> list[CoProvider]:
    """The other hubs that provide it and that this viewer may see, of a service read ``in_full``."""
    agreed = [one for one in service.co_providers.all() if one.agreed and not one.is_proposed]
    seen = Hub.objects.visible_to(viewer).order_by().filter(pk__in=[one.hub_id for one in agreed])
    known = set(seen.values_list("pk", flat=True)) if agreed else set()
    return [one for one in agreed if one.hub_id in known]


def coming_slots(bed: TestBed) -> QuerySet[TestBedSlot]:
    """Times at a test bed that nobody has and that did not begin yet, the next first."""
    return _coming(bed).filter(is_taken=False)


def given_slots(bed: TestBed) -> QuerySet[TestBedSlot]:
    """Coming times that somebody has."""
    return _coming(bed).filter(is_taken=True)


def _coming(bed: TestBed) -> QuerySet[TestBedSlot]:
    return TestBedSlot.objects.filter(test_bed=bed, starts_at__gt=timezone.now())


def stale(today: Any = None) -> ServiceQuerySet:
    """Shared ones that nobody confirmed for too long."""
    return Service.objects.offered().filter(good_until__lt=today or timezone.localdate())


def service_with_versions(person: Any, viewer: Viewer, hub: str, slug: str) -> tuple[Service, bool]:
    """By its address, and whether all of its versions are to be seen: by the hubs that provide it, and by
    who may review it now. Others see what was shared with them."""
    known = Service.objects.select_related("hub", "group")
    service = known.filter(hub__slug=clean_text(hub), slug=clean_text(slug)).first()
    if service is None:
        raise NotFound
    waits = waiting_for_review().filter(pk=service.pk).exists()
    if viewer.hubs & rules.providers_of(service) or (waits and rules.reviews(person, viewer, service)):
        return service, True
    return _one(visible(viewer).select_related("hub", "group"), pk=service.pk), False


def versions_seen(viewer: Viewer, service: Service, *, all_of_them: bool) -> list[ServiceVersion]:
    """The latest first. What was shared with fewer people than today stays with those."""
    found = ServiceVersion.objects.filter(service=service).select_related("by")
    if all_of_them:
        return list(found)
    groups = set(WorkingGroup.objects.filter(pk__in=viewer.groups).values_list("slug", flat=True))
    return [one for one in found.filter(is_shared=True) if _was_for(viewer, groups, one.values)]


def _was_for(viewer: Viewer, groups: set[str], said: Mapping[str, Any]) -> bool:
    audience = said.get("audience")
    if audience == Audience.GROUP:
        return said.get("group") in groups
    return audience == Audience.PUBLIC or (audience == Audience.NETWORK and viewer.in_network)


def _one(found: ServiceQuerySet, **wanted: Any) -> Service:
    service = found.filter(**wanted).first()
    if service is None:
        raise NotFound
    return service
