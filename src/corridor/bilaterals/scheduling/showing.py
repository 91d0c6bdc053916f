"""A schedule for people to read: slots by tables, person by person, and what is not held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, cast

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from corridor.bilaterals.enums import BilateralState, ProposalState
from corridor.bilaterals.models import Bilateral, Bilaterals, Party, Profile, Proposal, Slot, Table
from corridor.kernel.i18n.zones import Span, span

from . import placing
from .problem import Event, Place, Placed, read_event
from .queries import published_of


@dataclass(frozen=True)
class Meeting:
    """``slot`` and ``table`` are ``None`` where it is not held; then ``why`` says the reason."""

    row: Bilateral
    people: Sequence[Profile]
    hours: Span | None = None
    table: Table | None = None
    why: str = ""

    @property
    def names(self) -> str:
        return " – ".join(map(str, self.people))

    @property
    def starts(self) -> datetime:
        """Of one that is held."""
        return cast("Span", self.hours).starts

    @property
    def ends(self) -> datetime:
        return cast("Span", self.hours).ends


@dataclass(frozen=True)
class Row:
    """A slot with what is at each table; ``day`` is said where it begins."""

    day: str
    hours: str
    cells: Sequence[Meeting | None]


@dataclass
class Day:
    """Of one person."""

    profile: Profile
    meetings: list[Meeting] = field(default_factory=list)
    unheld: list[Meeting] = field(default_factory=list)

    def others(self) -> Iterator[tuple[Meeting, str]]:
        for meeting in self.meetings:
            yield meeting, ", ".join(str(one) for one in meeting.people if one.pk != self.profile.pk)


@dataclass(frozen=True)
class Step:
    """One meeting that is elsewhere than in the schedule before. ``after`` or ``before`` is empty where it is
    not held there."""

    names: str
    before: str
    after: str


class Shown:
    """One proposal with all its rows, read with the same number of queries however many there are."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal, self.bilaterals = proposal, proposal.bilaterals
        self.placed = placing.from_json(proposal.placed)
        self.slots = {slot.pk: slot for slot in self.bilaterals.slots.all()}
        tables = self.bilaterals.tables.select_related("room")
        self.tables = {table.pk: table for table in tables}
        self.rows = _meetings(self.bilaterals)
        self.held = [
            self._held(self.rows[key], at) for key, at in self.placed.items() if self._is_there(key, at)
        ]

    def _is_there(self, key: int, place: Place) -> bool:
        return key in self.rows and place[0] in self.slots and place[1] in self.tables

    def _held(self, row: Bilateral, place: Place) -> Meeting:
        return Meeting(row, _people(row), self._hours(place[0]), self.tables[place[1]])

    def _hours(self, slot: int) -> Span:
        at: Slot = self.slots[slot]
        return span(at.starts_at, at.ends_at, self.bilaterals.event.zone)

    @cached_property
    def used_tables(self) -> list[Table]:
        used = {one.table.pk for one in self.held if one.table}
        return [table for key, table in self.tables.items() if key in used]

    def grid(self) -> Iterator[Row]:
        at = {self.placed[one.row.pk]: one for one in self.held}
        said = ""
        for key in self.slots:
            hours = self._hours(key)
            cells = [at.get((key, table.pk)) for table in self.used_tables]
            yield Row(hours.day if hours.day != said else "", hours.hours, cells)
            said = hours.day

    @cached_property
    def unheld(self) -> list[Meeting]:
        """With the reasons as things are now."""
        left = {
            key for key, row in self.rows.items() if row.state == BilateralState.AGREED
        } - self.placed.keys()
        if not left:
            return []
        reasons = _Reasons(read_event(self.bilaterals), self.placed)
        return [
            Meeting(self.rows[key], _people(self.rows[key]), why=reasons.why(key)) for key in sorted(left)
        ]

    @cached_property
    def days(self) -> list[Day]:
        days: dict[int, Day] = {}
        for meeting in sorted(self.held, key=lambda one: one.starts):
            for one in meeting.people:
                days.setdefault(one.pk, Day(one)).meetings.append(meeting)
        for meeting in self.unheld:
            for one in meeting.people:
                days.setdefault(one.pk, Day(one)).unheld.append(meeting)
        return sorted(days.values(), key=lambda day: str(day.profile))

    def hurried(self) -> list[tuple[Profile, Meeting]]:
        """Who has too little time to walk to which meeting from the one before, in another building."""
        needed = timedelta(minutes=self.bilaterals.walk_minutes)
        return [
            (day.profile, later)
            for day in self.days
            for earlier, later in pairwise(day.meetings)
            if len({_building(earlier), _building(later)} - {""}) > 1 and later.starts - earlier.ends < needed
        ]

    def steps(self, before: Placed) -> list[Step]:
        """What differs from another schedule of the same meetings."""
        keys = sorted(key for key in before.keys() | self.placed.keys() if key in self.rows)
        places: Any = before, self.placed
        differing = [key for key in keys if places[0].get(key) != places[1].get(key)]
        return [
            Step(_names(self.rows[key]), *(self._where(one.get(key)) for one in places)) for key in differing
        ]

    def _where(self, place: Place | None) -> str:
        if place is None or place[0] not in self.slots or place[1] not in self.tables:
            return ""
        hours, table = self._hours(place[0]), self.tables[place[1]].number
        text = _("%(day)s, %(hours)s, table %(table)d")
        return text % {"day": hours.day, "hours": hours.hours, "table": table}


