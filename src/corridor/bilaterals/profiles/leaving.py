"""Leaving the 1:1 meetings: the registration stays, requests and meetings end."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from corridor.bilaterals.asking.ending import end_all_of
from corridor.bilaterals.models import Profile
from corridor.kernel import journal


def leave_meetings(*, by: Any, profile: Profile) -> None:
    """Nobody can ask them from the first step on; what an interruption leaves, the job of requests ends."""
    with transaction.atomic():
        kept = Profile.objects.select_for_update(of=("self",), no_key=True).get(pk=profile.pk)
        if kept.left_at is None:
            kept.left_at, kept.delegation = timezone.now(), None
            kept.version += 1
            kept.save(update_fields=["left_at", "delegation", "version"])
            journal.record("leave-meetings", kept, by=by)
    end_all_of(kept)
