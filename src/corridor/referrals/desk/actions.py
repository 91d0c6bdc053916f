"""How a group lets its desk weigh."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from corridor.engines.matching import Weights
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound
from corridor.members.groups.rules import moderates
from corridor.members.models import WorkingGroup
from corridor.referrals.models import Desk
from corridor.referrals.queries import desk_of


def change_desk(
    *, by: Any, group: WorkingGroup, version: int, weights: Weights, answer_days: int, moderate_days: int
) -> Desk:
    """Only what differs from the usual weights is kept."""
    with transaction.atomic():
        WorkingGroup.objects.select_for_update().get(pk=group.pk)  # the desk may not be stored yet
        if not moderates(by, group):
            raise NotFound
        kept = desk_of(group)
        if kept.version != version:
            raise Conflict
        before = _said(kept)
        kept.weights = unusual(weights)
        kept.answer_days, kept.moderate_days = answer_days, moderate_days
        if _said(kept) != before:
            kept.version += 1
            kept.save()
            journal.record("change-desk", kept, by=by, before=before, after=_said(kept))
    return kept


def unusual(weights: Weights) -> dict[str, float]:
    usual = asdict(Weights())
    return {name: value for name, value in asdict(weights).items() if value != usual[name]}


def _said(desk: Desk) -> dict[str, Any]:
    return {
        "weights": dict(desk.weights),
        "answer_days": desk.answer_days,
        "moderate_days": desk.moderate_days,
    }
