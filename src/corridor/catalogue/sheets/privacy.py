from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import register_tables
from corridor.kernel.sheets.personal import tables_of

from .models import ServiceImport, ServiceImportRow

TABLES = tuple(
    tables_of(
        ServiceImport,
        ServiceImportRow,
        title=_("Imported files of services"),
        of_rows=_("Rows of imported files of services"),
        about=_("what a file says about a service"),
        seen_by=_("those who write the hub’s services"),
    )
)


def register() -> None:
    register_tables(TABLES)
