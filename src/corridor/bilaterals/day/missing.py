"""Who did not come, as those say who waited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from corridor.bilaterals.models import Bilateral, Bilaterals, Party

from .models import Replacement


@dataclass(frozen=True)
class Missing:
    """``said_by`` waited; ``is_disputed`` where the one who was missed says that they were there. ``instead``
    are meetings that were taken for this one."""

    party: Party
    said_by: Sequence[str]
    is_disputed: bool
    instead: Sequence[Replacement]

    @property
    def meeting(self) -> Bilateral:
        meeting: Bilateral = self.party.meeting
        return meeting


def no_shows(bilaterals: Bilaterals) -> list[Missing]:
    """The latest first."""
    parties = Party.objects.filter(meeting__bilaterals=bilaterals, came=False)
    everybody = Party.objects.select_related("profile__registration").order_by("pk")
    found = parties.select_related("profile__registration", "meeting__booking").prefetch_related(
        Prefetch("meeting__parties", everybody)
    )
    taken = list(_taken(bilaterals))
    return [_missing(one, taken) for one in found.order_by("-noted_at", "-pk")]


def _taken(bilaterals: Bilaterals) -> Sequence[Replacement]:
    rows = Replacement.objects.filter(missed__bilaterals=bilaterals, taken__isnull=False)
    return list(rows.select_related("to__registration", "other__registration"))


def _missing(party: Party, taken: Sequence[Replacement]) -> Missing:
    others = [one for one in party.meeting.parties.all() if one.pk != party.pk]
    return Missing(
        party,
        [one.profile.registration.name for one in others],
        is_disputed=any(one.came for one in others),
        instead=[one for one in taken if one.missed_id == party.meeting_id],
    )
