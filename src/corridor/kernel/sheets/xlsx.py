from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused

from .container import check_container
from .limits import MAX_CELL, UPLOADED, Limits

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how XLSX writes characters that XML cannot


def read_xlsx(content: bytes, limits: Limits = UPLOADED) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first worksheet as texts, with the numbers that the spreadsheet program shows."""
    check_container(content, limits)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that we do not need
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever the XML made it stumble over
        raise Refused(_("This spreadsheet is damaged or incomplete. Save it again and retry.")) from error
    try:
        if not book.worksheets:
            raise Refused(_("There is no sheet in this file."))
        yield from _rows(book.worksheets[0], limits.columns)
    finally:
        book.close()


def _rows(sheet: Any, columns: int) -> Iterator[tuple[int, list[str]]]:
    cells = sheet.iter_rows(max_col=columns + 1)
    number = 0
    while True:
        try:
            row = next(cells, None)
        except Exception as error:
            raise Refused(_("This spreadsheet is damaged or incomplete. Save it again and retry.")) from error
        if row is None:
            return
        number += 1
        yield number, [_text(cell, number, column) for column, cell in enumerate(row, 1)]


def _text(cell: Any, row: int, column: int) -> str:
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        raise Refused(
            _("Row %(row)s, column %(column)s holds a formula. Paste the values instead, then retry.")
            % {"row": row, "column": column}
        )
    text = _plain(cell.value)
    if len(text) > MAX_CELL:
        raise Refused(
            _("Row %(row)s, column %(column)s holds more text than a cell can.")
            % {"row": row, "column": column}
        )
    return text


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)
