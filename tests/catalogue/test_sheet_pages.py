"""Anna's spreadsheet in the browser, without scripts; hostile files, by the numbers of their cases."""

from __future__ import annotations

import io
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from corridor.catalogue.contents import contents_of
from corridor.catalogue.models import Service, ServiceImport
from corridor.catalogue.sheets import views
from corridor.catalogue.sheets.tasks import apply_service_import
from corridor.kernel.sheets import open_sheet
from corridor.kernel.sheets.runs import RunState
from tests.catalogue.sheets import row, xlsx
from tests.catalogue.test_sheets import exported, outcomes, refusals
from tests.members.test_sheets import (
    BOMB,
    ENTITIES,
    LAUGHS,
    MACROS,
    MILLION,
    SHEET,
    TOO_BIG,
    altered,
    sheet_xml,
)

pytestmark = pytest.mark.django_db
IMPORT = "/en/hubs/nordlys/services/import/"


def upload(browser, content: bytes, name: str = "services.xlsx", address: str = IMPORT):
    return browser.post(address, {"file": SimpleUploadedFile(name, content)})


def complaint(answer) -> list[str]:
    return answer.context["form"].errors["file"]


def test_anna_uploads_looks_imports_and_undoes(browser_of, anna, hub, service):
    browser = browser_of(anna)
    sheet = xlsx(
        row("Private 5G on your quay", slug=service.slug, **{"receives [nl]": "Een rapport."}),
        row("Radio survey"),
        row("", slug="x"),
    )
    answer = upload(browser, sheet, "mijn <b>blad.xlsx")
    run = ServiceImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{IMPORT}{run.pk}/")
    page = browser.get(answer["Location"])
    assert [(one["code"], one["count"]) for one in page.context["filters"]] == [
        ("", 3),
        ("new", 1),
        ("changed", 1),
        ("unchanged", 0),
        ("refused", 1),
    ]
    html = page.content.decode()
    assert "Een rapport." in html
    assert "mijn &lt;b&gt;blad.xlsx" in html
    assert [one["row"].number for one in browser.get(f"{IMPORT}{run.pk}/?show=refused").context["rows"]] == [
        4
    ]
    answer = browser.post(f"{IMPORT}{run.pk}/application/")
    assert (answer.status_code, Service.objects.count()) == (422, 1)
    statuses = [browser.post(f"{IMPORT}{run.pk}/application/", {"good_rows": "on"}).status_code for _ in "ab"]
    assert (statuses, Service.objects.count()) == ([303, 409], 2)
    service.refresh_from_db()
    assert service.pending == {"receives": {"en": "A report and a costed plan.", "nl": "Een rapport."}}
    assert browser.post(f"{IMPORT}{run.pk}/undoing/").status_code == 303
    service.refresh_from_db()
    assert (service.pending, Service.objects.count()) == (None, 1)
    assert [one.state for one in browser.get(IMPORT).context["page"]] == [RunState.UNDONE]


