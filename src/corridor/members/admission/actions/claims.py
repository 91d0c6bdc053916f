"""“I work for this hub”: claimed, confirmed by mail, decided by who knows the hub."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from corridor.kernel import journal
from corridor.kernel.errors import NotFound
from corridor.members.admission import letters, rules
from corridor.members.admission.enums import ClaimState
from corridor.members.admission.models import TIME_TO_DECIDE, Claim
from corridor.members.models import Hub, Seat
from corridor.people.actions import open_account
from corridor.people.queries import person_by_email

from .seats import give_seat
from .states import locked, move


def make_claim(*, hub: Hub, values: Mapping[str, Any], language: str) -> Claim:
    with transaction.atomic():
        claim = Claim.objects.create(hub=hub, language=language, **values)
        journal.record("make-claim", claim, after={"hub": hub.pk})
        letters.ask_to_confirm(claim)
    return claim


def confirm_claim(*, claim: Claim) -> Claim:
    with transaction.atomic():
        claim = locked(claim)
        if claim.confirmed_at is None:
            claim.confirmed_at = timezone.now()
            claim.due_on = timezone.localdate() + TIME_TO_DECIDE
            move(claim, ClaimState.OPEN, verb="confirm-claim")
            letters.tell_deciders_of(claim)
    return claim


def grant_claim(*, by: Any, claim: Claim, role: str) -> Seat:
    with transaction.atomic():
        claim = _decided(by, locked(claim))
        move(claim, ClaimState.GRANTED, verb="grant-claim", by=by, role=role)
        person = person_by_email(claim.email) or open_account(
            email=claim.email, name=claim.name, language=claim.language, by=by
        )
        seat = give_seat(by=by, person=person, hub=claim.hub, role=role)
        letters.tell_claimant(claim, granted=True)
    return seat


def decline_claim(*, by: Any, claim: Claim, reason: str) -> Claim:
    with transaction.atomic():
        claim = _decided(by, locked(claim))
        claim.reason = reason
        move(claim, ClaimState.DECLINED, verb="decline-claim", by=by)
        letters.tell_claimant(claim, granted=False)
    return claim


def withdraw_claim(*, claim: Claim) -> Claim:
    with transaction.atomic():
        claim = locked(claim)
        claim.decided_at = timezone.now()
        move(claim, ClaimState.WITHDRAWN, verb="withdraw-claim")
    return claim


def _decided(by: Any, claim: Claim) -> Claim:
    """Under the lock: whoever lost the right to decide since the page was read finds nothing there."""
    if claim.is_open and not rules.may_decide_claim(by, claim):
        raise NotFound
    claim.decided_at, claim.decided_by = timezone.now(), by
    return claim
