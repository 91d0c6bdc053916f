"""A spreadsheet into records: preview, apply, take back, whatever the records are.

A room says by an ``Intake`` how its files are read, planned, written and undone. Each step is one
transaction; imports of one kind (or one place) follow one another.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor.kernel import journal
from corridor.kernel.copying import copy_in
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.i18n.fields import clean_text

from .runs import Note, Outcome, RunState, note

BATCH = 500


@dataclass
class Plan:
    """Rows with their outcome; a room may add what else it has looked up."""

    rows: list[Any]


R = TypeVar("R", bound=Any)
P = TypeVar("P", bound=Plan)


class Intake(ABC, Generic[R, P]):
    """One kind of spreadsheet. ``planned`` are the columns of a row that planning writes, ``written`` those
    that writing does."""

    runs: ClassVar[Any]
    rows: ClassVar[Any]
    planned: ClassVar[Sequence[str]]
    written: ClassVar[Sequence[str]]
    out_of_date: ClassVar[Any] = gettext_lazy("This preview is out of date. It has been renewed: look again.")

    @abstractmethod
    def turn(self, where: dict[str, Any]) -> tuple[int, ...]:
        """The number, or the two numbers, of the lock by which imports wait for each other."""

    @abstractmethod
    def where(self, run: R) -> dict[str, Any]:
        """The fields of a run that say where its rows go."""

    @abstractmethod
    def read(self, run: R, content: bytes) -> list[Any]:
        """The file's rows, not saved; ``Refused`` where it is something else."""

    @abstractmethod
    def plan(self, run: R, rows: Iterable[Any], *, lock: bool = False) -> P:
        """Outcome, before and after of each row. With ``lock`` nobody changes the records until the end
        of the transaction."""

    @abstractmethod
    def write(self, by: Any, run: R, planned: P) -> None:
        """New and changed rows into records; notes on the rows what ``written`` names."""

    @abstractmethod
    def take_back(self, by: Any, run: R) -> list[Note]:
        """Undo what can be undone; what is said about the rest."""

    @abstractmethod
    def leave_to_worker(self, run: R, by: Any, *, good_rows_only: bool) -> None:
        """Defer the job, in the caller's transaction."""

    @abstractmethod
    def shown(self, row: Any) -> tuple[Any, ...]:
        """What a preview shows of a row: where it differs, somebody has to look again."""

    def note_on(self, run: R, planned: P) -> None:
        """Keep on the run what else the plan found."""

    # -- the steps ---------------------------------------------------------------------------

    def preview(self, *, by: Any, content: bytes, file_name: str, **where: Any) -> R:
        """Read the file and keep what each row would do; nothing else is changed."""
        with transaction.atomic():
            run = self._begin(by, content, file_name, where)
            rows = self.read(run, content)
            self.note_on(run, self.plan(run, rows))
            run.save()
            copy_in(rows)
        return run

    def apply(self, *, by: Any, run: R, good_rows_only: bool = False) -> R:
        """Write what the preview showed. All rows or none, unless the person wants the good rows alone.

        Where records changed since the preview, nothing is written, the preview is renewed, and a
        ``Conflict`` asks to look again.
        """
        with transaction.atomic():
            self._wait_for_turn(self.where(run))
            run = self._fresh(run, RunState.PREVIEWED, RunState.RUNNING)
            seen = [self.shown(row) for row in run.rows.all()]
            planned = self.plan(run, run.rows.all(), lock=True)
            if [self.shown(row) for row in planned.rows] == seen:
                self._write(by, run, planned, good_rows_only=good_rows_only)
                written = [row for row in planned.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]
                self.rows.objects.bulk_update(written, list(self.written), batch_size=BATCH)
                return run
            self._renew(run, planned)
        raise Conflict(self.out_of_date)

    def at_once(
        self, *, by: Any, content: bytes, file_name: str, good_rows_only: bool = False, **where: Any
    ) -> R:
        """Preview and apply in one go, for whoever said beforehand that they agree."""
        with transaction.atomic():
            self._wait_for_turn(where)
            run = self._begin(by, content, file_name, where)
            planned = self.plan(run, self.read(run, content), lock=True)
            self._write(by, run, planned, good_rows_only=good_rows_only)
            copy_in(planned.rows)
        return run

    def undo(self, *, by: Any, run: R) -> R:
        """Put every record back as it was before; what was changed since stays, and the run says so."""
        with transaction.atomic():
            self._wait_for_turn(self.where(run))
            run = self._fresh(run, RunState.APPLIED)
            run.said = self.take_back(by, run)
            run.state, run.undone_at = RunState.UNDONE, timezone.now()
            run.save(update_fields=["said", "state", "undone_at"])
            journal.record("undo-import", run, by=by, after={"file": run.file_name, "kept": len(run.said)})
        return run

    def start(self, *, by: Any, run: R, good_rows_only: bool) -> None:
        """Leave a large import to the worker; the job and the run's state are written together.

        One whose worker was killed may be started again: the second job to come finds nothing to do.
        """
        with transaction.atomic():
            self._wait_for_turn(self.where(run))
            run = self._fresh(run, RunState.PREVIEWED, RunState.RUNNING)
            check_refused(list(run.rows.all()), good_rows_only=good_rows_only)
            run.state = RunState.RUNNING
            run.save(update_fields=["state"])
            self.leave_to_worker(run, by, good_rows_only=good_rows_only)

    def stop(self, *, run: R, text: str) -> None:
        """Say on the run why the worker wrote nothing; it can be looked at and tried again."""
        waiting = self.runs.objects.filter(pk=run.pk, state=RunState.RUNNING)
        waiting.update(state=RunState.PREVIEWED, said=[note("stopped", text=text)])

    # -- parts of them -----------------------------------------------------------------------

    def _begin(self, by: Any, content: bytes, file_name: str, where: dict[str, Any]) -> R:
        run: R = self.runs.objects.create(
            by=by, file_name=clean_text(file_name)[-200:], digest=hashlib.sha256(content).hexdigest(), **where
        )
        return run

    def _wait_for_turn(self, where: dict[str, Any]) -> None:
        numbers = self.turn(where)
        with connection.cursor() as cursor:
            cursor.execute(f"select pg_advisory_xact_lock({', '.join(['%s'] * len(numbers))})", numbers)

    def _fresh(self, run: R, *states: RunState) -> R:
        """The run as it is now, if it is in one of these states; two clicks do not do it twice."""
        fresh: R = self.runs.objects.select_for_update().get(pk=run.pk)
        if fresh.state not in states:
            state = fresh.get_state_display()
            raise Conflict(_("This import is already in another state: %(state)s.") % {"state": state})
        return fresh

    def _write(self, by: Any, run: R, planned: P, *, good_rows_only: bool) -> None:
        check_refused(planned.rows, good_rows_only=good_rows_only)
        self.write(by, run, planned)
        self.note_on(run, planned)
        run.state, run.applied_at, run.good_rows_only = RunState.APPLIED, timezone.now(), good_rows_only
        run.said = []
        run.save()
        counts = {str(one): sum(row.outcome == one for row in planned.rows) for one in Outcome}
        told = {"file": run.file_name, "digest": run.digest, **counts}
        journal.record("apply-import", run, by=by, after=told)

    def _renew(self, run: R, planned: P) -> None:
        self.rows.objects.bulk_update(planned.rows, list(self.planned), batch_size=BATCH)
        self.note_on(run, planned)
        run.state = RunState.PREVIEWED
        run.save()


def check_refused(rows: Sequence[Any], *, good_rows_only: bool) -> None:
    refused = sum(row.outcome == Outcome.REFUSED for row in rows)
    if refused == len(rows):
        raise Refused(_("No row of this file can be imported."))
    if refused and not good_rows_only:
        raise Refused(
            ngettext(
                "%(count)s row cannot be imported, so nothing was. "
                "Correct the file, or choose to import the good rows only.",
                "%(count)s rows cannot be imported, so nothing was. "
                "Correct the file, or choose to import the good rows only.",
                refused,
            )
            % {"count": refused}
        )
