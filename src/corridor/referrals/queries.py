"""Reads and doors: a door gives a need or a referral to whom it is open, and ``NotFound`` to all others."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.keys import digest_of
from corridor.members.models import WorkingGroup

from . import rules
from .enums import OVER, ClientField, NeedState
from .models import Client, ClientKey, Desk, Need, NeedQuerySet, Referral, ReferralQuerySet

Record = TypeVar("Record", bound=Model)


def needs_in_full(needs: NeedQuerySet) -> NeedQuerySet:
    """With what a page shows of them, in a constant number of queries."""
    with_places = needs.select_related("group", "hub__country", "category", "country", "region", "client")
    return with_places.prefetch_related("technologies", "sectors", "concepts")


def referrals_in_full(referrals: ReferralQuerySet) -> ReferralQuerySet:
    return referrals.select_related(
        *("need__group", "need__hub__country", "need__country", "need__region", "need__client"),
        *("hub__country", "service__hub", "slot", "suggested", "record"),
    )


def need_for_viewing(viewer: Viewer, pk: int) -> Need:
    return _one(needs_in_full(Need.objects.visible_to(viewer)), pk=pk)


def need_for_referring(person: Any, viewer: Viewer, pk: int) -> Need:
    """For those who look after it."""
    need = need_for_viewing(viewer, pk)
    if not rules.looks_after(person, viewer, need):
        raise NotFound
    return need


def need_for_editing(person: Any, viewer: Viewer, pk: int) -> Need:
    need = need_for_viewing(viewer, pk)
    if not rules.edits(person, viewer, need):
        raise NotFound
    return need


def need_of_client(key: str) -> Need:
    """By a private link, of the first letter or a later one."""
    digest = digest_of(key)
    behind = Q(key_digest=digest) | Q(pk__in=ClientKey.objects.filter(digest=digest).values("need"))
    return _one(needs_in_full(Need.objects.filter(behind)))


def referral_for_viewing(viewer: Viewer, pk: int) -> Referral:
    return _one(referrals_in_full(Referral.objects.visible_to(viewer)), pk=pk)


def referral_for_answering(person: Any, viewer: Viewer, pk: int) -> Referral:
    """For editors and delegates of the hub that was asked."""
    referral = referral_for_viewing(viewer, pk)
    if not rules.answers(person, referral):
        raise NotFound
    return referral


def desk_of(group: WorkingGroup) -> Desk:
    """Its own, or the usual one, which is then not stored."""
    return Desk.objects.filter(group=group).first() or Desk(group=group)


def passed_on(referral: Referral) -> dict[ClientField, str]:
    """What the receiving hub may know of the client: what went with the referral and is still agreed to, as
    long as it is asked or helps."""
    client: Client | None = getattr(referral.need, "client", None)
    if client is None or referral.need.state == NeedState.WITHDRAWN or referral.state in OVER:
        return {}
    allowed = [ClientField(name) for name in referral.passed if name in client.consented]
    return {name: getattr(client, name) for name in allowed if getattr(client, name)}


def _one(found: QuerySet[Record], **wanted: Any) -> Record:
    record = found.filter(**wanted).first()
    if record is None:
        raise NotFound
    return record
