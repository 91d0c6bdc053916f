"""Doors to what is changed."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from corridor.bilaterals.enums import BilateralState
from corridor.bilaterals.models import Bilateral, Party
from corridor.bilaterals.profiles.queries import present_profile_at
from corridor.bilaterals.queries import bilaterals_for_coordinating
from corridor.kernel.errors import NotFound


def meeting_for_coordinating(person: Any, group: str, slug: str, pk: int) -> Bilateral:
    bilaterals = bilaterals_for_coordinating(person, group, slug)
    return _one(bilaterals=bilaterals, pk=pk)


def own_meeting_at(request: Any, group: str, slug: str, pk: int) -> Bilateral:
    """Of which one is a part, until it is cancelled."""
    return _one(people=present_profile_at(request, group, slug), state=BilateralState.AGREED, pk=pk)


def _one(**wanted: Any) -> Bilateral:
    parties = Prefetch("parties", Party.objects.select_related("profile__registration"))
    rows = Bilateral.objects.select_related("bilaterals__event__group", "booking__slot")
    if found := rows.prefetch_related(parties).filter(**wanted).first():
        return found
    raise NotFound