def base_of(proposal: Proposal) -> Proposal | None:
    """The schedule that it is compared with: the one it repairs, else the published one."""
    if proposal.of or proposal.state != ProposalState.DONE or not proposal.placed:
        return proposal.of
    return published_of(proposal.bilaterals)


def _meetings(bilaterals: Bilaterals) -> dict[int, Bilateral]:
    parties = Party.objects.select_related("profile__registration").order_by("profile__registration__name")
    rows = bilaterals.meetings.prefetch_related(Prefetch("parties", parties))
    return {one.pk: one for one in rows}


def _people(meeting: Bilateral) -> list[Profile]:
    return [one.profile for one in meeting.parties.all()]


def _building(meeting: Meeting) -> str:
    """Online meetings are in none, and nobody walks to them."""
    table = meeting.table
    return table.room.building if table and table.room and not table.is_online else ""


def _names(meeting: Bilateral) -> str:
    return " – ".join(map(str, _people(meeting)))


class _Reasons:
    def __init__(self, event: Event, placed: Mapping[int, Place]) -> None:
        self.event = event
        self.numbers = {one.pk: number for number, one in enumerate(event.meetings)}
        schedule = event.schedule_of(placed)
        meetings = event.problem.meetings
        held = [(one, at) for one, at in zip(meetings, schedule, strict=True) if at is not None]
        self.busy = {(who, at) for one, at in held for who in one.participants}
        self.used = [(one.kind, at) for one, at in held]

    def why(self, key: int) -> str:
        if key not in self.numbers:
            return _("Fewer than two of its people still come.")
        number = self.numbers[key]
        meeting, allowed = self.event.problem.meetings[number], self.event.problem.allowed[number]
        if not allowed:
            return _("There is no slot in which all of them are there and that they wish.")
        busy = {at for at in allowed if any((who, at) in self.busy for who in meeting.participants)}
        full = {at for at in allowed - busy if not self._tables_left(meeting.kind, at)}
        if busy | full != allowed:
            return _(
                "A slot is free for it: it was agreed later, or its order or fairness stands against it."
            )
        text = _(
            "Slots that suit all of them: %(count)d. Somebody has another meeting in %(busy)d of them, "
            "and no table is free in %(full)d."
        )
        return text % {"count": len(allowed), "busy": len(busy), "full": len(full)}

    def _tables_left(self, kind: int, at: int) -> int:
        return self.event.problem.tables[kind][at] - self.used.count((kind, at))
