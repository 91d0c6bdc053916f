"""People who come together: formed by the organisers, or by the people of one hub, each for themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from corridor.bilaterals.models import Bilaterals, Delegation, Profile
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound
from corridor.members.models import Hub, Seat

from .queries import people_of


def hub_of(profile: Profile) -> Hub | None:
    """For which they come and in which they have a seat: a name that somebody typed is not enough to share
    the meetings of others."""
    registration = profile.registration
    seats = Seat.objects.current().filter(person=registration.person_id, hub=registration.hub_id)
    known = registration.person_id is not None and registration.hub_id is not None
    return registration.hub if known and seats.exists() else None


def of_hub(bilaterals: Bilaterals, hub: Hub) -> Delegation | None:
    """The one in which somebody comes for this hub."""
    theirs = Delegation.objects.filter(bilaterals=bilaterals, profiles__registration__hub=hub)
    found: Delegation | None = theirs.order_by("pk").first()
    return found


def delegations_of(bilaterals: Bilaterals) -> QuerySet[Delegation]:
    return Delegation.objects.filter(bilaterals=bilaterals).prefetch_related("profiles__registration__hub")


def join_delegation(*, by: Any, profile: Profile) -> Delegation:
    """That of their hub; the first forms it."""
    hub = hub_of(profile)
    if hub is None:
        raise NotFound
    with transaction.atomic():
        Bilaterals.objects.select_for_update(no_key=True).get(pk=profile.bilaterals_id)
        found = of_hub(profile.bilaterals, hub)
        if found is None:
            found = Delegation.objects.create(bilaterals=profile.bilaterals, name=hub.name, made_by=by)
        _take_in(found, [profile.pk])
        journal.record("join-delegation", found, by=by, after={"profile": profile.pk})
    return found


def leave_delegation(*, by: Any, profile: Profile) -> None:
    """Meetings that are agreed stay. Nobody is left of one that is empty."""
    with transaction.atomic():
        Bilaterals.objects.select_for_update(no_key=True).get(pk=profile.bilaterals_id)
        kept = Profile.objects.select_for_update(of=("self",), no_key=True).get(pk=profile.pk)
        if kept.delegation_id is None:
            return
        left = Delegation.objects.get(pk=kept.delegation_id)
        Profile.objects.filter(pk=kept.pk).update(delegation=None)
        journal.record("leave-delegation", left, by=by, after={"profile": profile.pk})
        if not left.profiles.exists():
            left.delete()


def form_delegation(*, by: Any, bilaterals: Bilaterals, name: str, people: Collection[int]) -> Delegation:
    """By the organisers; ``people`` are ids of profiles that are in no other."""
    with transaction.atomic():
        Bilaterals.objects.select_for_update(no_key=True).get(pk=bilaterals.pk)
        made = Delegation.objects.create(bilaterals=bilaterals, name=name, made_by=by)
        _take_in(made, people)
        journal.record("form-delegation", made, by=by, after={"profiles": sorted(people)})
    return made


def _take_in(delegation: Delegation, people: Collection[int]) -> None:
    rows = Profile.objects.present().filter(bilaterals=delegation.bilaterals_id, pk__in=people)
    kept = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if len(kept) < len(people):
        raise NotFound
    if any(one.delegation_id not in (None, delegation.pk) for one in kept):
        raise Conflict(_("Somebody of them is in another delegation already."))
    Profile.objects.filter(pk__in=[one.pk for one in kept]).update(delegation=delegation)


def dissolve_delegation(*, by: Any, delegation: Delegation) -> None:
    with transaction.atomic():
        journal.record("dissolve-delegation", delegation, by=by)
        delegation.delete()


def alone(bilaterals: Bilaterals) -> list[tuple[str, str]]:
    """Those who are in none, as a form offers them."""
    free = people_of(bilaterals).filter(delegation=None).prefetch_related(None)
    return [(str(one.pk), _named(one)) for one in free]


def _named(one: Profile) -> str:
    registration = one.registration
    of = registration.organisation or (registration.hub.name if registration.hub else "")
    return f"{registration.name}, {of}" if of else registration.name
