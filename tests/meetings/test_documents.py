"""Files of a meeting: what is taken, how it is kept, and how it is given out."""

from __future__ import annotations

import hashlib
import io
import os
import resource
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from corridor.kernel.errors import Refused
from corridor.kernel.journal import JournalEntry
from corridor.meetings.documents.actions import add_document
from corridor.meetings.documents.contents import kind_of
from corridor.meetings.documents.names import clean_name
from corridor.meetings.documents.storing import NoRoom, path_of
from corridor.meetings.models import Document
from corridor.people.privacy.actions import erase
from tests.meetings.test_meeting_pages import AT, signed_in, words

PDF = b"%PDF-1.7\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("--", "."), text)
    return file.getvalue()


def office(main: str, **more: str) -> bytes:
    return archive(**{"[Content_Types]--xml": "<Types/>", main: "<x/>"} | more)


def upload(client: Client, meeting, content: bytes, name: str, **fields):
    file = SimpleUploadedFile("x", content)
    file._name = name  # as it comes from hostile software: Django would clean it here, not in a request
    return client.post(f"{AT}{meeting.pk}/documents/", {"file": file, **fields})


def stored(media) -> list:
    return sorted(one for one in media.rglob("*") if one.is_file())


def test_tess_adds_a_document_that_the_group_reads_and_nobody_else(coming, tess, anna, otto, carla, media):
    answer = upload(signed_in(tess), coming, PDF, "Ordre du jour.pdf", title="Agenda")
    assert (answer.status_code, answer["Location"]) == (303, f"{AT}{coming.pk}/documents/")
    document = Document.objects.get()
    assert (document.title, document.file_name, document.size) == ("Agenda", "Ordre du jour.pdf", len(PDF))
    assert document.digest == hashlib.sha256(PDF).hexdigest()
    assert stored(media) == [path_of(document.uid)]
    at = f"{AT}{coming.pk}/documents/{document.pk}/"
    for person in (anna, otto):
        assert signed_in(person).get(at).content == PDF
    assert "Agenda" in words(signed_in(anna).get(f"{AT}{coming.pk}/"))
    assert signed_in(carla).get(at).status_code == 404
    assert Client().get(at).status_code == 302
    assert Client().get(f"/media/meetings/{document.uid.hex[:2]}/{document.uid.hex}").status_code == 404
    for person in (anna, otto):
        assert upload(signed_in(person), coming, PDF, "a.pdf").status_code == 404
        assert signed_in(person).post(f"{at}removal/").status_code == 404
    assert JournalEntry.objects.get(verb="add-document").after["title"] == "Agenda"


def test_case_18_what_is_given_out_can_act_nowhere(coming, dora):
    upload(signed_in(dora), coming, PDF, "slides.html")
    document = Document.objects.get()
    answer = signed_in(dora).get(f"{AT}{coming.pk}/documents/{document.pk}/")
    assert answer["Content-Disposition"] == 'attachment; filename="slides.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "name", "suffix"),
    [
        (PDF, "a.pdf", "pdf"),
        (PNG, "a.png", "png"),
        (b"\xff\xd8\xff\xe0 JFIF", "a.jpeg", "jpg"),
        (office("word__document--xml"), "a.docx", "docx"),
        (office("xl__workbook--xml"), "a.xlsx", "xlsx"),
        (office("ppt__presentation--xml"), "a.pptx", "pptx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", "odt"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a.ods", "ods"),
        (archive(mimetype="application/vnd.oasis.opendocument.presentation"), "a.odp", "odp"),
        ("hub;Łódź\n".encode(), "a.csv", "csv"),
        ("Ünïcode".encode(), "a.txt", "txt"),
    ],
)
def test_a_file_is_what_its_content_is(content, name, suffix):
    assert kind_of(io.BytesIO(content), name).suffix == suffix


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "a.svg"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>", "a.txt"),
        (b"<?xml version='1.0'?><html/>", "a.pdf"),
        (b"", "empty.txt"),
        (office("xl__workbook--xml", **{"xl__vbaProject--bin": "x"}), "a.xlsm"),
        (office("word__document--xml")[:-30], "truncated.docx"),
        (b"GIF89a" + PDF, "polyglot.pdf"),
        (PDF[:40], "truncated.pdf"),
        (archive(**{"a--txt": "x"}), "a.zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "encrypted.docx"),
        (b"MZ\x90\x00\x03", "a.exe"),
        (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "eicar.txt"),
        ("pełno".encode("cp1250"), "a.txt"),
    ],
)
def test_case_26_what_is_none_of_the_kinds_is_refused(content, name):
    with pytest.raises(Refused):
        kind_of(io.BytesIO(content), name)


