"""What other weights would have made of a group's last needs. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils import timezone

from corridor.catalogue.models import Service
from corridor.engines.matching import Offer, Weights, order
from corridor.kernel.audience import Viewer
from corridor.members.models import WorkingGroup
from corridor.referrals.enums import SERVED, STARTED, ReferralState
from corridor.referrals.models import Need, Referral
from corridor.referrals.queries import needs_in_full
from corridor.vocab.nearness import vocabulary

from .evidence import Evidence
from .problem import evidence_of, need_of, offers_of, services_near

MOST_NEEDS: Final = 20
FIRST: Final = 3
ENOUGH: Final = 10  # needs to judge by; fewer are told as few
LED_SOMEWHERE: Final = (ReferralState.TAKEN, ReferralState.AGREED, *SERVED)


@dataclass(frozen=True)
class Named:
    """A service among the first; ``before`` is its place with the weights in force, empty where it had none
    among the first."""

    service: Service
    place: int
    before: int | None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def moved(self) -> int:
        """How many places up."""
        return 0 if self.before is None else self.before - self.place


@dataclass(frozen=True)
class Compared:
    """One need. ``gone`` were among the first. ``taken`` says whether a referral of it led somewhere;
    ``place_before`` and ``place_after`` are where that service stood, empty where it is left out."""

    need: Need
    first: Sequence[Named]
    gone: Sequence[Service]
    taken: bool
    place_before: int | None
    place_after: int | None

    @property
    def changes(self) -> bool:
        return bool(self.gone) or any(one.is_new or one.moved for one in self.first)


@dataclass(frozen=True)
class Preview:
    """``judged`` are the needs of which a referral led somewhere: only they tell whether it became better."""

    needs: Sequence[Compared]

    @property
    def changed(self) -> int:
        return sum(1 for one in self.needs if one.changes)

    @property
    def told(self) -> list[Compared]:
        """Those about which there is something to tell."""
        return [one for one in self.needs if one.changes or one.taken]

    @cached_property
    def judged(self) -> list[Compared]:
        return [one for one in self.needs if one.taken]

    @property
    def is_few(self) -> bool:
        return len(self.judged) < ENOUGH

    @property
    def before(self) -> float:
        return _mean_reciprocal([one.place_before for one in self.judged])

    @property
    def after(self) -> float:
        return _mean_reciprocal([one.place_after for one in self.judged])


def preview(group: WorkingGroup, viewer: Viewer, now: Weights, then: Weights) -> Preview:
    """With today's catalogue, each need as on the day when it was opened."""
    needs = _last_needs(group, viewer)
    evidences = [evidence_of(need, viewer) for need in needs]
    services = services_near(evidences, viewer)
    trial = _Trial({str(one.pk): one for one in services}, offers_of(services), now, then, _led(needs))
    return Preview([trial.of(need, evidence) for need, evidence in zip(needs, evidences, strict=True)])


def _last_needs(group: WorkingGroup, viewer: Viewer) -> list[Need]:
    open_or_closed = Need.objects.visible_to(viewer).filter(group=group, state__in=STARTED)
    return list(needs_in_full(open_or_closed).order_by("-opened_at", "-pk")[:MOST_NEEDS])


def _led(needs: Collection[Need]) -> Mapping[int, set[tuple[int | None, int]]]:
    """By need the (service, hub) of the referrals that were taken up."""
    led: dict[int, set[tuple[int | None, int]]] = {}
    rows = Referral.objects.filter(need__in=needs, state__in=LED_SOMEWHERE)
    for need, service, hub in rows.values_list("need_id", "service_id", "hub_id"):
        led.setdefault(need, set()).add((service, hub))
    return led


@dataclass(frozen=True)
class _Trial:
    services: Mapping[str, Service]
    offers: Sequence[Offer]
    now: Weights
    then: Weights
    led: Mapping[int, set[tuple[int | None, int]]]

    def of(self, need: Need, evidence: Evidence) -> Compared:
        opened = timezone.localdate(need.opened_at)
        asked = need_of(need, evidence, opened)
        before, after = (
            order(asked, self.offers, weights, vocabulary=vocabulary()) for weights in (self.now, self.then)
        )
        first, old = after[:FIRST], before[:FIRST]
        wanted = self._wanted(need)
        return Compared(
            need,
            [Named(self.services[key], n, _place(old, {key})) for n, key in enumerate(first, start=1)],
            [self.services[key] for key in old if key not in first],
            need.pk in self.led,
            _place(before, wanted),
            _place(after, wanted),
        )

    def _wanted(self, need: Need) -> set[str]:
        """The services that were taken; all of its hub's where it was asked as a whole."""
        led = self.led.get(need.pk, set())
        hubs = {hub for service, hub in led if service is None}
        taken = {str(service) for service, _hub in led if service is not None}
        return taken | {key for key, one in self.services.items() if one.hub_id in hubs}


def _place(order: Sequence[str], wanted: Collection[str]) -> int | None:
    """Of the first of these."""
    return next((place for place, key in enumerate(order, start=1) if key in wanted), None)


def _mean_reciprocal(places: Sequence[int | None]) -> float:
    return sum(1 / place for place in places if place) / len(places) if places else 0.0
