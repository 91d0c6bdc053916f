"""Reads and doors: a door gives 1:1 meetings to whom they are open, and ``NotFound`` to all others."""

from __future__ import annotations

from typing import Any

from corridor.events.queries import event_for_organising, own_registration_at
from corridor.kernel.errors import NotFound

from .models import Bilaterals, Profile


def bilaterals_for_coordinating(person: Any, group: str, slug: str) -> Bilaterals:
    """For those who organise the event."""
    event = event_for_organising(person, group, slug)
    if found := Bilaterals.objects.select_related("event__group").filter(event=event).first():
        return found
    raise NotFound


def own_profile_at(request: Any, group: str, slug: str) -> Profile:
    """That of whoever is signed in, or whose link this browser opened."""
    registration = own_registration_at(request, group, slug)
    mine = Profile.objects.select_related("bilaterals__event__group", "registration__person")
    if found := mine.filter(registration=registration).first():
        return found
    raise NotFound