def test_case_26_whoever_brings_such_a_file_reads_why(coming, dora, media):
    answer = upload(signed_in(dora), coming, b"<html>", "minutes.pdf")
    assert answer.status_code == 422
    assert "Accepted are PDF, Word" in words(answer)
    assert (Document.objects.count(), stored(media)) == (0, [])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.pdf"),
        ("minutes\x00.exe", "minutes.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("\u200b\u2066.pdf", "document.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ("Protokół 3.0 wersja.final", "Protokół 3.0 wersja.pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_case_24_names_are_cleaned(given, kept):
    assert clean_name(given, "pdf") == kept


def test_case_24_a_name_of_300_bytes_is_shortened_and_the_file_stays_under_its_own(coming, dora, media):
    long = "ż" * 150 + ".pdf"
    assert upload(signed_in(dora), coming, PDF, f"../../{long}").status_code == 303
    document = Document.objects.get()
    assert (len(document.file_name.encode()), document.file_name[-5:]) == (154, "ż.pdf")
    assert stored(media) == [path_of(document.uid)]
    assert "ż" not in path_of(document.uid).name


def test_a_file_that_is_too_large_is_refused(coming, dora, settings, media):
    settings.LARGEST_DOCUMENT = 1
    answer = upload(signed_in(dora), coming, b"x" * 1_100_000, "a.txt")
    assert (answer.status_code, "larger than 1 MB" in words(answer)) == (422, True)
    settings.LARGEST_DOCUMENT = 14
    assert upload(signed_in(dora), coming, b"x" * 13_500_000, "a.txt").status_code == 303
    answer = upload(signed_in(dora), coming, b"x" * 16_000_000, "a.txt")
    assert (answer.status_code, len(stored(media))) == (413, 1)


def test_case_36_without_room_nothing_is_kept_and_with_room_again_it_works(coming, dora, media, monkeypatch):
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = upload(signed_in(dora), coming, PDF, "a.pdf")
    assert (answer.status_code, "has no room for it" in words(answer)) == (507, True)
    assert (Document.objects.count(), stored(media)) == (0, [])
    assert JournalEntry.objects.filter(verb="add-document").count() == 0
    assert upload(signed_in(dora), coming, PDF, "a.pdf").status_code == 303


@pytest.mark.parametrize("room", [0, 1_500_000])
def test_case_36_a_temporary_folder_that_is_full_is_said_as_well(
    coming, dora, media, settings, tmp_path, room
):
    """The system lets no file of this process grow further, as a full disk does; the form has its token."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "temporary"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    page, address = Client(enforce_csrf_checks=True), f"{AT}{coming.pk}/documents/"
    page.force_login(dora)
    page.get(address)
    fields = {"csrfmiddlewaretoken": page.cookies["csrftoken"].value}
    large, limits = b"x" * 3_000_000, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        answer = upload(page, coming, large, "a.txt", **fields)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (answer.status_code, "has no room for it" in words(answer)) == (507, True)
    assert (Document.objects.count(), stored(media), stored(tmp_path)) == (0, [], [])
    assert upload(page, coming, large, "a.txt", **fields).status_code == 303
    assert stored(settings.FILE_UPLOAD_TEMP_DIR) == []


def test_case_36_a_place_that_cannot_be_written_is_said(coming, dora, media):
    media.write_text("a file where the folder should be")
    with pytest.raises(NoRoom):
        add_document(by=dora, meeting=coming, file=SimpleUploadedFile("a.pdf", PDF))
    assert Document.objects.count() == 0


def test_a_removed_document_is_gone_and_an_erased_person_leaves_hers(
    coming, dora, tess, media, django_capture_on_commit_callbacks
):
    upload(signed_in(tess), coming, PDF, "first.pdf")
    upload(signed_in(dora), coming, PNG, "second.png")
    first, second = Document.objects.all()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(dora).post(f"{AT}{coming.pk}/documents/{first.pk}/removal/")
    assert stored(media) == [path_of(second.uid)]
    assert signed_in(dora).get(f"{AT}{coming.pk}/documents/{first.pk}/").status_code == 404
    erase(dora)
    second.refresh_from_db()
    assert (second.added_by.name, path_of(second.uid).read_bytes()) == ("Erased person", PNG)
    path_of(second.uid).unlink()
    dora = tess
    assert signed_in(dora).get(f"{AT}{coming.pk}/documents/{second.pk}/").status_code == 404
