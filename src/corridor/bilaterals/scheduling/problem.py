"""The rows of an event as the engine's problem, and the engine's schedules as slots and tables again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Final, TypeVar

from corridor.bilaterals.enums import BilateralState, Half
from corridor.bilaterals.models import Bilateral, Bilaterals, Booking, Party, Profile, Slot, Table
from corridor.engines.scheduling import Aim, Meeting, Participant, Problem, Schedule
from corridor.events.enums import Presence, SessionKind
from corridor.events.models import Registration, Session
from corridor.kernel.clock import clock

ON_SITE, ONLINE = 0, 1  # kinds of tables
AIMS: Final = (Aim.UNHELD, Aim.IDLE, Aim.BREAKS, Aim.WORST)
Place = tuple[int, int]  # ids of a slot and a table
Placed = dict[int, Place]  # by the ids of meetings
Hours = tuple[datetime, datetime]
K = TypeVar("K")
V = TypeVar("V")


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
    reading = _Reading(bilaterals)
    meetings, people, kinds = reading.meetings, reading.people, reading.tables
    problem = Problem(
        len(reading.slots),
        tuple(map(reading.participant, people)),
        tuple(reading.meeting(one, all_held=all_held) for one in meetings),
        tuple(tuple(map(partial(reading.count, kind), reading.slots)) for kind in kinds),
        reading.precedences(),
        spread,
        AIMS,
    )
    return Event(problem, reading.slots, people, meetings, kinds, reading.booked)


class _Reading:
    """Rows as they are now. Pairs of ids come without their rows: an event has thousands."""

    def __init__(self, bilaterals: Bilaterals) -> None:
        now = clock()
        self.bilaterals = bilaterals
        self.slots = list(bilaterals.slots.all())
        self.begun = {slot.pk for slot in self.slots if slot.starts_at <= now}
        self.booked = _begun(bilaterals, self.begun)
        tables = list(bilaterals.tables.filter(lost_at=None))
        self.tables = [[one for one in tables if one.is_online == online] for online in (False, True)]
        rows = Profile.objects.present().filter(bilaterals=bilaterals).select_related("registration")
        present = {one.pk: one for one in rows.order_by("pk")}
        parties = Party.objects.filter(meeting__bilaterals=bilaterals).values_list("meeting", "profile")
        self.parties = _grouped((meeting, who) for meeting, who in parties if who in present)
        agreed = bilaterals.meetings.filter(state=BilateralState.AGREED).exclude(pk__in=self.booked)
        self.meetings = [one for one in agreed.order_by("pk") if len(self.parties[one.pk]) > 1]
        busy = {who for one in self.meetings for who in self.parties[one.pk]}
        self.profiles = {key: one for key, one in present.items() if key in busy}
        self.people = list(self.profiles.values())
        self.numbers = {key: number for number, key in enumerate(self.profiles)}
        self.away = _grouped(
            Profile.away.through.objects.filter(profile__bilaterals=bilaterals).values_list("profile", "slot")
        )
        self.sessions = _sessions(bilaterals)

    def count(self, kind: Sequence[Table], slot: Slot) -> int:
        return 0 if slot.pk in self.begun else len(kind)

    def participant(self, one: Profile) -> Participant:
        """She has no meeting in slots in which she is away, in a session, or not there yet."""
        hours, away = self._hours(one), self.away[one.pk]
        return Participant(
            frozenset(
                number
                for number, slot in enumerate(self.slots)
                if slot.pk in away or _late(one, slot) or _overlaps(slot, hours)
            )
        )

    def _hours(self, one: Profile) -> list[Hours]:
        """Plenary sessions are for all who come on site, workshops for those who chose them."""
        on_site = one.registration.presence == Presence.ON_SITE
        return [*self.sessions[one.registration_id], *(self.sessions[None] if on_site else ())]

    def meeting(self, one: Bilateral, *, all_held: bool) -> Meeting:
        present = [self.profiles[key] for key in sorted(self.parties[one.pk])]
        online = one.is_online or any(who.registration.presence == Presence.ONLINE for who in present)
        fixed = self._fixed(one)
        return Meeting(
            tuple(self.numbers[who.pk] for who in present),
            self._wish(one, present),
            fixed,
            all_held or fixed is not None,
            one.priority * max(who.priority for who in present),
            ONLINE if online else ON_SITE,
        )

    def _fixed(self, one: Bilateral) -> int | None:
        """A slot that has begun is fixed no more."""
        if one.slot_id is None or one.slot_id in self.begun:
            return None
        return next(number for number, slot in enumerate(self.slots) if slot.pk == one.slot_id)

    def _wish(self, one: Bilateral, people: Sequence[Profile]) -> frozenset[int] | None:
        """The half that the meeting is for; else the one that some of its people would rather have and none
        would rather not. A fixed slot comes before wishes."""
        halves = {one.half} - {Half.EITHER} or {who.half for who in people} - {Half.EITHER}
        if len(halves) != 1 or one.slot_id:
            return None
        morning = halves == {Half.MORNING}
        return frozenset(n for n, slot in enumerate(self.slots) if slot.is_morning == morning)

    def precedences(self) -> tuple[tuple[int, int], ...]:
        numbers = {one.pk: number for number, one in enumerate(self.meetings)}
        through = Bilateral.after.through.objects.filter(from_bilateral__bilaterals=self.bilaterals)
        pairs = through.values_list("to_bilateral", "from_bilateral").order_by("pk")
        return tuple(
            (numbers[before], numbers[after])
            for before, after in pairs
            if before in numbers and after in numbers
        )


def _begun(bilaterals: Bilaterals, slots: Iterable[int]) -> Placed:
    kept = Booking.objects.filter(slot__in=list(slots), meeting__bilaterals=bilaterals)
    return {meeting: (slot, table) for meeting, slot, table in kept.values_list("meeting", "slot", "table")}


def _sessions(bilaterals: Bilaterals) -> dict[int | None, set[Hours]]:
    """Hours by the registrations that chose them; under ``None`` those of plenary sessions."""
    event = Session.objects.filter(event=bilaterals.event_id)
    plenaries = event.filter(kind=SessionKind.PLENARY).values_list("starts_at", "ends_at")
    chosen = Registration.sessions.through.objects.filter(registration__event=bilaterals.event_id)
    rows = chosen.values_list("registration", "session__starts_at", "session__ends_at")
    own = [(who, (starts, ends)) for who, starts, ends in rows]
    return _grouped([*((None, hours) for hours in plenaries), *own])


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, set[V]]:
    found: dict[K, set[V]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


def _late(one: Profile, slot: Slot) -> bool:
    return one.late_until is not None and slot.starts_at < one.late_until


def _overlaps(slot: Slot, hours: Iterable[Hours]) -> bool:
    return any(since < slot.ends_at and until > slot.starts_at for since, until in hours)
