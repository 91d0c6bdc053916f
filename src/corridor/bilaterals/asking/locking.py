"""Two people and all who come with them, locked in one order by everybody: what one of them asks or accepts
waits for what the others do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from corridor.bilaterals.models import Ask, Profile
from corridor.bilaterals.profiles.queries import WITH, is_present
from corridor.kernel.errors import Conflict, NotFound


@dataclass(frozen=True)
class Pair:
    """``companions`` are those of both delegations who still come."""

    by: Profile
    to: Profile
    companions: tuple[Profile, ...] = ()

    @property
    def everybody(self) -> tuple[Profile, ...]:
        return (self.by, self.to, *self.companions)

    def side(self, of: Profile) -> list[int]:
        """The ids of ``of`` and of those who come with them."""
        same = of.delegation_id
        return [one.pk for one in self.everybody if one.pk == of.pk or (same and one.delegation_id == same)]

    def between(self, ask: Ask) -> Pair:
        """The same people, with those in front whom the request names."""
        known = {one.pk: one for one in self.everybody}
        by, to = known.pop(ask.by_id), known.pop(ask.to_id)
        return Pair(by, to, tuple(known.values()))


def locked_pair(by: int, to: int) -> Pair:
    """By the ids of their profiles; to be called within a transaction."""
    both = Q(pk__in=[by, to])
    delegations = Profile.objects.filter(both, delegation__isnull=False).values("delegation")
    rows = Profile.objects.filter(both | Q(delegation__in=delegations)).select_related(*WITH)
    kept = {one.pk: one for one in rows.select_for_update(of=("self",), no_key=True).order_by("pk")}
    if by not in kept or to not in kept:
        raise NotFound
    companions = [one for pk, one in kept.items() if pk not in (by, to) and is_present(one)]
    return Pair(kept[by], kept[to], tuple(companions))


def locked_ask(ask: Ask, version: int | None = None) -> tuple[Ask, Pair]:
    """``version`` is the one that the page showed."""
    pair = locked_pair(ask.by_id, ask.to_id)
    kept = Ask.objects.select_for_update(of=("self",)).filter(pk=ask.pk).first()
    if kept is None:
        raise NotFound
    if version is not None and kept.version != version:
        raise Conflict
    kept.by, kept.to, kept.bilaterals = pair.by, pair.to, pair.by.bilaterals
    return kept, pair
