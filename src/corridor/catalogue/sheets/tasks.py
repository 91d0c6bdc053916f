from __future__ import annotations

from procrastinate.contrib.django import app

from corridor.kernel.errors import CorridorError
from corridor.people.models import Person


@app.task(name="catalogue.apply_service_import")  # type: ignore[untyped-decorator]
def apply_service_import(run_id: int, by_id: int | None, good_rows_only: bool) -> None:  # noqa: FBT001 - a job's arguments
    from .actions import SERVICES
    from .models import ServiceImport

    run = ServiceImport.objects.select_related("hub").get(pk=run_id)
    by = Person.objects.filter(pk=by_id).first() if by_id else None
    try:
        SERVICES.apply(by=by, run=run, good_rows_only=good_rows_only)
    except CorridorError as error:
        SERVICES.stop(run=run, text=str(error.text))
