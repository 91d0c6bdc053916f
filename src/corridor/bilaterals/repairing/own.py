"""What participants change of their own day. Where nobody else's meeting moves, the repair is published at
once; otherwise an organiser looks at it first."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from corridor.bilaterals.enums import BilateralState
from corridor.bilaterals.models import Bilateral, BookedParty, Booking, Profile, Proposal, Slot
from corridor.bilaterals.scheduling import placing
from corridor.bilaterals.scheduling.publishing import publish_proposal

from . import actions


def cancel(*, profile: Profile, meeting: Bilateral, why: str) -> None:
    with transaction.atomic():
        repair = actions.cancel_meeting(by=_person(profile), meeting=meeting, why=why)
        if repair and _only_takes_away(repair):
            publish_proposal(by=_person(profile), proposal=repair)


def leave(*, by: Any, profile: Profile) -> None:
    """All that is to come; whoever organises may say so for somebody."""
    with transaction.atomic():
        repair = actions.leave(by=by, profile=profile)
        if repair and _only_takes_away(repair):
            publish_proposal(by=by, proposal=repair)


def come_late(*, profile: Profile, slot: Slot) -> None:
    with transaction.atomic():
        repair = actions.come_late(by=_person(profile), profile=profile, until=slot.starts_at)
        if repair and _only_takes_away(repair):
            publish_proposal(by=_person(profile), proposal=repair)


def meetings_of(profile: Profile) -> list[Booking]:
    """Those to come, as published."""
    parties = Prefetch("parties", BookedParty.objects.select_related("profile__registration"))
    rows = Booking.objects.filter(parties__profile=profile, starts_at__gt=timezone.now())
    rows = rows.filter(meeting__state=BilateralState.AGREED).select_related("table__room")
    return list(rows.prefetch_related(parties))


def _person(profile: Profile) -> Any:
    """Their account, if they have one."""
    return profile.registration.person


def _only_takes_away(repair: Proposal) -> bool:
    """Every meeting that is left is where it was, and none is lost but what was cancelled."""
    before, after = actions.booked(repair.bilaterals), placing.from_json(repair.placed)
    lost = before.keys() - after.keys()
    kept = Bilateral.objects.filter(pk__in=lost, state=BilateralState.AGREED).exists()
    return not kept and all(before.get(key) == place for key, place in after.items())
