"""CSV as people really send it: any usual encoding, any usual separator, line breaks inside quotes."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused

from .limits import MAX_CELL

SEPARATORS: Final = (",", ";", "\t")
BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FORMULA_START: Final = "=+-@\t\r＝＋－＠"
GUARDED = re.compile(rf"'+[{re.escape(FORMULA_START)}]")
DANGEROUS = re.compile(rf"'*[{re.escape(FORMULA_START)}]")


def read_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Records with their numbers, the header being 1: as a spreadsheet program counts them."""
    text = decoded(content)
    if BINARY.search(text):
        raise Refused(_("This is not a spreadsheet. Give an .xlsx or a .csv file."))
    csv.field_size_limit(MAX_CELL)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(records, None)
        except csv.Error as error:
            raise Refused(_unreadable(number, str(error))) from error
        if record is None:
            return
        yield number, [unguarded(cell) for cell in record]


def _unreadable(number: int, why: str) -> str:
    if "field larger" in why:
        return _("Row %(row)s holds more text than a cell can.") % {"row": number}
    return _("Row %(row)s cannot be read: a quotation mark is missing or misplaced.") % {"row": number}


def decoded(content: bytes) -> str:
    """The text, by its byte order mark, else UTF-16 by its pattern, else UTF-8, else Windows-1252."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        return content.decode(_unmarked_utf16(content)) if b"\x00" in content else _utf8_or_western(content)
    except UnicodeDecodeError as error:
        raise Refused(_("The encoding of this file cannot be told. Save it as CSV in UTF-8.")) from error


def _unmarked_utf16(content: bytes) -> str:
    """Text of Europe in UTF-16 has zeros at every other place; whatever else has zeros is no text."""
    head = content[:400]
    if head[1::2].count(0) > len(head) // 4 and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 4 and not head[1::2].count(0):
        return "utf-16-be"
    raise Refused(_("This is not a spreadsheet. Give an .xlsx or a .csv file."))


def _utf8_or_western(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _separator(text: str) -> str:
    """The one that the first record has most of, outside quotation marks."""
    head = re.sub(r'"(?:[^"]|"")*"', "", text[:MAX_CELL], count=200)
    first = head.lstrip("\r\n").partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def guarded(value: str) -> str:
    """Text that no spreadsheet program takes for a formula; ``unguarded`` gives it back."""
    return f"'{value}" if DANGEROUS.match(value) else value


def unguarded(value: str) -> str:
    return value[1:] if GUARDED.match(value) else value
