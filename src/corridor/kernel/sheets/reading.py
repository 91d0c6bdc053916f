from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused

from .delimited import read_csv
from .limits import UPLOADED, Limits
from .xlsx import read_xlsx

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Row:
    """``number`` is what the spreadsheet program shows; ``cells`` are as many as the header has.

    ``surplus`` is true where the row has more filled cells than the header.
    """

    number: int
    cells: tuple[str, ...]
    surplus: bool = False


@dataclass(frozen=True)
class Sheet:
    """A header and the rows below it, read once, as they come; blank rows are left out."""

    header: tuple[str, ...]
    rows: Iterator[Row]


def open_sheet(content: bytes, limits: Limits = UPLOADED) -> Sheet:
    """The sheet in an .xlsx or .csv file, told by its content and not by its name; or ``Refused``."""
    if len(content) > limits.size:
        raise Refused(
            _("This file is bigger than %(size)s MB. Split it.") % {"size": limits.size // (1024 * 1024)}
        )
    records = _records(content, limits)
    header = next((cells for number, cells in records if any(map(str.strip, cells))), None)
    if header is None:
        raise Refused(_("This file is empty."))
    names = _header(header, limits.columns)
    return Sheet(header=names, rows=_rows(records, len(names), limits.rows))


def _records(content: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    if content.startswith(OLE):
        raise Refused(_old_or_protected(content))
    return read_xlsx(content, limits) if content.startswith(ZIP) else read_csv(content)


def _old_or_protected(content: bytes) -> str:
    if ENCRYPTED in content:
        return _("This file is protected by a password. Save it without one.")
    return _("This is a file of an old or other Office program. Save it as Excel workbook (.xlsx) or as CSV.")


def _header(cells: list[str], most: int) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > most:
        raise Refused(_("There are more than %(limit)s columns.") % {"limit": most})
    folded = [name.casefold() for name in names if name]
    twice = next((name for name in names if name and folded.count(name.casefold()) > 1), None)
    if twice:
        raise Refused(_("Two columns are called “%(name)s”.") % {"name": twice})
    return tuple(names)


def _rows(records: Iterator[tuple[int, list[str]]], width: int, max_rows: int) -> Iterator[Row]:
    for count, (number, cells) in enumerate(records, 1):
        if count > max_rows:
            raise Refused(_("There are more than %(limit)s rows. Split the file.") % {"limit": max_rows})
        if any(map(str.strip, cells)):
            yield _row(number, cells, width)


def _row(number: int, cells: list[str], width: int) -> Row:
    kept = tuple(cells[:width]) + ("",) * (width - len(cells))
    return Row(number, kept, surplus=any(map(str.strip, cells[width:])))
