"""Writing sheets in which every cell is text: what looks like a formula stays what it is, a text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TextIO

from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused

from .delimited import guarded
from .limits import MAX_CELL

Cells = Sequence[str]


def write_xlsx(target: Any, header: Cells, rows: Iterable[Cells], *, name: str) -> None:
    """Write to a path or a binary file; memory stays the same however many rows there are."""
    write_sheets(target, {name: (header, rows)})


def write_sheets(target: Any, sheets: Mapping[str, tuple[Cells, Iterable[Cells]]]) -> None:
    """Several sheets by their names, each with its header and its rows."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        for name, (header, rows) in sheets.items():
            _write_sheet(book.add_worksheet(name), header, rows)


def _write_sheet(sheet: Any, header: Cells, rows: Iterable[Cells]) -> None:
    sheet.freeze_panes(1, 0)
    for number, cells in enumerate(chain([header], rows)):
        for column, value in enumerate(cells):
            sheet.write_string(number, column, _fitting(value))


def _fitting(value: str) -> str:
    if len(value) > MAX_CELL:
        raise Refused(_("A text is longer than a cell of a spreadsheet can hold; export it as CSV."))
    return value


def write_csv(target: TextIO, header: Cells, rows: Iterable[Cells]) -> None:
    """Commas, everything quoted; a text that a program would take for a formula gets an apostrophe.

    ``open_sheet`` takes the apostrophe off again. Open ``target`` with ``newline=""`` and, for
    Excel's sake, the encoding ``utf-8-sig``.
    """
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guarded(value) for value in cells] for cells in rows)
