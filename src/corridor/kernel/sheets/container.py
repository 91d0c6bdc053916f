"""An XLSX file is a ZIP archive; here it is looked at as one before anything parses it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused

from .limits import (
    MAX_BYTES,
    MAX_ENTRIES,
    MAX_PART,
    MAX_RATIO,
    RATIO_MATTERS_FROM,
    UPLOADED,
    Limits,
)

CHUNK = 1024 * 1024
ARCHIVES = (".zip", ".xlsx", ".xlsm", ".xlsb", ".jar", ".gz", ".7z", ".rar")
DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)
ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
TEXTS = re.compile(r"xl/sharedStrings\.xml", re.IGNORECASE)


def check_container(content: bytes, limits: Limits = UPLOADED) -> None:
    """Refuse what is no plain, whole, modest XLSX; takes the file apart without interpreting it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_size(entries, limits)
            _check_kind(archive, {entry.filename for entry in entries})
            for entry in entries:
                _check_part(archive, entry, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Refused(_("This spreadsheet is damaged or incomplete. Save it again and retry.")) from error


def _check_size(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(_("This file is protected by a password. Save it without one."))
    names = [entry.filename for entry in entries]
    if len(names) > MAX_ENTRIES or len(set(names)) < len(names):
        raise Refused(_("This file has more parts inside than a spreadsheet needs; it is not opened."))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked or any(_swells(entry) for entry in entries):
        raise Refused(_("Unpacked, this file would be far bigger than a list of hubs; it is not opened."))


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _check_kind(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "mimetype" in names:
        raise Refused(_("This is an OpenDocument file. Save it as Excel workbook (.xlsx) or as CSV."))
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused(_("This is an archive, not a spreadsheet. Give an .xlsx or a .csv file."))
    if any("vba" in name.lower() or "/macrosheets/" in name.lower() for name in names):
        raise Refused(_("This spreadsheet holds macros. Save it as Excel workbook (.xlsx) without them."))
    if any(name.lower().endswith(ARCHIVES) or "/embeddings/" in name.lower() for name in names):
        raise Refused(_("There is another file packed inside this one. Save the list by itself."))
    types = archive.getinfo("[Content_Types].xml")
    if types.file_size <= MAX_PART and b"macroenabled" in archive.read(types).lower():
        raise Refused(_("This spreadsheet holds macros. Save it as Excel workbook (.xlsx) without them."))


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    name = entry.filename
    if not name.lower().endswith((".xml", ".rels")):
        return  # a picture: never opened
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(_("This file is packed in a way that spreadsheets do not use."))
    is_sheet, is_texts = bool(SHEET.fullmatch(name)), bool(TEXTS.fullmatch(name))
    if entry.file_size > MAX_PART and not (is_sheet or is_texts):
        raise Refused(
            _("This file has formatting far bigger than its content. Copy the values to a new one.")
        )
    rows = cells = 0
    for chunk in _chunks(archive, entry):
        _check_xml(chunk)
        if is_sheet:
            rows += len(ROW.findall(chunk))
            cells += len(CELL.findall(chunk))
        elif is_texts:
            cells += len(TEXT.findall(chunk))
        if rows > limits.rows + 1:
            raise Refused(_("There are more than %(limit)s rows. Split the file.") % {"limit": limits.rows})
        if cells > limits.cells:
            raise Refused(_("There are more than %(limit)s cells. Split the file.") % {"limit": limits.cells})


def _check_xml(chunk: bytes) -> None:
    if DECLARATION.search(chunk):
        raise Refused(
            _("This file declares entities, which no spreadsheet program writes; it is not opened.")
        )
    if b"\x00" in chunk or chunk.startswith((b"\xff\xfe", b"\xfe\xff")) or OTHER_ENCODING.search(chunk):
        raise Refused(_("The texts in this file are not in UTF-8, as they must be in an .xlsx file."))


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part, unpacked piece by piece; each piece ends where a tag ends, so that none is counted twice."""
    with archive.open(entry) as part:
        rest = b""
        while piece := part.read(CHUNK):
            whole, end, begun = (rest + piece).rpartition(b">")
            if len(begun) > MAX_BYTES:
                raise Refused(_("A single text in this file is longer than a cell can hold."))
            rest = begun
            if whole:
                yield whole + end
        yield rest
