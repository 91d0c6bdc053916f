"""Services out as a spreadsheet and in again: what changes, what is refused, and back."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from corridor.catalogue.actions import confirm_service, create_service, edit_service, withdraw_service
from corridor.catalogue.contents import contents_of
from corridor.catalogue.models import Service, ServiceImport, ServiceVersion
from corridor.catalogue.sheets import exporting
from corridor.catalogue.sheets.actions import SERVICES
from corridor.catalogue.sheets.notes import sentence
from corridor.catalogue.sheets.template import workbook
from corridor.kernel.audience import VISITOR
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.journal import JournalEntry
from corridor.kernel.sheets import open_sheet
from tests.catalogue.sheets import row, xlsx

pytestmark = pytest.mark.django_db

FULL: dict[str, Any] = {
    "title": {"en": "Radar yard", "nl": "Radarterrein"},
    "summary": {"en": "=SUM(A1:A9)"},
    "description": {"en": "First line.\n\n  - second, with a tab\there", "nl": "Regel"},
    "receives": {"en": 'A report; and "figures".'},
    "category": "test-before-invest",
    "technologies": ["communication-network", "internet-of-things"],
    "sectors": ["maritime"],
    "tags": [],
    "concepts": ["5g"],
    "languages": ["en", "nl"],
    "delivery": "on-site",
    "countries": ["NL", "NO"],
    "regions": ["NO0A"],
    "customers": ["sme", "public"],
    "list_price": "12000.00",
    "price": "0.00",
    "per": "project",
    "aid": "article-28",
    "capacity": 2,
    "lead_days": 30,
    "next_free": "2027-03-31",
    "trl_from": 5,
    "trl_to": 7,
    "website": "https://nordlys.example/radar",
    "contact_role": "Test bed desk",
    "contact_mail": "desk@nordlys.example",
    "audience": "network",
    "group": "smart-connectivity",
    "co_providers": ["vestas"],
    "test_bed": {
        "bands": ["n78 (3.4-3.8 GHz)", "n258"],
        "release": 17,
        "setting": "outdoor",
        "area": "2 km²",
        "remote_access": True,
        "sim_supplied": False,
        "licence_supplied": True,
        "slot_hours": 4,
        "safety": {"en": "Helmet."},
    },
}


def previewed(by, hub, content: bytes) -> ServiceImport:
    return SERVICES.preview(by=by, content=content, file_name="services.xlsx", hub=hub)


def outcomes(run: ServiceImport) -> list[tuple[int, str]]:
    return list(run.rows.values_list("number", "outcome"))


def refusals(run: ServiceImport) -> list[tuple[int, list[str]]]:
    return [
        (one.number, [sentence(said) for said in one.reasons]) for one in run.rows.filter(outcome="refused")
    ]


def exported(hub, kind: str = "xlsx") -> bytes:
    columns, rows = exporting.written_by(hub)
    return exporting.as_xlsx(columns, rows) if kind == "xlsx" else exporting.as_csv(columns, rows)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_a_hub_exports_comes_back_and_changes_nothing(
    anna, hub, vestas, service, draft, new_service, kind
):
    full = create_service(by=anna, hub=hub, values=FULL)
    edit_service(by=anna, service=service, version=1, values={"title": {"en": "Proposed", "fr": "Proposé"}})
    gone = new_service(hub, slug="gone", title={"en": "Gone"})
    withdraw_service(by=anna, service=gone)
    before = {one.slug: (contents_of(one), one.pending, one.version) for one in Service.objects.all()}
    run = previewed(anna, hub, exported(hub, kind))
    assert outcomes(run) == [(2, "unchanged"), (3, "unchanged"), (4, "unchanged"), (5, "unchanged")]
    SERVICES.apply(by=anna, run=run)
    after = {one.slug: (contents_of(one), one.pending, one.version) for one in Service.objects.all()}
    assert after == before
    assert contents_of(full) == FULL | {"co_providers": ["vestas"]}


def test_an_export_of_one_hub_makes_the_same_service_elsewhere(anna, hub, vestas, vera, group):
    create_service(by=anna, hub=hub, values=FULL)
    columns, rows = exporting.written_by(hub)
    header = [column.heading for column in columns]
    cells = dict(zip(header, next(iter(rows)), strict=True)) | {"slug": "", "co_providers": "Nordlys"}
    run = previewed(vera, vestas, xlsx(cells))
    SERVICES.apply(by=vera, run=run)
    made = Service.objects.get(hub=vestas)
    assert (made.state, made.slug, made.version) == ("draft", "radar-yard", 1)
    assert contents_of(made) == FULL | {"co_providers": ["nordlys"]}
    assert ServiceVersion.objects.get(service=made).values == contents_of(made)
    assert JournalEntry.objects.get(verb="create-service", record_id=str(made.pk)).by == vera


def test_anna_changes_three_cells_and_takes_them_back(anna, hub, service, draft):
    before = {one.slug: (contents_of(one), one.pending) for one in Service.objects.all()}
    sheet = xlsx(
        {"slug": service.slug, "summary [en]": "Shorter.", "capacity": "3"},
        {"slug": "draft", "summary [en]": "About masts.", "capacity": ""},
    )
    run = previewed(anna, hub, sheet)
    shared, own = run.rows.all()
    assert (shared.before["capacity"], shared.after) == (None, {"summary": {"en": "Shorter."}, "capacity": 3})
    assert [sentence(one) for one in shared.warnings] == ["It is shared: the change waits for its review."]
    assert (own.after, own.warnings) == ({"summary": {"en": "About masts."}}, [])
    assert {one.slug: (contents_of(one), one.pending) for one in Service.objects.all()} == before
    SERVICES.apply(by=anna, run=run)
    service.refresh_from_db()
    draft.refresh_from_db()
    assert (service.capacity, service.pending) == (3, {"summary": {"en": "Shorter."}})
    assert service.summary == {"en": "We put a mobile test network on your site for six weeks."}
    assert draft.summary == {"en": "About masts."}
    assert outcomes(previewed(anna, hub, sheet)) == [(2, "unchanged"), (3, "unchanged")]
    SERVICES.undo(by=anna, run=run)
    assert {one.slug: (contents_of(one), one.pending) for one in Service.objects.all()} == before
    with pytest.raises(Conflict, match="already in another state: undone"):
        SERVICES.undo(by=anna, run=run)


def test_new_ones_are_drafts_and_go_again_unless_somebody_worked_on_them(anna, hub, group):
    run = previewed(anna, hub, xlsx(row("Radio survey"), row("Mast", audience="group", group=group.slug)))
    assert (outcomes(run), Service.objects.count()) == ([(2, "new"), (3, "new")], 0)
    SERVICES.apply(by=anna, run=run)
    assert list(Service.objects.values_list("slug", "state", "submitted_at").order_by("slug")) == [
        ("mast", "draft", None),
        ("radio-survey", "draft", None),
    ]
    mast = Service.objects.get(slug="mast")
    edit_service(by=anna, service=mast, version=1, values={"capacity": 4})
    run = SERVICES.undo(by=anna, run=run)
    assert list(Service.objects.values_list("slug", flat=True)) == ["mast"]
    assert [sentence(one) for one in run.said] == ["Mast was changed after this import and stays as it is."]


def test_the_same_file_twice_changes_nothing(anna, hub):
    sheet = xlsx(row("Radio survey", capacity="2"), row("Größe  prüfen"))
    SERVICES.at_once(by=anna, content=sheet, file_name="a.xlsx", hub=hub)
    kept = list(Service.objects.values_list("slug", "version"))
    run = SERVICES.at_once(by=anna, content=sheet, file_name="a.xlsx", hub=hub)
    assert outcomes(run) == [(2, "unchanged"), (3, "unchanged")]
    assert list(Service.objects.values_list("slug", "version")) == kept


def test_refused_rows_say_their_number_and_why(anna, hub, service, draft, new_service):
    gone = new_service(hub, slug="gone", title={"en": "Gone"})
    withdraw_service(by=anna, service=gone)
    new_service(hub, slug="twin-1", title={"en": "Twin"})
    new_service(hub, slug="twin-2", title={"en": "Twin"})
    run = previewed(
        anna,
        hub,
        xlsx(
            row("Good"),
            row("Odd", category="Bakery", technologies="Robotics; Ovens", capacity="many", next_free="soon"),
            row("", list_price="100"),
            row("Dear", list_price="100", price="200"),
            row("Steep", trl_from="7", trl_to="5"),
            row("For whom", audience="group"),
            row("With ourselves", co_providers="Nordlys"),
            row("Elsewhere", hub="sorvest"),
            row("Unclear", list_price="12.000", next_free="03/04/2027"),
            row("Bad links", website="javascript:alert(1)", contact_mail="nobody"),
            row("Nowhere", slug="no-such"),
            row("Gone", slug="gone", capacity="1"),
            row("Twin"),
            row("GOOD"),
            row("Bands only", bands="n78"),
            row("Gift", list_price="100", price="50"),
        ),
    )
    unknown = "“%s” is not known in the column “%s”."
    assert refusals(run) == [
        (
            3,
            [
                unknown % ("Bakery", "category"),
                unknown % ("Ovens", "technologies"),
                "“many” in the column “capacity” is no whole number from 1 to 1000.",
                "“soon” in the column “next_free” is no day. Write it like 2027-03-31.",
            ],
        ),
        (4, ["The title is missing."]),
        (5, ["The price after subsidy cannot be above the list price."]),
        (6, ["TRL goes from the lower level to the higher one."]),
        (7, ["Choose the group that sees it."]),
        (8, ["A hub cannot be listed as its own partner."]),
        (9, ["This row is about another hub."]),
        (
            10,
            [
                "“03/04/2027” in the column “next_free” can mean two days. Write it like 2027-03-31.",
                "“12.000” in the column “list_price” can mean two prices. Write it without dots or commas.",
            ],
        ),
        (11, ["“javascript:alert(1)” is no address of a website.", "“nobody” is no e-mail address."]),
        (12, ["The hub has no service “no-such”. For a new one, leave “slug” empty."]),
        (13, ["This service was withdrawn. Offer it again first."]),
        (14, ["Several services of the hub are called so. Say in the column “slug” which."]),
        (15, ["This is the same service as in row 2."]),
        (16, ["There are facts of a test bed. Say “yes” in the column “test_bed” as well."]),
        (17, ["The price is below the list price. On which rule does that rest?"]),
    ]
    with pytest.raises(Refused, match=r"15 rows cannot be imported, so nothing was."):
        SERVICES.apply(by=anna, run=run)
    assert not Service.objects.filter(slug="good").exists()
    SERVICES.apply(by=anna, run=run, good_rows_only=True)
    assert Service.objects.filter(slug="good").count() == 1


def test_what_changed_since_the_preview_is_shown_again_first(anna, hub, draft):
    run = previewed(anna, hub, xlsx({"slug": "draft", "capacity": "3"}))
    edit_service(by=anna, service=draft, version=1, values={"capacity": 9})
    with pytest.raises(Conflict, match="Services have changed since this preview"):
        SERVICES.apply(by=anna, run=run)
    draft.refresh_from_db()
    assert (draft.capacity, run.rows.get().before) == (9, {"capacity": 9})
    SERVICES.apply(by=anna, run=run)
    draft.refresh_from_db()
    assert draft.capacity == 3


def test_columns_and_values_may_be_written_in_the_readers_words(anna, hub):
    sheet = xlsx(
        {
            "Title [en]": "Radio survey",
            "CATEGORY": "test before invest",
            "Who may use it": "small and medium-sized companies; Public bodies",
            "Countries served": "Norway; nl",
            "Languages in which it is given": "English; Nederlands",
            "List price in EUR": "1 250,50",
            "Next free slot": "31.3.2027",
            "On site or remote": "remote",
            "Our own notes": "call Kari",
        }
    )
    run = previewed(anna, hub, sheet)
    assert [sentence(one) for one in run.said] == ["Columns that are not known, and left out: Our own notes."]
    assert refusals(run) == []
    SERVICES.apply(by=anna, run=run)
    made = contents_of(Service.objects.get())
    assert (made["customers"], made["countries"], made["languages"]) == (
        ["sme", "public"],
        ["NL", "NO"],
        ["en", "nl"],
    )
    assert (made["list_price"], made["next_free"], made["delivery"]) == ("1250.50", "2027-03-31", "remote")


def test_the_template_has_an_example_that_is_skipped_and_lists_to_choose_from(anna, hub, group):
    from openpyxl import load_workbook

    hub.working_languages = ["nl"]
    with override("fr"):
        content = workbook(hub)
    with pytest.raises(Refused, match=r"There is no row below the header."):
        previewed(anna, hub, content)
    book = load_workbook(io.BytesIO(content))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Services", "visible"),
        ("Columns", "visible"),
        ("Values", "visible"),
        ("Lists", "hidden"),
    ]
    header = [cell.value for cell in book["Services"][1]]
    assert {"title [en]", "title [fr]", "title [nl]", "category", "test_bed", "safety [en]"} <= set(header)
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["Services"].data_validations.dataValidation}
    category = book["Services"].cell(2, header.index("category") + 1).coordinate
    source = rules[category].formula1.partition("!")[2].replace("$", "")
    offered = [cell.value for line in book["Lists"][source] for cell in line]
    assert "Support to find investment(s)" in offered
    values = [[cell.value for cell in line] for line in book["Values"].iter_rows()]
    assert ["languages", "nl", "néerlandais"] in values
    lines = dict(zip(header, [cell.value for cell in book["Services"][2]], strict=True))
    lines = {name: value or "" for name, value in lines.items()} | {"slug": ""}
    assert outcomes(previewed(anna, hub, xlsx(lines))) == [(2, "new")]  # the example itself is right


def test_others_export_what_they_see(anna, hub, vestas, service, draft, new_service):
    new_service(hub, slug="inside", title={"en": "Inside"}, audience="hub")
    create_service(by=anna, hub=hub, values=FULL)
    columns, rows = exporting.seen_by(VISITOR)
    header = [column.heading for column in columns]
    told = [dict(zip(header, cells, strict=True)) for cells in rows]
    assert [(one["hub"], one["slug"], one["state"]) for one in told] == [("nordlys", service.slug, "shared")]
    assert not {"audience", "group"} & set(header)
    assert "co_providers" in header


def test_formulas_stay_text_in_every_export(anna, hub):
    from openpyxl import load_workbook

    texts = ["=1+1", "+49", "-5", "@cmd", "＝1", "'=x"]
    for text in texts:
        create_service(by=anna, hub=hub, values=FULL | {"title": {"en": text}, "co_providers": []})
    book = load_workbook(io.BytesIO(exported(hub)))
    assert {cell.data_type for line in book.active.iter_rows() for cell in line if cell.value} == {"s"}
    for content in (exported(hub), exported(hub, "csv")):
        sheet = open_sheet(content)
        title = sheet.header.index("title [en]")
        assert sorted(one.cells[title] for one in sheet.rows) == sorted(texts)
    assert not any(line.startswith(b'"=') for line in exported(hub, "csv").replace(b",", b"\n").split(b"\n"))


def test_a_confirmed_service_is_no_changed_one(anna, hub, service):
    sheet = exported(hub)
    confirm_service(by=anna, service=service)
    assert outcomes(previewed(anna, hub, sheet)) == [(2, "unchanged")]


def test_a_date_cell_of_a_spreadsheet_program_is_a_day(anna, hub):
    from openpyxl import Workbook

    book, target = Workbook(), io.BytesIO()
    book.active.append(["title [en]", "category", "next_free", "list_price", "test_bed"])
    book.active.append(["Survey", "Test before invest", date(2027, 4, 3), 950.5, True])
    book.save(target)
    SERVICES.at_once(by=anna, content=target.getvalue(), file_name="x.xlsx", hub=hub)
    made = contents_of(Service.objects.get())
    assert (made["next_free"], made["list_price"]) == ("2027-04-03", "950.50")
    assert made["test_bed"]["setting"] == "indoor"


def test_the_operator_imports_from_the_command_line(hub, tmp_path, capsys):
    file = tmp_path / "services.xlsx"
    file.write_bytes(xlsx(row("Radio survey"), row("Mast")))
    call_command("import", "services", str(file), "--hub", "nordlys", "--yes")
    number = ServiceImport.objects.get().pk
    assert capsys.readouterr().out == (
        "services.xlsx: 2 rows read, 2 new, 0 changed, 0 unchanged, 0 refused\n"
        f"Imported as import {number}. To take it back: corridor import undo-services {number}\n"
    )
    call_command("import", "services", str(file), "--hub", "nordlys", "--yes")
    assert "2 unchanged" in capsys.readouterr().out
    call_command("import", "undo-services", str(number))
    assert (capsys.readouterr().out, Service.objects.count()) == (f"Import {number} was undone.\n", 0)
    file.write_bytes(xlsx(row("Radio survey"), row("Mast", category="Bakery")))
    with pytest.raises(CommandError, match="1 row cannot be imported"):
        call_command("import", "services", str(file), "--hub", "nordlys", "--yes")
    assert "row 3, Mast: refused. “Bakery” is not known" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no hub 'nowhere'"):
        call_command("import", "services", str(file), "--hub", "nowhere", "--yes")


def test_thirty_rows_are_looked_at_with_as_few_queries_as_three(anna, hub, draft, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def many(count: int) -> bytes:
        return xlsx(*(row(f"Survey {n}", technologies="Robotics", countries="NO; NL") for n in range(count)))

    SERVICES.at_once(by=anna, content=many(3), file_name="x.xlsx", hub=hub)
    with CaptureQueriesContext(connection) as few:
        previewed(anna, hub, many(4))
    SERVICES.at_once(by=anna, content=many(30), file_name="x.xlsx", hub=hub)
    with django_assert_num_queries(len(few)):
        previewed(anna, hub, many(31))
