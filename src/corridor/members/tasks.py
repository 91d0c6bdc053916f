from __future__ import annotations

from procrastinate.contrib.django import app

from corridor.kernel.errors import CorridorError
from corridor.people.models import Person


@app.task(name="members.apply_import")  # type: ignore[untyped-decorator]
def apply_import(run_id: int, by_id: int | None, good_rows_only: bool) -> None:  # noqa: FBT001 - a job's arguments
    from .imports import actions
    from .imports.models import ImportRun

    run = ImportRun.objects.get(pk=run_id)
    by = Person.objects.filter(pk=by_id).first() if by_id else None
    try:
        actions.apply_import(by=by, run=run, good_rows_only=good_rows_only)
    except CorridorError as error:
        actions.stop_import(run=run, text=str(error.text))
