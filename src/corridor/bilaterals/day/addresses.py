"""Secret addresses: of somebody's agenda as a calendar, and of the board at the venue. A new one ends the
one before it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from corridor.bilaterals.models import Bilaterals, Profile
from corridor.kernel import journal
from corridor.kernel.errors import NotFound
from corridor.kernel.keys import digest_of
from corridor.post import keys

from .models import SecretAddress


def address_of(bilaterals: Bilaterals, profile: Profile | None = None) -> SecretAddress | None:
    """That of a profile, or of the board; nothing before it was made."""
    return SecretAddress.objects.filter(bilaterals=bilaterals, profile=profile, ended_at=None).first()


def new_address(*, by: Any, bilaterals: Bilaterals, profile: Profile | None = None) -> SecretAddress:
    """``by`` is nobody where the participant has no account."""
    uid = uuid.uuid4()
    with transaction.atomic():
        # Two at once make one after the other.
        Bilaterals.objects.select_for_update(no_key=True).get(pk=bilaterals.pk)
        old = SecretAddress.objects.filter(bilaterals=bilaterals, profile=profile, ended_at=None)
        old.update(ended_at=timezone.now())
        digest = digest_of(keys.key_of("bilaterals", uid))
        made = SecretAddress.objects.create(bilaterals=bilaterals, profile=profile, uid=uid, digest=digest)
        journal.record("open-secret-address", made, by=by)
    return made


def profile_of_key(key: str) -> Profile:
    """Whose agenda it opens."""
    profile: Profile | None = _opened_by(key).profile
    if profile is None:
        raise NotFound
    return profile


def board_of_key(key: str) -> Bilaterals:
    found = _opened_by(key)
    if found.profile_id is not None:
        raise NotFound
    bilaterals: Bilaterals = found.bilaterals
    return bilaterals


def _opened_by(key: str) -> SecretAddress:
    of_event = ("bilaterals__event__group", "profile__bilaterals__event__group")
    rows = SecretAddress.objects.select_related(*of_event, "profile__registration__person")
    if found := rows.filter(digest=digest_of(key), ended_at=None).first():
        return found
    raise NotFound
