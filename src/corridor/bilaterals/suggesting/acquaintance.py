"""Who has asked or met whom, at this event and at others, for all people of an event at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db.models import Q
from django.db.models.functions import Lower

from corridor.bilaterals.enums import BilateralState
from corridor.bilaterals.models import Ask, Bilaterals, Party, Profile

ACCOUNT: Final = "account "


def acquainted(ids: Collection[int]) -> Mapping[int, set[int]]:
    """Among these profiles, with whom each has asked or agreed something; two queries."""
    found: dict[int, set[int]] = defaultdict(set)
    for by, to in Ask.objects.filter(by__in=list(ids), to__in=list(ids)).values_list("by_id", "to_id"):
        found[by].add(to)
        found[to].add(by)
    agreed = Party.objects.filter(profile__in=list(ids), meeting__state=BilateralState.AGREED)
    together: dict[int, set[int]] = defaultdict(set)
    for meeting, profile in agreed.values_list("meeting_id", "profile_id"):
        together[meeting].add(profile)
    for people in together.values():
        for one in people:
            found[one] |= people - {one}
    return found


def known_elsewhere(bilaterals: Bilaterals, people: Iterable[Profile]) -> Mapping[int, set[int]]:
    """The same by other events, where people are known by their account or their address; three queries."""
    here: dict[str, int] = {identity: one.pk for one in people for identity in _identities(one)}
    who = _profiles_elsewhere(bilaterals, here)
    found: dict[int, set[int]] = defaultdict(set)
    for one, others in acquainted(who).items():
        found[who[one]] |= {who[other] for other in others} - {who[one]}
    return found


def _profiles_elsewhere(bilaterals: Bilaterals, here: Mapping[str, int]) -> dict[int, int]:
    """Of the people who are here: by the id of their profile there, that of the one here."""
    persons = [int(key.removeprefix(ACCOUNT)) for key in here if key.startswith(ACCOUNT)]
    addresses = [key for key in here if not key.startswith(ACCOUNT)]
    there = Profile.objects.annotate(address=Lower("registration__email")).exclude(bilaterals=bilaterals)
    same = there.filter(Q(registration__person__in=persons) | Q(address__in=addresses))
    return {
        one.pk: next(here[identity] for identity in _identities(one) if identity in here)
        for one in same.select_related("registration")
    }


def _identities(profile: Profile) -> list[str]:
    registration = profile.registration
    by_account = [f"{ACCOUNT}{registration.person_id}"] if registration.person_id else []
    return [*by_account, registration.email.lower()]
