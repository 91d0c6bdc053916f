"""Taking a file in, and taking it back: each in one transaction, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from corridor.kernel.sheets.intake import Intake

from . import undoing, writing
from .facts import read_rows
from .models import ImportRow, ImportRun, Outcome
from .notes import Note
from .planning import HubPlan, plan

LOCK = 7_302_001  # imports and their undoing wait for each other


class HubIntake(Intake[ImportRun, HubPlan]):
    """The catalogue's export."""

    runs, rows = ImportRun, ImportRow
    planned = ("outcome", "hub", "before", "after", "reasons")
    written = ("hub", "hub_version")
    out_of_date = _("Hubs have changed since this preview. It has been renewed: please look again.")

    def turn(self, where: dict[str, Any]) -> tuple[int, ...]:
        return (LOCK,)

    def where(self, run: ImportRun) -> dict[str, Any]:
        return {}

    def read(self, run: ImportRun, content: bytes) -> list[ImportRow]:
        return [
            ImportRow(
                run=run,
                number=row.number,
                label=row.label,
                outcome=Outcome.REFUSED,
                reasons=row.reasons,
                warnings=row.warnings,
                facts=row.facts,
            )
            for row in read_rows(content)
        ]

    def plan(self, run: ImportRun, rows: Iterable[ImportRow], *, lock: bool = False) -> HubPlan:
        return plan(rows, lock=lock)

    def write(self, by: Any, run: ImportRun, planned: HubPlan) -> None:
        writing.write(by, planned)

    def take_back(self, by: Any, run: ImportRun) -> list[Note]:
        return undoing.undo(by, run)

    def leave_to_worker(self, run: ImportRun, by: Any, *, good_rows_only: bool) -> None:
        from corridor.members import tasks

        tasks.apply_import.defer(run_id=run.pk, by_id=by.pk if by else None, good_rows_only=good_rows_only)

    def shown(self, row: ImportRow) -> tuple[Any, ...]:
        return (row.number, row.outcome, row.hub_id, row.before, row.after)

    def note_on(self, run: ImportRun, planned: HubPlan) -> None:
        run.absent = planned.absent


HUBS: Final = HubIntake()
preview_import = HUBS.preview
apply_import = HUBS.apply
import_hubs = HUBS.at_once
undo_import = HUBS.undo
start_import = HUBS.start
stop_import = HUBS.stop
