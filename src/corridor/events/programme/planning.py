"""What a file would change: its rows, held against the rooms and sessions that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from corridor.events.models import Event, Room, Session
from corridor.events.sheets.intake import compare, refuse
from corridor.events.sheets.models import ProgrammeImportRow
from corridor.events.sheets.notes import Note, note
from corridor.kernel.errors import Refused
from corridor.kernel.i18n import zones
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.sheets.cells import folded
from corridor.kernel.sheets.intake import Plan
from corridor.kernel.sheets.runs import Outcome

from .actions import in_words
from .columns import NUMBER, OF_ROOM, OF_SESSION, ROOM, WHAT
from .records import Record, instants, of_room, of_session

NEW_ROOM = {"room": "", "building": "", "places": None, "tables": 0} | {"online": False, "link": ""}
NEW_SESSION: Record = {
    "title": {},
    "summary": {},
    "kind": "plenary",
    "speakers": "",
    "room": "",
    "places": None,
}
NEEDED = ("day", "begins", "ends")


class Placed(NamedTuple):
    """A session in a room, as it would be; ``row`` is none where the file does not speak of it."""

    room: str
    starts: datetime
    ends: datetime
    title: str
    row: ProgrammeImportRow | None


@dataclass
class ProgrammePlan(Plan):
    """``whole`` is each able row's record as the file leaves it, by the row's number."""

    whole: dict[int, Record] = field(default_factory=dict)
    hours: dict[int, tuple[datetime, datetime]] = field(default_factory=dict)


def plan(event: Event, rows: Iterable[ProgrammeImportRow], *, lock: bool = False) -> ProgrammePlan:
    """With ``lock`` nobody else changes the programme until the transaction ends."""
    if lock:
        event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    planning = Planning(event, ProgrammePlan(list(rows)))
    planning.work_out()
    return planning.plan


class Planning:
    def __init__(self, event: Event, made: ProgrammePlan) -> None:
        self.event, self.plan = event, made
        self.able = [row for row in made.rows if row.facts]
        self.rooms = {one.pk: one for one in event.rooms.all()}
        self.sessions = {one.pk: one for one in event.sessions.select_related("room")}
        self.by_name = {folded(one.name): one for one in self.rooms.values()}
        self.by_hour = {key: one for one in self.sessions.values() for key in self._keys(one)}
        self.taken: dict[tuple[str, int], int] = {}  # records and the rows that are about them

    def work_out(self) -> None:
        of_rooms = [row for row in self.able if row.facts[WHAT] == ROOM]
        of_sessions = [row for row in self.able if row.facts[WHAT] != ROOM]
        for row in of_rooms:
            self._plan_room(row)
        self._refuse_same_names(of_rooms)
        self.names = {folded(name): name for name in self._final_names(of_rooms)}
        renamed = {row.room_id: self.plan.whole[row.number]["room"] for row in of_rooms if _is_able(row)}
        self.room_names = {one.pk: renamed.get(one.pk, one.name) for one in self.rooms.values()}
        for row in of_sessions:
            self._plan_session(row)
        while self._refuse_overlap(of_sessions):
            continue  # what is refused stays where it was, and may be in the way of another row there

    # Rooms

    def _plan_room(self, row: ProgrammeImportRow) -> None:
        facts = row.facts
        row.room, row.session = None, None
        name = folded(facts.get("room", ""))
        found = self._numbered(row, self.rooms) if facts.get(NUMBER) else self.by_name.get(name)
        if facts.get(NUMBER) and found is None:
            refuse(row, note("no-such-number", value=str(facts[NUMBER])))
            return
        before = of_room(found) if found else None
        whole = (before or NEW_ROOM | {"equipment": []}) | _of(facts, OF_ROOM)
        if not whole["room"]:
            refuse(row, note("missing", column="room"))
        elif self._is_new_here(row, found):
            row.room = found
            self._keep(row, before, whole, OF_ROOM)

    def _final_names(self, rows: Iterable[ProgrammeImportRow]) -> Iterator[str]:
        """Of all rooms that there are once the file is taken in."""
        spoken_of = {row.room_id for row in rows if row.outcome != Outcome.REFUSED}
        yield from (one.name for one in self.rooms.values() if one.pk not in spoken_of)
        yield from (self.plan.whole[row.number]["room"] for row in rows if _is_able(row))

    def _refuse_same_names(self, rows: list[ProgrammeImportRow]) -> None:
        names = [folded(name) for name in self._final_names(rows)]
        for row in rows:
            name = self.plan.whole[row.number]["room"] if _is_able(row) else ""
            if name and names.count(folded(name)) > 1:
                refuse(row, note("room-once", name=name))

    # Sessions

    def _plan_session(self, row: ProgrammeImportRow) -> None:
        facts = row.facts
        row.room, row.session = None, None
        found = self._numbered(row, self.sessions) if facts.get(NUMBER) else self._same(facts)
        if facts.get(NUMBER) and found is None:
            refuse(row, note("no-such-number", value=str(facts[NUMBER])))
            return
        before = self._record(found) if found else None
        whole = _merged(before or dict(NEW_SESSION), _of(facts, OF_SESSION))
        whole["room"] = self.names.get(folded(whole["room"]), whole["room"])
        if why := self._why_not(row, whole):
            refuse(row, *why)
        elif self._is_new_here(row, found):
            row.session = found
            self._keep(row, before, whole, OF_SESSION)
            if found and "room" in row.before:
                row.before["room"] = found.room.name if found.room else ""  # as an undo will find it

    def _keys(self, session: Session) -> Iterator[tuple[str, ...]]:
        """By which it is known without its number: its hour and its room, or without one its title."""
        there = of_session(session, self.event.zone)
        names = [there["room"]] if there["room"] else there["title"].values()
        return ((there["day"], there["begins"], folded(name)) for name in names)

    def _same(self, facts: Record) -> Session | None:
        name = facts.get("room") or best_text(facts.get("title", {}))
        return self.by_hour.get((facts.get("day", ""), facts.get("begins", ""), folded(name)))

    def _record(self, session: Session) -> Record:
        """In a room that the file renames it is by the new name."""
        return of_session(session, self.event.zone) | {"room": self.room_names.get(session.room_id or 0, "")}

    def _why_not(self, row: ProgrammeImportRow, whole: Record) -> list[Note]:
        missing = [name for name in NEEDED if not whole.get(name)]
        missing += [] if best_text(whole["title"]) else ["title"]
        if missing:
            return [note("missing", column=name) for name in missing]
        if whole["room"] and folded(whole["room"]) not in self.names:
            return [note("no-such-room", value=whole["room"])]
        try:
            starts, ends = instants(self.event, whole)
        except Refused:
            return [note("no-hour")]
        self.plan.hours[row.number] = (starts, ends)
        if ends <= starts:
            return [note("ends-first")]
        if starts < self.event.starts_at or ends > self.event.ends_at:
            event = zones.span(self.event.starts_at, self.event.ends_at, self.event.zone)
            return [note("outside", starts=in_words(event.starts), ends=in_words(event.ends))]
        return []

    def _refuse_overlap(self, rows: list[ProgrammeImportRow]) -> bool:
        """The first row that would be in a room at the time of another session; whether there is one."""
        for one, other in pairwise(sorted(self._placed(rows), key=lambda one: one[:2])):
            if one.room == other.room and other.starts < one.ends:
                against, last = sorted((one, other), key=lambda each: each.row.number if each.row else 0)
                room = self.plan.whole[last.row.number]["room"]  # type: ignore[union-attr] # the file's
                refuse(last.row, note("overlap", session=against.title, room=room))
                return True
        return False

    def _placed(self, rows: list[ProgrammeImportRow]) -> Iterator[Placed]:
        spoken_of = {row.session_id for row in rows if _is_able(row)}
        for one in self.sessions.values():
            if one.pk not in spoken_of and one.room:
                yield Placed(folded(self.room_names[one.room.pk]), one.starts_at, one.ends_at, str(one), None)
        for row in rows:
            whole = self.plan.whole.get(row.number, {})
            if _is_able(row) and whole["room"]:
                hours = self.plan.hours[row.number]
                yield Placed(folded(whole["room"]), *hours, best_text(whole["title"]), row)

    # Both

    @staticmethod
    def _numbered(row: ProgrammeImportRow, known: dict[int, Any]) -> Any:
        return known.get(row.facts[NUMBER])

    def _is_new_here(self, row: ProgrammeImportRow, found: Room | Session | None) -> bool:
        """Refuses the row where an earlier one is about the same record."""
        if found is None:
            return True
        earlier = self.taken.setdefault((row.facts[WHAT], found.pk), row.number)
        if earlier != row.number:
            refuse(row, note("twice", row=earlier))
        return earlier == row.number

    def _keep(self, row: ProgrammeImportRow, before: Record | None, whole: Record, names: Any) -> None:
        self.plan.whole[row.number] = whole
        compare(row, before, whole, names)


def _of(facts: Record, names: Iterable[str]) -> Record:
    return {name: facts[name] for name in names if name in facts}


def _merged(before: Record, facts: Record) -> Record:
    """Texts in languages for which the file has no column stay."""
    texts = {name: before[name] | facts[name] for name in ("title", "summary") if name in facts}
    kept = {name: {code: text for code, text in said.items() if text} for name, said in texts.items()}
    return before | facts | kept


def _is_able(row: ProgrammeImportRow) -> bool:
    return row.outcome != Outcome.REFUSED
