"""Reads of requests: those of one person, and the door to one of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from corridor.bilaterals.enums import BilateralState
from corridor.bilaterals.models import Ask, Bilateral, Profile
from corridor.kernel.errors import NotFound

SIDES = ("by__registration__hub", "to__registration__hub")


def asks_of(profile: Profile) -> QuerySet[Ask]:
    """From and to this person, the latest first."""
    return Ask.objects.filter(Q(by=profile) | Q(to=profile)).select_related(*SIDES)


def ask_for_viewing(profile: Profile, pk: int) -> Ask:
    whole = asks_of(profile).select_related(
        *SIDES, "bilaterals__event__group", "by__registration__person", "to__registration__person"
    )
    if found := whole.filter(pk=pk).first():
        return found
    raise NotFound


def last_between(profile: Profile, other: Profile) -> Ask | None:
    return asks_of(profile).filter(Q(by=other) | Q(to=other)).first()


def meetings_of(profile: Profile) -> QuerySet[Bilateral]:
    """Agreed, with everybody in them."""
    agreed = Bilateral.objects.filter(people=profile, state=BilateralState.AGREED)
    return agreed.select_related("ask").prefetch_related("people__registration__hub")


def meets(profile: Profile, others: Iterable[Profile]) -> set[int]:
    """With whom of these a meeting is agreed, by id."""
    agreed = Bilateral.objects.filter(people=profile, state=BilateralState.AGREED)
    return set(
        Profile.objects.filter(parties__meeting__in=agreed, pk__in=[one.pk for one in others]).values_list(
            "pk", flat=True
        )
    )
