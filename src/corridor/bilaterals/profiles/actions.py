"""Joining the 1:1 meetings of an event, and what somebody says of themselves there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from corridor.bilaterals.models import Bilaterals, Profile
from corridor.events.models import Registration
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound

WORDS = ("headline", "about", "languages", "half", "wants_suggestions")


def join_meetings(
    *, by: Any, bilaterals: Bilaterals, registration: Registration, values: Mapping[str, Any]
) -> Profile:
    """For the first time, or again after having left."""
    with transaction.atomic():
        kept = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.pk)
        if not kept.is_coming or kept.event_id != bilaterals.event_id:
            raise NotFound
        made, _is_new = Profile.objects.get_or_create(registration=kept, defaults={"bilaterals": bilaterals})
        _write(made, values, left_at=None)
        journal.record("join-meetings", made, by=by)
    return made


def change_profile(*, by: Any, profile: Profile, version: int, values: Mapping[str, Any]) -> Profile:
    """``version`` is the one that the page showed."""
    with transaction.atomic():
        kept = Profile.objects.select_for_update(of=("self",), no_key=True).get(pk=profile.pk)
        if kept.version != version:
            raise Conflict
        _write(kept, values)
        journal.record("change-profile", kept, by=by)
    return kept


def _write(kept: Profile, values: Mapping[str, Any], **more: Any) -> None:
    for name in WORDS:
        setattr(kept, name, values[name])
    for name, value in more.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save()
    kept.away.set(values["away"])
