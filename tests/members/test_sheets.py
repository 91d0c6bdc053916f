"""Strangers give us files. Good ones are read letter by letter; hostile ones get a sentence, at once."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.kernel.errors import Refused
from corridor.kernel.sheets import open_sheet, write_csv, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DAMAGED = "This spreadsheet is damaged or incomplete. Save it again and retry."
NO_SHEET = "This is not a spreadsheet. Give an .xlsx or a .csv file."
MACROS = "This spreadsheet holds macros. Save it as Excel workbook (.xlsx) without them."
TOO_BIG = "Unpacked, this file would be far bigger than a list of hubs; it is not opened."
ENTITIES = "This file declares entities, which no spreadsheet program writes; it is not opened."
PASSWORD = "This file is protected by a password. Save it without one."
NESTED = "There is another file packed inside this one. Save the list by itself."
OPEN_DOCUMENT = "This is an OpenDocument file. Save it as Excel workbook (.xlsx) or as CSV."
ARCHIVE = "This is an archive, not a spreadsheet. Give an .xlsx or a .csv file."
MANY_PARTS = "This file has more parts inside than a spreadsheet needs; it is not opened."
NOT_UTF_8 = "The texts in this file are not in UTF-8, as they must be in an .xlsx file."
TRICKY = [
    "=1+1",
    "+49 30",
    "-5",
    "@anna",
    "\tx",
    "\rx",
    "'=x",
    "''+x",
    "＝1",
    "_x000D_",
    " a ",
    "a\nb",
    'say "hi"',
]


def read(content: bytes) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...]]]]:
    sheet = open_sheet(content)
    return sheet.header, [(row.number, row.cells) for row in sheet.rows]


@contextmanager
def refused_at_once(text: str):
    begun = time.perf_counter()
    with pytest.raises(Refused) as refusal:
        yield
    assert str(refusal.value.text) == text
    assert time.perf_counter() - begun < 2


def workbook(*rows: list[str]) -> bytes:
    target = io.BytesIO()
    write_xlsx(target, rows[0], rows[1:], name="Hubs")
    return target.getvalue()


def altered(parts: dict[str, bytes | None], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A good workbook with parts replaced, added, or (``None``) taken away."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["a"], ["1"]))) as good:
        kept = {name: good.read(name) for name in good.namelist()}
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in (kept | parts).items():
            if content is not None:
                archive.writestr(name, content)
    return target.getvalue()


def sheet_xml(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet {NAMESPACE}>{inside}</worksheet>'.encode()


def text_row(number: int, text: str) -> str:
    return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def test_what_is_written_as_a_workbook_is_read_back_letter_by_letter():
    content = workbook(["text"], *[[text] for text in TRICKY])
    assert read(content) == (("text",), [(n, (text,)) for n, text in enumerate(TRICKY, 2)])


def test_what_is_written_as_csv_is_read_back_letter_by_letter():
    target = io.StringIO(newline="")
    write_csv(target, ["text"], [[text] for text in TRICKY])
    content = target.getvalue().encode("utf-8-sig")
    assert read(content) == (("text",), [(n, (text,)) for n, text in enumerate(TRICKY, 2)])


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_any_text_survives_csv(text):
    target = io.StringIO(newline="")
    write_csv(target, ["text"], [[text]])
    assert read(target.getvalue().encode()) == (("text",), [(2, (text,))])


def test_no_cell_of_an_export_is_a_formula_for_a_spreadsheet_program():
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook(["text"], *[[text] for text in TRICKY])))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}
    target = io.StringIO(newline="")
    write_csv(target, ["text"], [[text] for text in TRICKY])
    starts = {line[:2] for line in target.getvalue().split("\r\n") if line.startswith('"')}
    assert not starts & {'"=', '"+', '"-', '"@', '"\t', '"\r', '"＝'}


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),
        ("utf-16-le", ","),
        ("utf-16-be", ";"),
        ("cp1252", ";"),
    ],
)
def test_csv_comes_in_many_shapes(encoding, separator):
    text = f'Ort{separator}Text\r\nKöln{separator}"zwei\nZeilen{separator} ""und"" mehr"\r\n'
    assert read(text.encode(encoding)) == (
        ("Ort", "Text"),
        [(2, ("Köln", f'zwei\nZeilen{separator} "und" mehr'))],
    )


def test_ragged_rows_are_filled_up_or_marked():
    rows = list(open_sheet(b"a,b\n1\n\n1,2,,\n1,2,3\n").rows)
    assert [(row.number, row.cells, row.surplus) for row in rows] == [
        (2, ("1", ""), False),
        (4, ("1", "2"), False),
        (5, ("1", "2"), True),
    ]


def test_numbers_dates_and_booleans_are_read_as_text():
    from datetime import date

    from openpyxl import Workbook

    book, target = Workbook(), io.BytesIO()
    book.active.append(["a", "b", "c", "d"])
    book.active.append([5.0, 2.5, date(2026, 8, 10), True])
    book.save(target)
    assert read(target.getvalue())[1] == [(2, ("5", "2.5", "2026-08-10T00:00:00", "TRUE"))]


def test_a_formula_is_refused_and_never_computed():
    from openpyxl import Workbook

    book, target = Workbook(), io.BytesIO()
    book.active.append(["name", "title"])
    book.active.append(["Nordlys", '=HYPERLINK("https://evil.example","x")'])
    book.save(target)
    with refused_at_once("Row 2, column 2 holds a formula. Paste the values instead, then retry."):
        read(target.getvalue())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"", "This file is empty.", id="empty"),
        pytest.param(b"\n \n", "This file is empty.", id="blank"),
        pytest.param(b"%PDF-1.7\n\x00\x01\x02\x03" * 99, NO_SHEET, id="pdf"),
        pytest.param(b"\x7fELF\x02\x01\x01\x03>,;\x01" * 99, NO_SHEET, id="program"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 9, NO_SHEET, id="png"),
        pytest.param(
            b"name\n\x81\x8d\x8f",
            "The encoding of this file cannot be told. Save it as CSV in UTF-8.",
            id="no encoding",
        ),
        pytest.param(
            b"\xff\xfea\x00,\x00b\x00\n",
            "The encoding of this file cannot be told. Save it as CSV in UTF-8.",
            id="half a letter",
        ),
        pytest.param(
            b'a,b\n1,"2\n3,4\n',
            "Row 2 cannot be read: a quotation mark is missing or misplaced.",
            id="open quote",
        ),
        pytest.param(b"a,b,A\n1,2,3\n", "Two columns are called “a”.", id="header twice"),
        pytest.param(b"c," * 70 + b"d\n", "There are more than 64 columns.", id="header too wide"),
        pytest.param(b"a\n" + b"x" * 40_000, "Row 2 holds more text than a cell can.", id="long cell"),
        pytest.param(b"a\n" * 1_000_001, "There are more than 20000 rows. Split the file.", id="10^6 rows"),
        pytest.param(b"x" * 10_485_761, "This file is bigger than 10 MB. Split it.", id="big"),
        pytest.param(b"PK\x03\x04" + b"x" * 99, DAMAGED, id="no archive at all"),
        pytest.param(workbook(["a"], ["1"])[:-200], DAMAGED, id="truncated"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            PASSWORD,
            id="encrypted workbook",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
            "This is a file of an old or other Office program. Save it as Excel workbook (.xlsx) or as CSV.",
            id="old .xls",
        ),
    ],
)
def test_what_is_no_readable_sheet_is_refused_at_once(content, text):
    with refused_at_once(text):
        read(content)


BOMB = b"<row>" + b"0" * 30_000_000
NUMBERS = (n * 2_654_435_761 % 999_983 for n in range(1_000_000))  # packs badly, as real rows do
MILLION = sheet_xml(f"<sheetData>{''.join(f'<row><c><v>{n}</v></c></row>' for n in NUMBERS)}</sheetData>")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        pytest.param({SHEET: BOMB}, TOO_BIG, id="zip bomb"),
        pytest.param({"xl/media/a.png": b"\0" * 41_000_000}, TOO_BIG, id="bomb beside the sheet"),
        pytest.param({SHEET: MILLION}, "There are more than 20000 rows. Split the file.", id="10^6 rows"),
        pytest.param({"xl/vbaProject.bin": b"x"}, MACROS, id="macros"),
        pytest.param({"xl/embeddings/more.xlsx": b"PK"}, NESTED, id="nested"),
        pytest.param({"mimetype": b"application/vnd.oasis"}, OPEN_DOCUMENT, id="ods"),
        pytest.param({"xl/workbook.xml": None}, ARCHIVE, id="some archive"),
        pytest.param({f"xl/part{n}.xml": b"<a/>" for n in range(300)}, MANY_PARTS, id="many parts"),
        pytest.param(
            {"xl/styles.xml": b"<a>" + bytes(range(32, 127)) * 20_000}, TOO_BIG, id="styles that swell"
        ),
        pytest.param({SHEET: b"<worksheet><sheetData><row"}, DAMAGED, id="cut XML"),
        pytest.param({"xl/workbook.xml": b"<nonsense/>"}, "There is no sheet in this file.", id="nonsense"),
        pytest.param({SHEET: sheet_xml("").decode().encode("utf-16")}, NOT_UTF_8, id="UTF-16 inside"),
    ],
)
def test_what_hides_in_a_workbook_is_refused_at_once(parts, text):
    content = altered(parts)
    with refused_at_once(text):
        read(content)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
def test_a_billion_laughs_are_not_laughed(part):
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l9;</x>'
    content = altered({part: xml.encode()})
    with refused_at_once(ENTITIES):
        read(content)


def test_an_entity_that_reads_a_file_of_ours_is_refused():
    xml = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + sheet_xml("").decode()
    with refused_at_once(ENTITIES):
        read(altered({SHEET: xml.encode()}))


def test_a_macro_workbook_is_known_by_its_type_too():
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    with refused_at_once(MACROS):
        read(altered({"[Content_Types].xml": types}))


def test_an_encrypted_archive_is_refused():
    content = bytearray(workbook(["a"], ["1"]))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        content[at + flags] |= 1
    with refused_at_once(PASSWORD):
        read(bytes(content))


def test_a_spoilt_byte_in_a_stored_part_is_noticed():
    content = altered({}, compression=zipfile.ZIP_STORED)
    spoilt = content.replace(b"<sheetData>", b"<sheetDatA>")
    assert spoilt != content
    with refused_at_once(DAMAGED):
        read(spoilt)


def test_an_unusual_packing_is_refused():
    with refused_at_once("This file is packed in a way that spreadsheets do not use."):
        read(altered({}, compression=zipfile.ZIP_LZMA))


def test_a_row_far_below_does_not_make_a_million_empty_ones():
    rows = text_row(1, "a") + text_row(1_048_576, "z")
    with refused_at_once("There are more than 20000 rows. Split the file."):
        read(altered({SHEET: sheet_xml(f"<sheetData>{rows}</sheetData>")}))


MEMORY = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from corridor.kernel.errors import Refused
from corridor.kernel.sheets import open_sheet
content = sys.stdin.buffer.read()
resource.setrlimit(resource.RLIMIT_AS, (300 * 1024 * 1024, 300 * 1024 * 1024))
try:
    list(open_sheet(content).rows)
except Refused:
    print("refused")
"""


