"""What a file is, by its content and not by its name; everything that is not listed here is refused."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused

OFFICE: Final = "application/vnd.openxmlformats-officedocument."
OPEN: Final = "application/vnd.oasis.opendocument."
END_OF_PDF: Final = 8192  # the end of a file in which its mark stands
BEGINNING: Final = 4096
MARKUP: Final = (b"<!", b"<?xml", b"<html", b"<svg", b"<script", b"<body", b"<head", b"<iframe", b"%!ps")
CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
TEST_VIRUS: Final = b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"


@dataclass(frozen=True)
class Kind:
    suffix: str
    media_type: str


PDF: Final = Kind("pdf", "application/pdf")
PNG: Final = Kind("png", "image/png")
JPEG: Final = Kind("jpg", "image/jpeg")
TEXT: Final = Kind("txt", "text/plain")
TABLE: Final = Kind("csv", "text/csv")
BY_MAIN_PART: Final = {
    "word/document.xml": Kind("docx", f"{OFFICE}wordprocessingml.document"),
    "xl/workbook.xml": Kind("xlsx", f"{OFFICE}spreadsheetml.sheet"),
    "ppt/presentation.xml": Kind("pptx", f"{OFFICE}presentationml.presentation"),
}
BY_MEDIA_TYPE: Final = {
    kind.media_type: kind
    for kind in (
        Kind("odt", f"{OPEN}text"),
        Kind("ods", f"{OPEN}spreadsheet"),
        Kind("odp", f"{OPEN}presentation"),
    )
}
ACCEPTED: Final = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv,.png,.jpg,.jpeg"


def kind_of(file: BinaryIO, name: str) -> Kind:
    """Refused where it is none of the accepted kinds, or not whole."""
    file.seek(0)
    beginning = file.read(BEGINNING)
    if TEST_VIRUS in beginning:
        raise Refused(_("This is the test file for virus scanners."))
    if beginning.startswith(b"%PDF-"):
        return _whole_pdf(file)
    if beginning.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if beginning.startswith(b"\xff\xd8\xff"):
        return JPEG
    if beginning.startswith(b"PK\x03\x04"):
        return _in_archive(file)
    return _text(file, beginning, name)


def _whole_pdf(file: BinaryIO) -> Kind:
    size = file.seek(0, 2)
    file.seek(max(0, size - END_OF_PDF))
    if b"%%EOF" not in file.read():
        raise Refused(_("This PDF is incomplete: its end is missing. Save it again."))
    return PDF


def _in_archive(file: BinaryIO) -> Kind:
    """Office files are archives; only their directory is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _by_directory(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise Refused(_("This file is damaged, or protected by a password.")) from error


def _by_directory(archive: zipfile.ZipFile) -> Kind:
    names = set(archive.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_("This file has macros. Save it without them."))
    if "[Content_Types].xml" in names:
        for part, kind in BY_MAIN_PART.items():
            if part in names:
                return kind
    if "mimetype" in names:
        with archive.open("mimetype") as told:
            kind_told = BY_MEDIA_TYPE.get(told.read(100).decode("ascii", "replace").strip())
        if kind_told:
            return kind_told
    raise _not_accepted()


def _text(file: BinaryIO, beginning: bytes, name: str) -> Kind:
    """Plain text in UTF-8 without markup at its beginning: what a browser could take for a page is none."""
    plain = beginning.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not plain or plain.startswith(MARKUP):
        raise _not_accepted()
    file.seek(0)
    content = file.read()
    try:
        written = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_accepted() from error
    if CONTROLS.search(written) or b"%PDF-" in beginning or beginning.startswith(b"GIF8"):
        raise _not_accepted()
    return TABLE if name.lower().endswith(".csv") else TEXT


def _not_accepted() -> Refused:
    return Refused(
        _("Accepted are PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, CSV, and plain text in UTF-8.")
    )
