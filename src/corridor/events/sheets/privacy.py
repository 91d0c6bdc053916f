from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import register_tables
from corridor.kernel.sheets.personal import tables_of

from .models import ParticipantImport, ParticipantImportRow, ProgrammeImport, ProgrammeImportRow

TABLES = (
    *tables_of(
        ProgrammeImport,
        ProgrammeImportRow,
        title=_("Imported files of programmes"),
        of_rows=_("Rows of imported files of programmes"),
        about=_("what a file says about a room or a session"),
        seen_by=_("those who organise the group’s events"),
    ),
    *tables_of(
        ParticipantImport,
        ParticipantImportRow,
        title=_("Imported files of participants"),
        of_rows=_("Rows of imported files of participants"),
        about=_("what a file says about a participant"),
        seen_by=_("those who organise the group’s events"),
    ),
)


def register() -> None:
    register_tables(TABLES)
