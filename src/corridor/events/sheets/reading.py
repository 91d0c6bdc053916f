"""From a file to rows of values, by columns that a sheet names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused, Text
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.sheets import Limits, Row, open_sheet
from corridor.kernel.sheets.cells import Reader, Unclear, folded

from .notes import Note, note

LARGEST: Final = Limits(rows=5_000)
IN_LANGUAGE: Final = re.compile(r"(?P<name>.+?) ?[\[(](?P<language>[a-z]{2})[\])]")


@dataclass(frozen=True)
class Column:
    """``name`` heads it, and so does ``label`` in the reader's language; ``how`` says what to write.
    ``empty`` is the value of an empty cell. One without ``read`` is told and never read. Texts have a
    column for each language, "title [en]", and their value is ``{language: text}``."""

    name: str
    label: Text
    how: Text = ""
    read: Reader | None = None
    empty: Any = ""
    in_languages: bool = False

    def heading(self, language: str = "") -> str:
        return f"{self.name} [{language}]" if language else self.name


@dataclass
class RowRead:
    """``cells`` are the values by the names of the columns that the file has."""

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    reasons: list[Note] = field(default_factory=list)


@dataclass
class Read:
    rows: list[RowRead]
    unknown: list[str]  # columns that are left out


Place = tuple[Column, str]  # a column, and the language of its texts


def read_rows(
    content: bytes, columns: Sequence[Column], needed: Iterable[str], limits: Limits = LARGEST
) -> Read:
    """All rows of ``content``; ``Refused`` where it is something else."""
    sheet = open_sheet(content, limits)
    known = _known(columns)
    places = [_place(cell, known) for cell in sheet.header]
    _check_header(places, needed)
    rows = [_row(row, places) for row in sheet.rows]
    if not rows:
        raise Refused(_("There is no row below the header."))
    found = zip(sheet.header, places, strict=True)
    return Read(rows, [cell for cell, place in found if cell and place is None])


def _known(columns: Iterable[Column]) -> dict[str, Column]:
    """By their labels in the reader's language and in English, and by their names, which win."""
    known: dict[str, Column] = {}
    for language in (get_language() or DEFAULT, DEFAULT):
        with override(language):
            known |= {folded(str(one.label)): one for one in columns}
    return known | {folded(one.name): one for one in columns}


def _place(cell: str, known: Mapping[str, Column]) -> Place | None:
    plain = folded(cell)
    if plain in known and not known[plain].in_languages:
        return known[plain], ""
    found = IN_LANGUAGE.fullmatch(plain)
    column = known.get(found["name"]) if found else None
    if found and column and column.in_languages and found["language"] in CODES:
        return column, found["language"]
    return None


def _check_header(places: Iterable[Place | None], needed: Iterable[str]) -> None:
    headings = [column.heading(language) for column, language in filter(None, places)]
    if twice := next((one for one in headings if headings.count(one) > 1), None):
        raise Refused(_("Two columns are called “%(name)s”.") % {"name": twice})
    there = {place[0].name for place in places if place}
    if lacking := [name for name in needed if name not in there]:
        names = ", ".join(f"“{name}”" for name in lacking)
        raise Refused(_("This sheet lacks the columns %(names)s.") % {"names": names})


def _row(row: Row, places: Sequence[Place | None]) -> RowRead:
    read = RowRead(row.number, reasons=[note("surplus")] if row.surplus else [])
    for place, cell in zip(places, row.cells, strict=True):
        if place is not None:
            _take(read, place, clean_text(cell))
    return read


def _take(read: RowRead, place: Place, cell: str) -> None:
    column, language = place
    if column.read is None:
        return
    try:
        value = column.read(column.heading(language), cell) if cell else column.empty
    except Unclear as refusal:
        read.reasons.append(refusal.said)
        return
    if language:
        read.cells.setdefault(column.name, {})[language] = value
    else:
        read.cells[column.name] = value
