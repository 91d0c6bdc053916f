"""How the client ends a need: withdrawn, or solved otherwise; and what becomes of its referrals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from corridor.referrals.enums import RUNNING, UNANSWERED, NeedState, ReferralState
from corridor.referrals.handing.states import locked as locked_referral
from corridor.referrals.handing.states import move
from corridor.referrals.models import Need, Referral

from . import telling
from .locking import Decided, locked, save

BEFORE_THE_END = (NeedState.UNCONFIRMED, NeedState.RECEIVED, NeedState.OPEN)


def withdraw_need(*, need: Need, by: Any = None) -> Need:
    """By the client: nobody works on it any more, and whoever was asked no longer knows who it is."""
    with transaction.atomic():
        kept = _not_over(need)
        was_known = kept.state != NeedState.UNCONFIRMED
        save(kept, "withdraw-need", by=by, state=NeedState.WITHDRAWN, ended_at=timezone.now())
        end_referrals(kept, RUNNING, by=by)
        if was_known:
            telling.tell_carers(kept, telling.WITHDRAWN)
    return kept


def solve_need(*, need: Need, reason: str = "") -> Need:
    """By the client, who needs no further help. Hubs that are at work go on."""
    with transaction.atomic():
        kept = _not_over(need)
        if not kept.is_open:
            raise Decided
        now = timezone.now()
        save(kept, "close-need", by=None, state=NeedState.CLOSED, ended_at=now, ended_why=reason)
        end_referrals(kept, UNANSWERED, by=None)
        telling.tell_carers(kept, telling.SOLVED)
    return kept


def end_referrals(kept: Need, states: Iterable[str], *, by: Any) -> None:
    """Under the lock of the need. Each hub is told that its answer is no longer waited for."""
    for referral in Referral.objects.filter(need=kept, state__in=list(states)).order_by("pk"):
        ended = locked_referral(referral)
        ended.need = kept
        move(ended, ReferralState.WITHDRAWN, by=by, verb="withdraw-referral")
        telling.tell_hub_asked(ended)


def _not_over(need: Need) -> Need:
    kept = locked(need)
    if kept.state not in BEFORE_THE_END:
        raise Decided
    return kept
