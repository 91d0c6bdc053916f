"""Demands that contradict each other: kept with the ids of their rows, and told in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from corridor.bilaterals.models import Bilateral, Party, Profile, Proposal, Slot
from corridor.engines.scheduling import Conflict, Must
from corridor.kernel.i18n.zones import span

from .problem import Event

OF_PEOPLE = {Must.ATTEND, Must.BE_AWAY}
OF_SLOTS = {Must.FIT_TABLES}


def written(event: Event, conflict: Conflict | None) -> list[dict[str, Any]]:
    """With each whether none of them can be left out, as far as it could be tried."""
    if conflict is None:
        return []
    return [
        {
            "must": str(one.must),
            "of": [_rows(event, one.must)[number].pk for number in one.subject],
            "minimal": conflict.minimal,
        }
        for one in conflict.demands
    ]


def _rows(event: Event, must: Must) -> Any:
    return event.people if must in OF_PEOPLE else event.slots if must in OF_SLOTS else event.meetings


@dataclass(frozen=True)
class Words:
    """One demand; ``profiles`` are those whose it is."""

    text: str
    profiles: list[Profile]


def in_words(proposal: Proposal) -> list[Words]:
    """In the page's language; a demand whose rows are gone says so."""
    told = _Told(proposal)
    return [told.words(Must(one["must"]), one["of"]) for one in proposal.conflict]


class _Told:
    def __init__(self, proposal: Proposal) -> None:
        by_kind: dict[str, set[int]] = {"people": set(), "slots": set(), "meetings": set()}
        for one in proposal.conflict:
            must = Must(one["must"])
            kind = "people" if must in OF_PEOPLE else "slots" if must in OF_SLOTS else "meetings"
            by_kind[kind] |= set(one["of"])
        self.zone = proposal.bilaterals.event.zone
        self.people: Mapping[int, Profile] = (
            Profile.objects.select_related("registration").prefetch_related("away").in_bulk(by_kind["people"])
        )
        self.slots: Mapping[int, Slot] = Slot.objects.in_bulk(by_kind["slots"])
        parties = Party.objects.select_related("profile__registration")
        meetings = Bilateral.objects.select_related("slot").prefetch_related(Prefetch("parties", parties))
        self.meetings: Mapping[int, Bilateral] = meetings.in_bulk(by_kind["meetings"])

    def words(self, must: Must, ids: list[int]) -> Words:
        text, values, profiles = getattr(self, f"_{must.name.lower()}")(ids)
        return Words(text % values, profiles)

    def _attend(self, ids: list[int]) -> tuple[str, dict[str, Any], list[Profile]]:
        return self._of_person(ids, _("%(name)s has all meetings that have to be held."))

    def _be_away(self, ids: list[int]) -> tuple[str, dict[str, Any], list[Profile]]:
        return self._of_person(
            ids, _("%(name)s is away, in a session or not there yet in some slots, and has no meeting then.")
        )

    def _of_person(self, ids: list[int], text: str) -> tuple[str, dict[str, Any], list[Profile]]:
        profile = self.people.get(ids[0])
        return text, {"name": profile or "–"}, [profile] if profile else []

    def _be_fixed(self, ids: list[int]) -> tuple[str, dict[str, Any], list[Profile]]:
        names, profiles = self._of_meeting(ids[0])
        slot = self.meetings[ids[0]].slot if ids[0] in self.meetings else None
        text = _("The meeting of %(names)s is fixed at %(hours)s.")
        return text, {"names": names, "hours": self._hours(slot)}, profiles

    def _be_as_wished(self, ids: list[int]) -> tuple[str, dict[str, Any], list[Profile]]:
        names, profiles = self._of_meeting(ids[0])
        return _("%(names)s meet in the half of the day that they wish."), {"names": names}, profiles

    def _be_before(self, ids: list[int]) -> tuple[str, dict[str, Any], list[Profile]]:
        (first, some), (second, others) = (self._of_meeting(one) for one in ids)
        text = _("%(first)s meet before %(second)s do.")
        return text, {"first": first, "second": second}, [*some, *others]

    def _fit_tables(self, ids: list[int]) -> tuple[str, dict[str, Any], list[Profile]]:
        text = _("At %(hours)s there are no more meetings than tables.")
        return text, {"hours": self._hours(self.slots.get(ids[0]))}, []

    def _be_fair(self, ids: list[int]) -> tuple[str, dict[str, Any], list[Profile]]:
        return _("Nobody waits much more often than others (fairness)."), {}, []

    def _of_meeting(self, key: int) -> tuple[str, list[Profile]]:
        meeting = self.meetings.get(key)
        profiles = [party.profile for party in meeting.parties.all()] if meeting else []
        return ", ".join(map(str, profiles)) or "–", profiles

    def _hours(self, slot: Slot | None) -> str:
        if slot is None:
            return "–"
        found = span(slot.starts_at, slot.ends_at, self.zone)
        return f"{found.day}, {found.hours}"
