"""From rows to what the engine ranks: the need, what can be offered, and what counts for how much.

A constant number of queries, however much the catalogue holds. Codes are slugs of the vocabulary, except for
places, which are countries and NUTS regions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Avg, Count, Min, Q
from django.utils import timezone

from corridor.catalogue.enums import Delivery
from corridor.catalogue.models import Service, TestBedSlot
from corridor.catalogue.queries import visible
from corridor.engines import matching
from corridor.kernel.audience import Viewer
from corridor.referrals.enums import SERVED, ReferralState
from corridor.referrals.models import Desk, Need, Referral
from corridor.vocab.nearness import ALL_SECTORS

from .evidence import Evidence, evidence_for, named_concepts

MOST: Final = 400  # services that are ranked; of more, those nearest to the text
LATELY: Final = timedelta(days=90)  # for which it counts who was sent how many needs
SHOWN_ONLY_THERE: Final = ("description", "receives", "pending")  # on the service's own page
BUSY: Final = (ReferralState.TAKEN, ReferralState.AGREED)
SIGNALS: Final = tuple(one.name for one in fields(matching.Weights))  # and ``equal``


@dataclass(frozen=True)
class Problem:
    """``services`` by the id of their offer."""

    need: matching.Need
    offers: Sequence[matching.Offer]
    services: Mapping[str, Service]
    by_meaning: bool


def problem_of(need: Need, viewer: Viewer) -> Problem:
    """What this viewer may see is offered."""
    evidence = evidence_of(need, viewer)
    services = services_near([evidence], viewer)
    return Problem(
        need_of(need, evidence, timezone.localdate()),
        offers_of(services),
        {str(one.pk): one for one in services},
        evidence.by_meaning,
    )


def evidence_of(need: Need, viewer: Viewer) -> Evidence:
    return evidence_for(f"{need.title} {need.text}", need.language, viewer)


def need_of(need: Need, evidence: Evidence, on: date) -> matching.Need:
    """As it stood ``on`` this day. Concepts that only the text suggests count less than confirmed ones."""
    confirmed = {concept.slug: 1.0 for concept in need.concepts.all()}
    return matching.Need(
        customer=need.customer,
        country=need.country_id,
        region=need.region_id or "",
        languages=tuple(need.languages),
        category=need.category.slug if need.category else "",
        technologies=frozenset(term.slug for term in need.technologies.all()),
        sectors=frozenset(term.slug for term in need.sectors.all()) - {ALL_SECTORS},
        concepts={**evidence.suggested, **confirmed},
        budget=None if need.budget is None else float(need.budget),
        start_within=None if need.start_by is None else max(0, (need.start_by - on).days),
        delivery=None if need.delivery == Delivery.BOTH else matching.Delivery(need.delivery),
        trl=need.trl,
        hard=frozenset(rule for rule in matching.MARKABLE if rule in need.hard),
        meaning=_keyed(evidence.meaning),
        words=_keyed(evidence.words),
    )


def _keyed(scores: Mapping[int, float]) -> dict[str, float]:
    return {str(pk): score for pk, score in scores.items()}


def weights_of(desk: Desk) -> matching.Weights:
    """The usual ones, but where the group chose otherwise."""
    chosen = {name: float(value) for name, value in desk.weights.items() if name in SIGNALS}
    return matching.Weights(**chosen)


def services_near(evidences: Iterable[Evidence], viewer: Viewer) -> list[Service]:
    """All shared services that are to be seen; of a large catalogue the nearest to these needs."""
    shared = visible(viewer).offered()
    known = list(shared.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(known) > MOST:
        known = list({pk for evidence in evidences for pk in evidence.nearest(MOST)})
    found = shared.filter(pk__in=known).select_related("hub", "category", "test_bed")
    return list(found.defer(*SHOWN_ONLY_THERE).order_by("pk"))


def offers_of(services: Sequence[Service]) -> list[matching.Offer]:
    facts = _Facts([one.pk for one in services], [one.hub_id for one in services])
    return [facts.offer_of(service) for service in services]


class _Facts:
    """What other rows say of services, read at once."""

    def __init__(self, ids: Collection[int], hubs: Collection[int]) -> None:
        self.today = timezone.localdate()
        self.terms = {name: _codes(name, "term__slug", ids) for name in ("technologies", "sectors")}
        self.concepts = _codes("concepts", "concept__slug", ids)
        self.places = _codes("countries", "country_id", ids)
        for pk, codes in _codes("regions", "region_id", ids).items():
            self.places.setdefault(pk, set()).update(codes)
        self.named = named_concepts(ids)
        self.slots = _next_slots(ids)
        self.records = _records(ids)
        self.received = received_by(hubs)

    def offer_of(self, service: Service) -> matching.Offer:
        pk, record = service.pk, self.records.get(service.pk, {})
        return matching.Offer(
            id=str(pk),
            hub=service.hub.slug,
            country=service.hub.country_id,
            region=service.hub.region_id or "",
            category=service.category.slug,
            technologies=frozenset(self.terms["technologies"].get(pk, ())),
            sectors=self._sectors(pk),
            concepts={**self.named.get(pk, {}), **dict.fromkeys(self.concepts.get(pk, ()), 1.0)},
            languages=frozenset(service.languages),
            delivery=matching.Delivery(service.delivery),
            places=frozenset(self.places.get(pk, ())),
            customers=frozenset(service.customers),
            price=_euros(service.price),
            list_price=_euros(service.list_price),
            aid=service.aid,
            capacity=_left(service, record),
            lead_days=service.lead_days,
            free_in_days=self._free_in_days(service),
            trl=_levels(service),
            confirmed_days_ago=self._confirmed_days_ago(service),
            delivered=record.get("delivered", 0),
            rating=record.get("rating"),
            received=self.received.get(service.hub_id, 0),
        )

    def _sectors(self, pk: int) -> frozenset[str]:
        """Empty means all of them."""
        sectors = frozenset(self.terms["sectors"].get(pk, ()))
        return frozenset() if ALL_SECTORS in sectors else sectors

    def _free_in_days(self, service: Service) -> int | None:
        """The next free slot of its test bed, or the day that its hub names."""
        slot = self.slots.get(service.pk)
        free = timezone.localdate(slot) if slot else service.next_free
        return None if free is None else max(0, (free - self.today).days)

    def _confirmed_days_ago(self, service: Service) -> int | None:
        if service.confirmed_at is None:
            return None
        return max(0, (self.today - timezone.localdate(service.confirmed_at)).days)


def _codes(name: str, column: str, ids: Collection[int]) -> dict[int, set[str]]:
    """By service; read from the joining table, since rows of the model would take ten times as long."""
    through: Any = getattr(Service, name).through
    found: dict[int, set[str]] = {}
    for pk, code in through.objects.filter(service__in=ids).values_list("service_id", column):
        found.setdefault(pk, set()).add(code)
    return found


def _next_slots(ids: Collection[int]) -> dict[int, Any]:
    free = TestBedSlot.objects.filter(
        test_bed__service__in=ids, is_taken=False, starts_at__gt=timezone.now()
    ).order_by()
    return dict(
        free.values("test_bed__service")
        .annotate(first=Min("starts_at"))
        .values_list("test_bed__service", "first")
    )


def _records(ids: Collection[int]) -> dict[int, Any]:
    """By service: how often it was delivered, how it was rated, and for how many it is busy."""
    counted = Referral.objects.filter(service__in=ids).order_by().values("service")
    rows = counted.annotate(
        delivered=Count("pk", filter=Q(state__in=SERVED)),
        busy=Count("pk", filter=Q(state__in=BUSY)),
        rating=Avg("record__rating", filter=Q(state__in=SERVED)),
    )
    return {row["service"]: row for row in rows}


def received_by(hubs: Collection[int]) -> dict[int, int]:
    """How many needs each hub was sent lately, without those that were taken back."""
    sent = Referral.objects.filter(hub__in=set(hubs), sent_at__gt=timezone.now() - LATELY)
    counted = sent.exclude(state=ReferralState.WITHDRAWN).order_by().values("hub")
    return dict(counted.annotate(times=Count("pk")).values_list("hub", "times"))


def _left(service: Service, record: Mapping[str, Any]) -> int | None:
    if service.capacity is None:
        return None
    left: int = service.capacity - record.get("busy", 0)
    return max(0, left)


def _levels(service: Service) -> tuple[int, int] | None:
    low, high = service.trl_from, service.trl_to
    return None if low is None or high is None else (low, high)


def _euros(amount: Any) -> float | None:
    return None if amount is None else float(amount)