def test_others_find_no_import_into_nordlys(browser_of, anna, ben, carla, dora, eve, hub, other_hub):
    browser = browser_of(anna)
    upload(browser, xlsx(row("Radio survey")))
    run = ServiceImport.objects.get()
    for somebody in (ben, carla, dora):
        theirs = browser_of(somebody)
        answers = [
            theirs.get(IMPORT),
            upload(theirs, xlsx(row("Mine"))),
            theirs.get(f"{IMPORT}{run.pk}/"),
            theirs.get("/en/hubs/nordlys/services/template.xlsx"),
            theirs.post(f"{IMPORT}{run.pk}/application/"),
            theirs.post(f"{IMPORT}{run.pk}/undoing/"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 6
    ours = "/en/hubs/sorvest/services/import/"
    assert browser_of(carla).get(f"{ours}{run.pk}/").status_code == 404
    assert eve.get(IMPORT).status_code == 302
    assert (ServiceImport.objects.count(), Service.objects.count()) == (1, 0)


def test_who_reads_exports_what_they_see(browser_of, anna, eve, hub, service, draft):
    def slugs(browser, address: str) -> list[str]:
        answer = browser.get(address)
        assert answer.status_code == 200
        sheet = open_sheet(answer.content)
        return [one.cells[sheet.header.index("slug")] for one in sheet.rows]

    ours = "/en/hubs/nordlys/services/export.xlsx"
    assert slugs(browser_of(anna), ours) == ["draft", service.slug]
    assert slugs(eve, ours) == [service.slug]
    assert slugs(eve, "/en/services/export.csv") == [service.slug]
    assert slugs(eve, "/en/services/export.xlsx") == [service.slug]
    hub.audience = "hub"
    hub.save()
    assert (eve.get(ours).status_code, slugs(eve, "/en/services/export.csv")) == (404, [])


def test_a_large_file_is_left_to_the_worker(browser_of, anna, hub, monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    monkeypatch.setattr(views, "FOR_THE_WORKER", 1)
    browser = browser_of(anna)
    upload(browser, xlsx(row("One"), row("Two")))
    run = ServiceImport.objects.get()
    assert browser.post(f"{IMPORT}{run.pk}/application/").status_code == 303
    run.refresh_from_db()
    assert (run.state, Service.objects.count()) == (RunState.RUNNING, 0)
    job = ProcrastinateJob.objects.get(task_name="catalogue.apply_service_import")
    for _ in "ab":
        apply_service_import(**job.args)
    run.refresh_from_db()
    assert (run.state, Service.objects.count()) == (RunState.APPLIED, 2)
    assert {one.by for one in Service.objects.get(slug="one").versions.all()} == {anna}


# The hostile pack, by the numbers of security-cases


def test_case_20_what_looks_like_a_formula_comes_and_goes_as_text(browser_of, anna, hub):
    from openpyxl import load_workbook

    titles = ["=HYPERLINK(1)", "+1", "-1", "@a", "＝1+1", "'=1"]
    browser = browser_of(anna)
    answer = upload(browser, xlsx(*(row(title) for title in titles)))
    browser.post(f"{answer['Location']}application/")
    assert sorted(one.title["en"] for one in Service.objects.all()) == sorted(titles)
    book = load_workbook(io.BytesIO(exported(hub)))
    assert {cell.data_type for line in book.active.iter_rows() for cell in line if cell.value} == {"s"}
    assert set(outcomes(ServiceImport.objects.get())) == {(n, "new") for n in range(2, 8)}


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\u202excod.exe.xlsx", "b" * 300 + ".xlsx", "..\\..\\c.xlsx"]
)
def test_case_24_a_files_name_is_only_a_name(browser_of, anna, hub, name):
    browser = browser_of(anna)
    answer = upload(browser, xlsx(row("Radio survey")), name)
    run = ServiceImport.objects.get()
    assert (answer.status_code, len(run.file_name) <= 200, "/" in run.file_name) == (303, True, False)
    assert browser.get(answer["Location"]).status_code == 200
    slip = altered({"../../outside.xml": b"<a/>"})
    assert upload(browser, slip).status_code in (303, 422)
    assert not Path("../../outside.xml").exists()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(altered({SHEET: BOMB}), TOO_BIG, id="bomb"),
        pytest.param(altered({SHEET: MILLION}), "There are more than 20000 rows. Split the file.", id="rows"),
        pytest.param(
            altered({"docProps/core.xml": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l9;</x>'.encode()}),
            ENTITIES,
            id="laughs",
        ),
        pytest.param(b"title [en]," + b"c," * 250 + b"d\n", "There are more than 200 columns.", id="columns"),
    ],
)
def test_case_25_a_bomb_is_refused_at_once(browser_of, anna, hub, content, text):
    begun = time.perf_counter()
    answer = upload(browser_of(anna), content)
    assert (answer.status_code, complaint(answer)) == (422, [text])
    assert time.perf_counter() - begun < 4
    assert not ServiceImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(altered({"xl/vbaProject.bin": b"x"}), MACROS, id="macros"),
        pytest.param(
            b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
            "This is no sheet of services: it has neither a column “slug” nor a title.",
            id="eicar",
        ),
        pytest.param(
            b"%PDF-1.7\x00\x01", "This is not a spreadsheet. Give an .xlsx or a .csv file.", id="pdf"
        ),
        pytest.param(
            xlsx(row("x"))[:-150],
            "This spreadsheet is damaged or incomplete. Save it again and retry.",
            id="truncated",
        ),
        pytest.param(
            xlsx({"EDIH Name": "Nordlys"}),
            "This is no sheet of services: it has neither a column “slug” nor a title.",
            id="another sheet",
        ),
        pytest.param(b"title [en],title[en]\na,b\n", "Two columns are called “title [en]”.", id="twice"),
        pytest.param(
            altered({SHEET: sheet_xml('<sheetData><row r="1"><c r="A1"><f>1+1</f></c></row></sheetData>')}),
            "Row 1, column 1 holds a formula. Paste the values instead, then retry.",
            id="formula",
        ),
    ],
)
def test_case_26_what_is_no_sheet_of_services_is_told_so(browser_of, anna, hub, content, text):
    answer = upload(browser_of(anna), content)
    assert (answer.status_code, complaint(answer)) == (422, [text])


