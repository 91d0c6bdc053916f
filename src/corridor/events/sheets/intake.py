"""What the intakes of an event have in common: whose files they are, and who waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final, TypeVar

from corridor.kernel.sheets.intake import Intake, Plan
from corridor.kernel.sheets.runs import Outcome

from .notes import Note, note
from .reading import Read, RowRead

LOCK: Final = 7_302_003
LARGEST_PLACE: Final = 2**31 - 1
P = TypeVar("P", bound=Plan)


class EventIntake(Intake[Any, P]):
    """``name`` is that of its sheet. Programme and participants of an event follow one another."""

    name: ClassVar[str]

    def turn(self, where: dict[str, Any]) -> tuple[int, ...]:
        return (LOCK, where["event"].pk % LARGEST_PLACE)

    def where(self, run: Any) -> dict[str, Any]:
        return {"event": run.event}

    def leave_to_worker(self, run: Any, by: Any, *, good_rows_only: bool) -> None:
        from .tasks import apply_import

        by_id = by.pk if by else None
        apply_import.defer(sheet=self.name, run_id=run.pk, by_id=by_id, good_rows_only=good_rows_only)

    def rows_of(self, run: Any, read: Read) -> list[Any]:
        """Refused until the plan says otherwise; without facts where a cell was unclear."""
        run.said = [note("unknown-columns", names=", ".join(read.unknown)[:500])] if read.unknown else []
        return [
            self.rows(
                run=run,
                number=row.number,
                label=self.label(row)[:200],
                outcome=Outcome.REFUSED,
                reasons=row.reasons,
                facts={} if row.reasons else row.cells,
            )
            for row in read.rows
        ]

    def label(self, row: RowRead) -> str:
        raise NotImplementedError


def refuse(row: Any, *reasons: Note) -> None:
    row.outcome, row.before, row.after = Outcome.REFUSED, {}, {}
    row.reasons = list(reasons)


def compare(row: Any, before: dict[str, Any] | None, after: dict[str, Any], names: Sequence[str]) -> None:
    """What the row would do, by these names; ``before`` is none where it is new."""
    row.reasons = []
    if before is None:
        row.outcome, row.before, row.after = Outcome.NEW, {}, {name: after[name] for name in names}
        return
    differing = [name for name in names if after[name] != before[name]]
    row.outcome = Outcome.CHANGED if differing else Outcome.UNCHANGED
    row.before = {name: before[name] for name in differing}
    row.after = {name: after[name] for name in differing}
