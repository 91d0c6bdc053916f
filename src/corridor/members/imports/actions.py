"""Taking a file in, and taking it back: each in one transaction, one after the other."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.i18n.fields import clean_text

from . import undoing, writing
from .facts import read_rows
from .models import ImportRow, ImportRun, Outcome, RunState
from .notes import note
from .planning import Plan, plan

LOCK = 7_302_001  # imports and their undoing wait for each other
PLANNED = ["outcome", "hub", "before", "after", "reasons"]


def preview_import(*, by: Any, content: bytes, file_name: str) -> ImportRun:
    """Read the file and keep what each row would do; nothing else is changed."""
    read = read_rows(content)
    with transaction.atomic():
        run = ImportRun.objects.create(
            by=by, file_name=clean_text(file_name)[-200:], digest=hashlib.sha256(content).hexdigest()
        )
        rows = [
            ImportRow(
                run=run,
                number=row.number,
                label=row.label,
                outcome=Outcome.REFUSED,
                reasons=row.reasons,
                warnings=row.warnings,
                facts=row.facts,
            )
            for row in read
        ]
        run.absent = plan(rows).absent
        run.save(update_fields=["absent"])
        ImportRow.objects.bulk_create(rows)
    return run


def apply_import(*, by: Any, run: ImportRun, good_rows_only: bool = False) -> ImportRun:
    """Write what the preview showed. All rows or none, unless the person wants the good rows alone.

    Where hubs changed since the preview, nothing is written, the preview is renewed, and a
    ``Conflict`` asks to look again.
    """
    with transaction.atomic():
        _wait_for_turn()
        run = _run(run, RunState.PREVIEWED, RunState.RUNNING)
        shown = [_outcome(row) for row in run.rows.all()]
        planned = plan(run.rows.all(), lock=True)
        if [_outcome(row) for row in planned.rows] == shown:
            return _apply(by, run, planned, good_rows_only=good_rows_only)
        _renew(run, planned)
    raise Conflict(_("Hubs have changed since this preview. It has been renewed: please look again."))


def import_hubs(*, by: Any, content: bytes, file_name: str, good_rows_only: bool = False) -> ImportRun:
    """Preview and apply in one go, for whoever said beforehand that they agree."""
    with transaction.atomic():
        _wait_for_turn()
        run = preview_import(by=by, content=content, file_name=file_name)
        return apply_import(by=by, run=run, good_rows_only=good_rows_only)


def undo_import(*, by: Any, run: ImportRun) -> ImportRun:
    """Put every hub back as it was before; what was changed since stays, and the run says so."""
    with transaction.atomic():
        _wait_for_turn()
        run = _run(run, RunState.APPLIED)
        run.said = undoing.undo(by, run)
        run.state, run.undone_at = RunState.UNDONE, timezone.now()
        run.save(update_fields=["said", "state", "undone_at"])
        journal.record("undo-import", run, by=by, after={"file": run.file_name, "kept": len(run.said)})
    return run


def start_import(*, by: Any, run: ImportRun, good_rows_only: bool) -> None:
    """Leave a large import to the worker; the job and the run's state are written together.

    One whose worker was killed may be started again: the second job to come finds nothing to do.
    """
    from corridor.members import tasks

    with transaction.atomic():
        _wait_for_turn()
        run = _run(run, RunState.PREVIEWED, RunState.RUNNING)
        _check_refused(run, list(run.rows.all()), good_rows_only=good_rows_only)
        run.state = RunState.RUNNING
        run.save(update_fields=["state"])
        tasks.apply_import.defer(run_id=run.pk, by_id=by.pk if by else None, good_rows_only=good_rows_only)


def stop_import(*, run: ImportRun, text: str) -> None:
    """Say on the run why the worker wrote nothing; it can be looked at and tried again."""
    waiting = ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING)
    waiting.update(state=RunState.PREVIEWED, said=[note("stopped", text=text)])


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def _run(run: ImportRun, *states: RunState) -> ImportRun:
    """The run as it is now, if it is in one of these states; two clicks do not do it twice."""
    fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
    if fresh.state not in states:
        raise Conflict(
            _("This import is already in another state: %(state)s.") % {"state": fresh.get_state_display()}
        )
    return fresh


def _outcome(row: ImportRow) -> tuple[Any, ...]:
    return (row.number, row.outcome, row.hub_id, row.before, row.after)


def _apply(by: Any, run: ImportRun, planned: Plan, *, good_rows_only: bool) -> ImportRun:
    _check_refused(run, planned.rows, good_rows_only=good_rows_only)
    writing.write(by, planned)
    run.state, run.applied_at, run.good_rows_only = RunState.APPLIED, timezone.now(), good_rows_only
    run.said, run.absent = [], planned.absent
    run.save(update_fields=["state", "applied_at", "good_rows_only", "said", "absent"])
    counts = {str(one): sum(row.outcome == one for row in planned.rows) for one in Outcome}
    journal.record("apply-import", run, by=by, after={"file": run.file_name, "digest": run.digest, **counts})
    return run


def _check_refused(run: ImportRun, rows: list[ImportRow], *, good_rows_only: bool) -> None:
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


def _renew(run: ImportRun, planned: Plan) -> None:
    ImportRow.objects.bulk_update(planned.rows, PLANNED, batch_size=500)
    run.state, run.absent = RunState.PREVIEWED, planned.absent
    run.save(update_fields=["state", "absent"])