@pytest.mark.parametrize("parts", [{SHEET: BOMB}, {SHEET: MILLION}], ids=["bomb", "rows"])
def test_a_refusal_takes_less_than_300_mb(parts):
    told = subprocess.run(
        [sys.executable, "-c", MEMORY], input=altered(parts), capture_output=True, check=True, timeout=20
    )
    assert told.stdout == b"refused\n"


def outcome(content: bytes) -> str:
    """Empty if the file was read, else the sentence of the refusal; whatever else happens is a fault."""
    try:
        read(content)
    except Refused as refusal:
        return str(refusal.text)
    return ""


def spoilt(content: bytes, data) -> bytes:
    bytes_now = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        bytes_now[data.draw(st.integers(0, len(bytes_now) - 1))] = data.draw(st.integers(0, 255))
    return bytes(bytes_now)


@settings(max_examples=100)
@given(st.data())
def test_a_workbook_with_spoilt_bytes_is_read_or_refused(data):
    content = altered({}, compression=zipfile.ZIP_STORED)
    broken = spoilt(content, data)
    assert outcome(content) == ""
    assert isinstance(outcome(broken), str)


@settings(max_examples=150)
@given(st.data(), st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]))
def test_a_workbook_with_a_strange_part_is_read_or_refused(data, part):
    with zipfile.ZipFile(io.BytesIO(workbook(["a", "b"], ["1", "2"]))) as archive:
        content = archive.read(part)
    assert isinstance(outcome(altered({part: spoilt(content, data)})), str)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(content):
    assert isinstance(outcome(content), str)
