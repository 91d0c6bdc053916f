"""Reads of the hand-over: what a hub was given and gives, the late ones first."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from corridor.catalogue.models import Service
from corridor.catalogue.queries import visible
from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import clean_text
from corridor.members.models import Hub
from corridor.members.queries import memberships_today
from corridor.referrals.audiences import number_in
from corridor.referrals.enums import RUNNING, UNANSWERED
from corridor.referrals.models import Need, Referral, ReferralQuerySet


def late_first(referrals: ReferralQuerySet) -> QuerySet[Referral]:
    """Unanswered ones by the promised day, then those that are at work, then what is over."""
    order = Case(
        When(state__in=UNANSWERED, then=Value(0)),
        When(state__in=RUNNING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    shown = referrals.select_related("need__hub", "need__group", "hub", "service__hub")
    return shown.annotate(order=order).order_by("order", "due_on", "-sent_at", "-pk")


def given_to(hub: Hub) -> QuerySet[Referral]:
    return late_first(Referral.objects.filter(hub=hub))


def given_by(hub: Hub) -> QuerySet[Referral]:
    return late_first(Referral.objects.filter(need__hub=hub))


def titles_seen(viewer: Viewer, referrals: Any) -> set[int]:
    """Ids of the needs that this viewer may see: who declined one sees it no longer."""
    needs = {one.need_id for one in referrals}
    return set(Need.objects.visible_to(viewer).filter(pk__in=needs).values_list("pk", flat=True))


def hub_for_referral(viewer: Viewer, slug: str) -> Hub:
    hub = Hub.objects.visible_to(viewer).select_related("country").filter(slug=clean_text(slug)).first()
    if hub is None:
        raise NotFound
    return hub


def service_for_referral(viewer: Viewer, pk: str) -> Service:
    known = visible(viewer).offered().select_related("hub__country", "test_bed")
    service: Service | None = known.filter(pk=number_in(pk)).first()
    if service is None:
        raise NotFound
    return service


def others_for(referral: Referral) -> QuerySet[Hub]:
    """Members of the group that could be suggested instead."""
    members = memberships_today().filter(group=referral.need.group_id).values("hub")
    tried = Referral.objects.filter(need=referral.need_id).values("hub")
    found = Hub.objects.filter(pk__in=members).exclude(pk__in=tried).exclude(pk=referral.need.hub_id or 0)
    return found.order_by("name")
