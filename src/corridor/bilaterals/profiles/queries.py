"""Reads and doors of profiles: whoever has joined sees the others who have."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from corridor.bilaterals.models import Bilaterals, Profile, Slot
from corridor.bilaterals.queries import own_profile_at
from corridor.events.models import Registration
from corridor.events.queries import own_registration_at
from corridor.kernel.errors import NotFound

WITH = ("bilaterals__event__group", "registration__person", "registration__hub", "delegation")


def place_at(request: Any, group: str, slug: str) -> tuple[Bilaterals, Registration]:
    """Of somebody who comes, whether or not they have joined."""
    registration = own_registration_at(request, group, slug)
    found = Bilaterals.objects.select_related("event__group").filter(event=registration.event).first()
    if found is None or not registration.is_coming:
        raise NotFound
    return found, registration


def profile_of(registration: Registration) -> Profile | None:
    """Also of somebody who has left."""
    return Profile.objects.select_related(*WITH).filter(registration=registration).first()


def present_profile_at(request: Any, group: str, slug: str) -> Profile:
    """Of somebody who takes part in the 1:1 meetings."""
    profile = own_profile_at(request, group, slug)
    if not is_present(profile):
        raise NotFound
    return profile


def is_present(profile: Profile) -> bool:
    return profile.left_at is None and profile.registration.is_coming


def people_of(bilaterals: Bilaterals) -> QuerySet[Profile]:
    """All who take part, by name, with what a list shows of them."""
    present = Profile.objects.present().filter(bilaterals=bilaterals)
    found: QuerySet[Profile] = present.select_related(*WITH).prefetch_related("entries")
    return found


def other_at(profile: Profile, pk: int) -> Profile:
    """Somebody else of the same 1:1 meetings."""
    if other := people_of(profile.bilaterals).filter(pk=pk).exclude(pk=profile.pk).first():
        return other
    raise NotFound


def only_listed(bilaterals: Bilaterals) -> QuerySet[Registration]:
    """Those who come, let others see it, and have not joined."""
    joined = Profile.objects.filter(bilaterals=bilaterals, left_at=None)
    coming = Registration.objects.coming().filter(event=bilaterals.event, is_listed=True)
    return coming.exclude(pk__in=joined.values("registration")).select_related("hub")


def slots_of(bilaterals: Bilaterals) -> list[Slot]:
    return list(Slot.objects.filter(bilaterals=bilaterals))
