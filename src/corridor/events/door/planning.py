"""What a file of participants would change: its rows, held against the registrations that are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from corridor.events.enums import Presence
from corridor.events.models import Event, Registration
from corridor.events.queries import places_left
from corridor.events.rules import takes_people
from corridor.events.sheets.intake import compare, refuse
from corridor.events.sheets.models import ParticipantImportRow
from corridor.events.sheets.notes import note
from corridor.kernel.clock import clock
from corridor.kernel.sheets.intake import Plan
from corridor.kernel.sheets.runs import Outcome

from .actions import accounts_of
from .columns import EMAIL, NAME, WRITTEN, Record, of_registration, presences

NEEDED: Final = (NAME, EMAIL)
NEVER_EMPTY: Final = ("language", "presence")  # an empty cell leaves them as they are


@dataclass
class ParticipantPlan(Plan):
    """``whole`` is each able row's record as the file leaves it, by the row's number."""

    whole: dict[int, Record] = field(default_factory=dict)


def plan(event: Event, rows: Iterable[ParticipantImportRow], *, lock: bool = False) -> ParticipantPlan:
    """With ``lock`` nobody else registers or is changed until the transaction ends."""
    if lock:
        event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    planning = Planning(event, ParticipantPlan(list(rows)), lock=lock)
    for row in planning.plan.rows:
        if row.facts:
            planning.work_out(row)
    return planning.plan


class Planning:
    """Whoever is registered is known by the address, in capital letters or not."""

    def __init__(self, event: Event, made: ParticipantPlan, *, lock: bool) -> None:
        self.event, self.plan = event, made
        people = Registration.objects.active().filter(event=event).select_related("hub").order_by("pk")
        people = people.select_for_update(of=("self",)) if lock else people
        self.known = {one.email.casefold(): one for one in people}
        self.persons = {one.person_id for one in self.known.values() if one.person_id}
        addresses = {row.facts.get(EMAIL, "").casefold() for row in made.rows}
        self.accounts = {one.email.casefold(): one.pk for one in accounts_of(addresses)}
        self.free: int | None = places_left(event)
        self.is_open = takes_people(event, clock())
        self.first: dict[str, int] = {}  # addresses and the rows that named them

    def work_out(self, row: ParticipantImportRow) -> None:
        row.registration, row.warnings = None, []
        address = row.facts[EMAIL].casefold()
        earlier = self.first.setdefault(address, row.number)
        if earlier != row.number:
            refuse(row, note("twice", row=earlier))
        elif there := self.known.get(address):
            self._change(row, there)
        else:
            self._add(row, address)

    def _change(self, row: ParticipantImportRow, there: Registration) -> None:
        before = of_registration(there)
        whole = before | row.facts | {EMAIL: there.email}
        whole |= {name: whole[name] or before[name] for name in NEVER_EMPTY}
        takes_place = there.is_coming and whole["presence"] != before["presence"]
        if takes_place and whole["presence"] == Presence.ON_SITE and not self._take_place():
            refuse(row, note("full"))
            return
        row.registration = there
        self._keep(row, before, whole)

    def _add(self, row: ParticipantImportRow, address: str) -> None:
        usual = {"language": self.event.language, "presence": presences(self.event)[0]}
        whole = dict.fromkeys(WRITTEN, "") | row.facts
        whole |= {name: whole[name] or usual[name] for name in NEVER_EMPTY}
        if not self.is_open:
            refuse(row, note("closed"))
        elif self.accounts.get(address) in self.persons:
            refuse(row, note("has-account"))
        else:
            if whole["presence"] == Presence.ON_SITE and not self._take_place():
                row.warnings = [note("waiting-list")]
            self._keep(row, None, whole)

    def _take_place(self) -> bool:
        if self.free is None:
            return True
        self.free -= 1
        return self.free >= 0

    def _keep(self, row: ParticipantImportRow, before: Record | None, whole: Record) -> None:
        self.plan.whole[row.number] = whole
        compare(row, before, whole, WRITTEN)


def rows_of(planned: ParticipantPlan, outcome: Outcome) -> list[Any]:
    return [row for row in planned.rows if row.outcome == outcome]
