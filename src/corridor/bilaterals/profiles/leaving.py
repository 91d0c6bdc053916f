"""Leaving the 1:1 meetings: requests and meetings end, and a published schedule is repaired."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from corridor.bilaterals.asking.ending import end_all_of
from corridor.bilaterals.models import Profile
from corridor.bilaterals.repairing import own
from corridor.bilaterals.scheduling.actions import locked
from corridor.events.models import Registration
from corridor.events.signals import registration_cancelled
from corridor.kernel import journal


def register() -> None:
    registration_cancelled.connect(_does_not_come, dispatch_uid="bilaterals.leaving")


def leave_meetings(*, by: Any, profile: Profile) -> None:
    """The registration stays. Nobody can ask them from the first step on; what an interruption leaves, the
    job of requests ends."""
    with transaction.atomic():
        kept = _leave(by, profile)
    end_all_of(kept)


def _leave(by: Any, profile: Profile) -> Profile:
    locked(profile.bilaterals)
    rows = Profile.objects.select_for_update(of=("self",), no_key=True)
    kept = rows.select_related("bilaterals", "registration__person").get(pk=profile.pk)
    if kept.left_at is None:
        Profile.objects.filter(pk=kept.pk).update(delegation=None, version=F("version") + 1)
        own.leave(by=by, profile=kept)
        journal.record("leave-meetings", kept, by=by)
        kept.refresh_from_db(fields=["left_at", "delegation", "version"])
    return kept


def _does_not_come(registration: Registration, **_news: Any) -> None:
    """In the transaction that cancels the registration; requests end after it."""
    profile = Profile.objects.filter(registration=registration).select_related("bilaterals").first()
    if profile is not None:
        kept = _leave(None, profile)
        transaction.on_commit(lambda: end_all_of(kept))
