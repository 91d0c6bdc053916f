"""The rows of an event as the engine's problem, and the engine's schedules as slots and tables again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Final

from corridor.bilaterals.enums import BilateralState, Half
from corridor.bilaterals.models import Bilateral, Bilaterals, Booking, Profile, Slot, Table
from corridor.engines.scheduling import Aim, Meeting, Participant, Problem, Schedule
from corridor.events.enums import Presence, SessionKind
from corridor.events.models import Session
from corridor.kernel.clock import clock

ON_SITE, ONLINE = 0, 1  # kinds of tables
AIMS: Final = (Aim.UNHELD, Aim.IDLE, Aim.BREAKS, Aim.WORST)
Place = tuple[int, int]  # ids of a slot and a table
Placed = dict[int, Place]  # by the ids of meetings


@dataclass(frozen=True)
class Event:
    """Rows in the order of the engine's numbers. Slots that have begun are there without a table; ``begun``
    are the bookings in them, which no schedule changes."""

    problem: Problem
    slots: Sequence[Slot]
    people: Sequence[Profile]
    meetings: Sequence[Bilateral]
    tables: Sequence[Sequence[Table]]
    begun: Placed

    @cached_property
    def slot_numbers(self) -> Mapping[int, int]:
        return {slot.pk: number for number, slot in enumerate(self.slots)}

    def schedule_of(self, placed: Mapping[int, Place]) -> Schedule:
        """Where the meetings of this problem are; ``None`` for those that are nowhere."""
        return tuple(
            self.slot_numbers.get(placed[one.pk][0]) if one.pk in placed else None for one in self.meetings
        )

    def table(self, kind: int, number: int) -> Table:
        return self.tables[kind][number]


def read_event(bilaterals: Bilaterals, *, spread: int | None = None, all_held: bool = False) -> Event:
    """With a number of queries that does not grow. A meeting is required if its slot is fixed, or all are."""
    now = clock()
    slots = list(bilaterals.slots.all())
    begun = {slot.pk for slot in slots if slot.starts_at <= now}
    there = _begun(bilaterals, begun)
    people = {one.pk: one for one in _people(bilaterals)}
    meetings = [one for one in _meetings(bilaterals, people) if one.pk not in there]
    busy = {one for meeting in meetings for one in _present(meeting, people)}
    own = [one for key, one in people.items() if key in busy]
    tables = list(bilaterals.tables.filter(lost_at=None))
    kinds = [[one for one in tables if one.is_online == online] for online in (False, True)]
    reading = _Reading(slots, begun, {one.pk: number for number, one in enumerate(own)}, people)
    problem = Problem(
        len(slots),
        tuple(Participant(frozenset(one)) for one in reading.forbidden(own, bilaterals)),
        tuple(reading.meeting(one, all_held=all_held) for one in meetings),
        tuple(tuple(0 if slot.pk in begun else len(kind) for slot in slots) for kind in kinds),
        _precedences(meetings),
        spread,
        AIMS,
    )
    return Event(problem, slots, own, meetings, kinds, there)


def _begun(bilaterals: Bilaterals, slots: Iterable[int]) -> Placed:
    kept = Booking.objects.filter(slot__in=list(slots), meeting__bilaterals=bilaterals)
    return {meeting: (slot, table) for meeting, slot, table in kept.values_list("meeting", "slot", "table")}


def _people(bilaterals: Bilaterals) -> Iterable[Profile]:
    rows = Profile.objects.present().filter(bilaterals=bilaterals).select_related("registration")
    return rows.prefetch_related("away", "registration__sessions").order_by("pk")


def _meetings(bilaterals: Bilaterals, people: Mapping[int, Profile]) -> list[Bilateral]:
    """Agreed, and with two at least who still come."""
    agreed = bilaterals.meetings.filter(state=BilateralState.AGREED).order_by("pk")
    rows = agreed.prefetch_related("parties", "after")
    return [one for one in rows if len(_present(one, people)) > 1]


def _present(meeting: Bilateral, people: Mapping[int, Profile]) -> list[int]:
    return sorted(one.profile_id for one in meeting.parties.all() if one.profile_id in people)


def _precedences(meetings: Sequence[Bilateral]) -> tuple[tuple[int, int], ...]:
    numbers = {one.pk: number for number, one in enumerate(meetings)}
    return tuple(
        (numbers[before.pk], number)
        for number, one in enumerate(meetings)
        for before in one.after.all()
        if before.pk in numbers
    )


@dataclass(frozen=True)
class _Reading:
    slots: Sequence[Slot]
    begun: set[int]
    numbers: Mapping[int, int]  # of profiles, by their ids
    people: Mapping[int, Profile]

    def forbidden(self, people: Sequence[Profile], bilaterals: Bilaterals) -> Iterable[set[int]]:
        """Of each the slots in which they are away, in a session, or not there yet. Plenary sessions are for
        all who come on site, workshops for those who chose them."""
        kinds = Session.objects.filter(event=bilaterals.event_id, kind=SessionKind.PLENARY)
        plenaries = list(kinds)
        for one in people:
            on_site = one.registration.presence == Presence.ON_SITE
            sessions = chain(plenaries if on_site else (), one.registration.sessions.all())
            hours = [(session.starts_at, session.ends_at) for session in sessions]
            away = {slot.pk for slot in one.away.all()}
            yield {
                number
                for number, slot in enumerate(self.slots)
                if slot.pk in away or _late(one, slot) or _overlaps(slot, hours)
            }

    def meeting(self, one: Bilateral, *, all_held: bool) -> Meeting:
        present = _present(one, self.people)
        online = any(self.people[key].registration.presence == Presence.ONLINE for key in present)
        fixed = self._fixed(one)
        return Meeting(
            tuple(self.numbers[key] for key in present),
            self._wish(one, present),
            fixed,
            all_held or fixed is not None,
            one.priority * max(self.people[key].priority for key in present),
            ONLINE if one.is_online or online else ON_SITE,
        )

    def _fixed(self, one: Bilateral) -> int | None:
        return next(
            (n for n, slot in enumerate(self.slots) if slot.pk == one.slot_id and slot.pk not in self.begun),
            None,
        )

    def _wish(self, one: Bilateral, present: Sequence[int]) -> frozenset[int] | None:
        """The half that the meeting is for; else the one that some of its people would rather have and none
        would rather not. A fixed slot comes before wishes."""
        halves = {one.half} - {Half.EITHER} or {self.people[key].half for key in present} - {Half.EITHER}
        if len(halves) != 1 or one.slot_id:
            return None
        morning = halves == {Half.MORNING}
        return frozenset(n for n, slot in enumerate(self.slots) if slot.is_morning == morning)


def _late(one: Profile, slot: Slot) -> bool:
    return one.late_until is not None and slot.starts_at < one.late_until


def _overlaps(slot: Slot, hours: Iterable[tuple[datetime, datetime]]) -> bool:
    return any(since < slot.ends_at and until > slot.starts_at for since, until in hours)