def test_case_28_the_same_to_people_is_the_same_service(browser_of, anna, hub, new_service):
    kept = new_service(hub, slug="cafe", title={"en": "Caf\u00e9 ﬁbre STRASSE"}, state="draft")
    twins = [
        unicodedata.normalize("NFD", "Café fibre Strasse"),
        "CAFÉ\u200b  fibre strasse",
        "Café fibre Stra\u00dfe",
    ]
    odd = ["İstanbul ılık", "\u202eltr", "👩\u200d🔬 lab", "Z" + "\u0301" * 2000, "x" * 301]
    sheet = xlsx(*(row(title, capacity="2") for title in twins + odd))
    browser = browser_of(anna)
    answer = upload(browser, sheet)
    run = ServiceImport.objects.get()
    assert run.rows.get(number=2).service == kept
    assert refusals(run) == [
        (3, ["This is the same service as in row 2."]),
        (4, ["This is the same service as in row 2."]),
        (8, ["The column “title [en]” holds more than 300 characters."]),
        (9, ["The column “title [en]” holds more than 300 characters."]),
    ]
    browser.post(f"{answer['Location']}application/", {"good_rows": "on"})
    assert browser.get(answer["Location"]).status_code == 200
    assert {one.title["en"] for one in Service.objects.exclude(pk=kept.pk)} == {
        unicodedata.normalize("NFC", one) for one in odd[:3]
    }


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ";"), ("utf-8", ",")],
)
def test_case_29_csv_comes_in_many_shapes(browser_of, anna, hub, encoding, separator):
    lines = [
        ["title [de]", "category", "description [de]", "list_price", "next_free"],
        ["Größe prüfen", "Test before invest", '"zwei\r\nZeilen"', '"1250,50"', "31.12.2027"],
        ["Zu viel", "Test before invest", "", "", "", "mehr"],
        ["Kurz", "Test before invest"],
    ]
    content = "\r\n".join(separator.join(cells) for cells in lines).encode(encoding)
    browser = browser_of(anna)
    for _ in "ab":
        answer = upload(browser, content, "x.csv")
        browser.post(f"{answer['Location']}application/", {"good_rows": "on"})
    first, second = ServiceImport.objects.order_by("pk")
    assert (outcomes(first), outcomes(second)) == (
        [(2, "new"), (3, "refused"), (4, "new")],
        [(2, "unchanged"), (3, "refused"), (4, "unchanged")],
    )
    made = contents_of(Service.objects.get(slug="groe-prufen"))
    assert (made["title"], made["description"]) == ({"de": "Größe prüfen"}, {"de": "zwei\nZeilen"})
    assert (made["list_price"], made["next_free"]) == ("1250.50", "2027-12-31")
    assert zipfile.is_zipfile(io.BytesIO(exported(hub)))
