"""What moderators decide about a need: it is taken up with or without a home hub, or refused; and how it is
closed. Of two who decide at once the second is told that it has happened."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.members.models import Hub
from corridor.members.queries import memberships_today
from corridor.referrals import rules
from corridor.referrals.enums import UNANSWERED, NeedState
from corridor.referrals.models import Need

from . import telling
from .ending import end_referrals
from .locking import Decided, locked, save


def open_need(*, by: Any, viewer: Viewer, need: Need, version: int, hub: Hub | None = None) -> Need:
    """Take it up. Without a home hub the moderators look after it themselves."""
    with transaction.atomic():
        kept = _to_decide(viewer, need, version)
        _refuse_strangers(kept, hub)
        now = timezone.now()
        save(kept, "open-need", by=by, state=NeedState.OPEN, opened_at=now, decided_by=by, hub=hub)
        telling.tell_taken_up(kept)
    return kept


def refuse_need(
    *, by: Any, viewer: Viewer, need: Need, version: int, reason: str = "", is_spam: bool = False
) -> Need:
    """With the reason in a letter to the client; spam gets neither."""
    with transaction.atomic():
        kept = _to_decide(viewer, need, version)
        noted = {"spam": True} if is_spam else {}
        told = "" if is_spam else reason
        _end(kept, "refuse-need", NeedState.REFUSED, by=by, why=told, noted=noted, decided_by=by)
        if not is_spam:
            telling.tell_refused(kept)
    return kept


def give_home_hub(*, by: Any, viewer: Viewer, need: Need, version: int, hub: Hub) -> Need:
    """To an open need that the moderators looked after until now."""
    with transaction.atomic():
        kept = locked(need, version)
        if not rules.moderates(viewer, kept):
            raise NotFound
        if kept.hub_id is not None or not kept.is_open:
            raise Decided
        _refuse_strangers(kept, hub)
        save(kept, "give-home-hub", by=by, hub=hub)
        telling.tell_taken_up(kept)
    return kept


def close_need(*, by: Any, viewer: Viewer, need: Need, version: int, reason: str) -> Need:
    """By those who look after it. Hubs that have not answered need not any more; those at work go on."""
    with transaction.atomic():
        kept = locked(need, version)
        if not rules.looks_after(by, viewer, kept):
            raise NotFound
        if not kept.is_open:
            raise Decided
        _end(kept, "close-need", NeedState.CLOSED, by=by, why=reason)
        end_referrals(kept, UNANSWERED, by=by)
        telling.tell_closed(kept)
    return kept


def _to_decide(viewer: Viewer, need: Need, version: int) -> Need:
    kept = locked(need)
    if not rules.moderates(viewer, kept):
        raise NotFound
    if kept.state != NeedState.RECEIVED or kept.version != version:
        raise Decided
    return kept


def _refuse_strangers(need: Need, hub: Hub | None) -> None:
    """A home hub is a member of the need's group."""
    if hub and not memberships_today().filter(hub=hub, group=need.group_id).exists():
        raise NotFound


def _end(kept: Need, verb: str, state: NeedState, *, by: Any, why: str, **more: Any) -> None:
    save(kept, verb, by=by, state=state, ended_at=timezone.now(), ended_why=why, **more)
