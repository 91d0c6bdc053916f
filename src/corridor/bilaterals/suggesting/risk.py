"""Who is at risk of meeting nobody: not asked, asked nobody, or nothing accepted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from corridor.bilaterals.asking.limits import NONE, loads_of
from corridor.bilaterals.models import Ask, Bilaterals, Profile
from corridor.bilaterals.profiles.queries import people_of


@dataclass(frozen=True)
class AtRisk:
    profile: Profile
    was_asked: bool
    has_asked: bool
    has_meeting: bool

    @property
    def is_silent(self) -> bool:
        """Nothing in their profile by which they could be suggested."""
        return not self.profile.entries.all()

    @property
    def weight(self) -> int:
        return (not self.was_asked) + (not self.has_asked) + (not self.has_meeting)


def at_risk(bilaterals: Bilaterals) -> list[AtRisk]:
    """Those who need help most first; a constant number of queries."""
    asked, asking = _sides(bilaterals)
    loads = loads_of(bilaterals)
    everybody = [
        AtRisk(one, one.pk in asked, one.pk in asking, bool(loads.get(one.pk, NONE).meetings))
        for one in people_of(bilaterals)
    ]
    return sorted((one for one in everybody if one.weight), key=lambda one: -one.weight)


def quiet_people(bilaterals: Bilaterals) -> list[Profile]:
    """Those without any request, from them or to them, and without a meeting."""
    return [one.profile for one in at_risk(bilaterals) if one.weight == len(("asked", "asking", "meeting"))]


def _sides(bilaterals: Bilaterals) -> tuple[Collection[int], Collection[int]]:
    """Who was ever asked, and who ever asked."""
    pairs = list(Ask.objects.filter(bilaterals=bilaterals).values_list("to_id", "by_id"))
    return {to for to, _by in pairs}, {by for _to, by in pairs}
