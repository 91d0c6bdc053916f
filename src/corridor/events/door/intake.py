"""Taking a list of participants in, and taking it back: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from corridor.events.actions import held
from corridor.events.models import Registration
from corridor.events.registering import places
from corridor.events.sheets.intake import EventIntake
from corridor.events.sheets.models import ParticipantImport, ParticipantImportRow
from corridor.events.sheets.notes import Note, note
from corridor.events.sheets.reading import RowRead, read_rows
from corridor.kernel import journal
from corridor.kernel.sheets.runs import Outcome
from corridor.members.models import Hub

from . import actions
from .columns import EMAIL, NAME, columns, registration_values
from .planning import NEEDED, ParticipantPlan, plan, rows_of


class ParticipantIntake(EventIntake[ParticipantPlan]):
    name = "participants"
    runs, rows = ParticipantImport, ParticipantImportRow
    planned = ("outcome", "registration", "before", "after", "reasons", "warnings")
    written = ("registration", "registration_version")
    out_of_date = _("Registrations have changed since this preview. It has been renewed: please look again.")

    def read(self, run: ParticipantImport, content: bytes) -> list[ParticipantImportRow]:
        read = read_rows(content, columns(run.event), NEEDED)
        for row in read.rows:
            empty = [name for name in NEEDED if row.cells.get(name) == ""]
            row.reasons += [note("missing", column=name) for name in empty]
        return self.rows_of(run, read)

    def label(self, row: RowRead) -> str:
        return str(row.cells.get(NAME) or row.cells.get(EMAIL) or "")

    def plan(
        self, run: ParticipantImport, rows: Iterable[ParticipantImportRow], *, lock: bool = False
    ) -> ParticipantPlan:
        return plan(run.event, rows, lock=lock)

    def shown(self, row: ParticipantImportRow) -> tuple[Any, ...]:
        return (row.number, row.outcome, row.registration_id, row.before, row.after)

    def write(self, by: Any, run: ParticipantImport, planned: ParticipantPlan) -> None:
        new, changed = rows_of(planned, Outcome.NEW), rows_of(planned, Outcome.CHANGED)
        hubs = dict(Hub.objects.values_list("slug", "pk"))
        values = [registration_values(planned.whole[row.number], hubs) for row in new]
        for row, made in zip(new, actions.put_on_list(by=by, event=run.event, rows=values), strict=True):
            row.registration = made
        _rewrite(by, [(row.registration, row.before, row.after) for row in changed], hubs)
        for row in (*new, *changed):
            row.registration_version, row.facts = row.registration.version, {}
        places.promote(held(run.event))  # whoever comes online now leaves a place

    def take_back(self, by: Any, run: ParticipantImport) -> list[Note]:
        with transaction.atomic():
            event = held(run.event)
            rows = list(run.rows.filter(registration_version__isnull=False))
            ids = [row.registration_id for row in rows]
            people = Registration.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(ids)
            obstacles = {row.pk: why for row in rows if (why := _obstacle(row, people))}
            free = [(people[row.registration_id], row) for row in rows if row.pk not in obstacles]
            hubs = dict(Hub.objects.values_list("slug", "pk"))
            _rewrite(by, [(one, row.after, row.before) for one, row in free if row.before], hubs)
            actions.end(by, event, [one for one, row in free if not row.before])
        return [note(obstacles[row.pk], name=row.label) for row in rows if row.pk in obstacles]


def _obstacle(row: ParticipantImportRow, people: dict[int, Registration]) -> str:
    one = people.get(row.registration_id) if row.registration_id else None
    if one is None:
        return "gone"
    came_since = row.outcome == Outcome.NEW and one.checked_in_at
    return "kept-edited" if came_since or one.version != row.registration_version else ""


def _rewrite(
    by: Any, changes: list[tuple[Any, dict[str, Any], dict[str, Any]]], hubs: dict[str, int]
) -> None:
    """``changes`` are registrations with what differs, before and after."""
    for one, _before, after in changes:
        for name, value in registration_values(after, hubs).items():
            setattr(one, name, value)
        one.version += 1
        one.save()
    journal.record_many("edit-registration", changes, by=by)


PARTICIPANTS: Final = ParticipantIntake()
