"""Back to the programme before a file, except where somebody has worked on a room or a session since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError

from corridor.events.models import Room, Session
from corridor.events.sheets.models import ProgrammeImport
from corridor.events.sheets.notes import Note, note
from corridor.kernel.errors import Refused
from corridor.kernel.sheets.runs import Outcome

from . import actions
from .parts import version_of
from .records import of_room, of_session, room_values, session_values

Rows = list[Any]  # of the import; what each is about is still there


def undo(by: Any, run: ProgrammeImport) -> Iterator[Note]:
    """New sessions go first, since what is put back may need their places; new rooms last."""
    applied = run.rows.filter(part_version__isnull=False).select_related("room__event", "session__event")
    untouched: Rows = []
    for row in applied:
        if obstacle := _obstacle(row):
            yield note(obstacle, name=row.label)
        else:
            untouched.append(row)
    for row in _of(untouched, Outcome.NEW, "session"):
        actions.remove_part(by=by, part=row.session)
    for row in _of(untouched, Outcome.CHANGED, "room"):
        _edit(by, row.room, room_values(of_room(row.room) | row.before))
    yield from _put_back(by, run, _of(untouched, Outcome.CHANGED, "session"))
    yield from _remove_rooms(by, _of(untouched, Outcome.NEW, "room"))


def _obstacle(row: Any) -> str:
    part = row.session or row.room
    if part is None:
        return "gone"
    return "" if version_of(part) == row.part_version else "kept-edited"


def _of(rows: Rows, outcome: Outcome, kind: str) -> Rows:
    return [row for row in rows if row.outcome == outcome and getattr(row, kind)]


def _put_back(by: Any, run: ProgrammeImport, rows: Rows) -> Iterator[Note]:
    """All at once, since they may have changed places; where that fails, one by one."""
    try:
        with actions.changing_places():
            for row in rows:
                _put_session_back(by, run, row)
    except (IntegrityError, Refused):
        for row in rows:
            try:
                _put_session_back(by, run, row)
            except Refused:
                yield note("kept-overlap", name=row.label)


def _put_session_back(by: Any, run: ProgrammeImport, row: Any) -> None:
    session = Session.objects.select_related("event", "room").get(pk=row.session_id)
    record = of_session(session, run.event.zone) | row.before
    rooms = Room.objects.filter(event=run.event)
    _edit(by, session, session_values(run.event, record, rooms))


def _edit(by: Any, part: Room | Session, values: dict[str, Any]) -> None:
    actions.edit_part(by=by, part=part, version=version_of(part), values=values)


def _remove_rooms(by: Any, rows: Rows) -> Iterator[Note]:
    for row in rows:
        if Session.objects.filter(room=row.room).exists():
            yield note("kept-used", name=row.label)
        else:
            actions.remove_part(by=by, part=row.room)
