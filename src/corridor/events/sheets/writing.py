"""A sheet for people: what there is, or nothing yet, and a second sheet with a word on each column."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.i18n.names import language_name
from corridor.kernel.sheets import write_sheets
from corridor.kernel.sheets.delimited import BINARY

from .reading import Column


def workbook(
    name: str, columns: Sequence[Column], records: Iterable[dict[str, Any]], languages: Iterable[str]
) -> bytes:
    """``records`` are values by the names of columns; their texts are in these languages, besides English
    and the reader's own."""
    codes = spoken(languages)
    places = [(one, code) for one in columns for code in (codes if one.in_languages else [""])]
    rows = ([_cell(record.get(one.name), code) for one, code in places] for record in records)
    header = [one.heading(code) for one, code in places]
    told = [[one.heading(code), _label(one, code), str(one.how)] for one, code in places]
    target = io.BytesIO()
    about = ([_("Column"), _("Meaning"), _("What to write")], told)
    write_sheets(target, {name: (header, rows), "Columns": about})
    return target.getvalue()


def spoken(languages: Iterable[str]) -> list[str]:
    wanted = {*languages, get_language() or DEFAULT, DEFAULT}
    return [code for code in CODES if code in wanted]


def _label(column: Column, code: str) -> str:
    return f"{column.label} ({language_name(code, get_language() or DEFAULT)})" if code else str(column.label)


def _cell(value: Any, code: str) -> str:
    if code:
        value = (value or {}).get(code, "")
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif isinstance(value, list):
        value = "; ".join(value)
    return "" if value is None else BINARY.sub("", str(value))
