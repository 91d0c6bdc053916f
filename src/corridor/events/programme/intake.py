"""Taking a programme in, and taking it back: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from corridor.events.models import Room, Session
from corridor.events.sheets.intake import EventIntake
from corridor.events.sheets.models import ProgrammeImport, ProgrammeImportRow
from corridor.events.sheets.notes import Note, note
from corridor.events.sheets.reading import RowRead, read_rows
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.sheets import Limits
from corridor.kernel.sheets.runs import Outcome

from . import actions
from .columns import ROOM, WHAT, columns
from .parts import version_of
from .planning import ProgrammePlan, plan
from .records import Record, room_values, session_values
from .undoing import undo

LARGEST: Final = Limits(rows=1_000)


class ProgrammeIntake(EventIntake[ProgrammePlan]):
    name = "programme"
    runs, rows = ProgrammeImport, ProgrammeImportRow
    planned = ("outcome", "room", "session", "before", "after", "reasons")
    written = ("room", "session", "part_version")
    out_of_date = _("The programme has changed since this preview. It has been renewed: please look again.")

    def read(self, run: ProgrammeImport, content: bytes) -> list[ProgrammeImportRow]:
        read = read_rows(content, columns(), [WHAT], LARGEST)
        for row in read.rows:
            if row.cells.get(WHAT) == "":
                row.reasons.append(note("missing", column=WHAT))
        return self.rows_of(run, read)

    def label(self, row: RowRead) -> str:
        room = str(row.cells.get("room", ""))
        return room if row.cells.get(WHAT) == ROOM else best_text(row.cells.get("title", {})) or room

    def plan(
        self, run: ProgrammeImport, rows: Iterable[ProgrammeImportRow], *, lock: bool = False
    ) -> ProgrammePlan:
        return plan(run.event, rows, lock=lock)

    def shown(self, row: ProgrammeImportRow) -> tuple[Any, ...]:
        return (row.number, row.outcome, row.room_id, row.session_id, row.before, row.after)

    def write(self, by: Any, run: ProgrammeImport, planned: ProgrammePlan) -> None:
        rows = [row for row in planned.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]
        of_rooms = [row for row in rows if row.facts[WHAT] == ROOM]
        for row in of_rooms:
            row.room = _saved(by, row.room, Room(event=run.event), room_values(planned.whole[row.number]))
        rooms = list(Room.objects.filter(event=run.event))
        with actions.changing_places():
            for row in rows:
                if row.facts[WHAT] != ROOM:
                    values = session_values(run.event, planned.whole[row.number], rooms)
                    row.session = _saved(by, row.session, Session(event=run.event), values)
        for row in rows:
            row.part_version = version_of(row.session or row.room)
            row.facts = {}

    def take_back(self, by: Any, run: ProgrammeImport) -> list[Note]:
        return list(undo(by, run))


def _saved(by: Any, there: Any, new: Any, values: Record) -> Any:
    if there is None:
        return actions.add_part(by=by, part=new, values=values)
    return actions.edit_part(by=by, part=there, version=version_of(there), values=values)


PROGRAMME: Final = ProgrammeIntake()
