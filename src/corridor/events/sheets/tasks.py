from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from corridor.kernel.errors import CorridorError
from corridor.people.models import Person


@app.task(name="events.apply_import")  # type: ignore[untyped-decorator]
def apply_import(sheet: str, run_id: int, by_id: int | None, good_rows_only: bool) -> None:  # noqa: FBT001 - a job's arguments
    intake = _intake(sheet)
    run = intake.runs.objects.select_related("event__group").get(pk=run_id)
    by = Person.objects.filter(pk=by_id).first() if by_id else None
    try:
        intake.apply(by=by, run=run, good_rows_only=good_rows_only)
    except CorridorError as error:
        intake.stop(run=run, text=str(error.text))


def _intake(sheet: str) -> Any:
    from corridor.events.door.intake import PARTICIPANTS
    from corridor.events.programme.intake import PROGRAMME

    return {one.name: one for one in (PARTICIPANTS, PROGRAMME)}[sheet]
