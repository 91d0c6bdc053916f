"""The programme as a spreadsheet: out, changed, in again, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from corridor.events.models import ProgrammeImport, Room, Session
from corridor.events.programme.intake import PROGRAMME
from corridor.events.sheets.notes import sentence
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.sheets import open_sheet
from tests.catalogue.sheets import xlsx

AT = "/en/smart-connectivity/events/summit/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(event) -> str:
    return event.starts_at.date().isoformat()


def room(name: str, **values: str) -> dict[str, str]:
    return {"what": "room", "room": name} | values


def session(title: str, day: str, begins: str, ends: str, **values: str) -> dict[str, str]:
    return {"what": "session", "title [en]": title, "day": day, "begins": begins, "ends": ends} | values


def previewed(by, event, *rows: dict[str, str]) -> ProgrammeImport:
    return PROGRAMME.preview(by=by, content=xlsx(*rows), file_name="programme.xlsx", event=event)


def taken_in(by, event, *rows: dict[str, str]) -> ProgrammeImport:
    return PROGRAMME.apply(by=by, run=previewed(by, event, *rows))


def exported(browser) -> list[dict[str, str]]:
    sheet = open_sheet(browser.get(f"{AT}programme.xlsx").content)
    return [dict(zip(sheet.header, row.cells, strict=True)) for row in sheet.rows]


def outcomes(run: Any) -> list[str]:
    return list(run.rows.order_by("number").values_list("outcome", flat=True))


def refusals(run: Any) -> dict[int, list[str]]:
    rows = run.rows.filter(outcome="refused").order_by("number")
    return {row.number: [sentence(one) for one in row.reasons] for row in rows}


@pytest.fixture
def rows(day) -> list[dict[str, str]]:
    return [
        room("Aula", building="East", places="120", equipment="screen; loop"),
        room("=Cellar", tables="8"),
        session("Opening", day, "09:00", "10:00", room="aula", speakers="Ada", kind="plenary session"),
        session("1:1", day, "10:00", "12:00", room="=Cellar", kind="bilaterals")
        | {"title [fr]": "Tête-à-tête"},
    ]


def test_what_is_exported_comes_back_unchanged_and_a_change_changes_one(event, dora, rows, browser_of):
    taken_in(dora, event, *rows)
    aula = event.rooms.get(name="Aula")
    assert (aula.capacity, aula.equipment) == (120, ["screen", "loop"])
    opening = event.sessions.get(title__en="Opening")
    assert (opening.room, opening.kind, opening.starts_at) == (aula, "plenary", event.starts_at)
    out = exported(browser_of(dora))
    assert [one["room"] for one in out] == ["=Cellar", "Aula", "Aula", "=Cellar"]
    assert outcomes(previewed(dora, event, *out)) == ["unchanged"] * 4
    assert outcomes(previewed(dora, event, *rows)) == ["unchanged"] * 4  # without their numbers as well
    out[2] |= {"begins": "9.15", "title [fr]": "Ouverture"}
    run = taken_in(dora, event, *out)
    assert outcomes(run) == ["unchanged", "unchanged", "changed", "unchanged"]
    opening.refresh_from_db()
    assert opening.title == {"en": "Opening", "fr": "Ouverture"}
    assert opening.starts_at == event.starts_at + timedelta(minutes=15)


def test_each_refused_row_says_why_and_nothing_is_written(event, dora, day):
    Session.objects.create(
        event=event,
        room=Room.objects.create(event=event, name="Attic"),
        title={"en": "Breakfast"},
        starts_at=event.starts_at,
        ends_at=event.starts_at + timedelta(hours=1),
    )
    run = previewed(
        dora,
        event,
        room("Aula"),
        room("AULA"),
        session("Nowhere", day, "09:00", "10:00", room="Library"),
        session("Dawn", day, "06:00", "10:00"),
        session("Backwards", day, "11:00", "10:00"),
        session("Late breakfast", day, "09:30", "10:30", room="Attic"),
        session("", day, "ten", "12:00", number="77"),
        session("One", day, "14:00", "15:00", room="Attic"),
        session("Two", day, "14:30", "15:30", room="Attic"),
        {"what": "corridor"},
        session("Ghost", day, "15:30", "16:00", number="999999"),
    )
    said = refusals(run)
    assert [number for number in range(2, 13) if number not in said] == [9]
    assert "Another room" in said[2][0]
    assert said[4] == ["There is no room “Library”, neither at the event nor in this file."]
    assert "It is not within the event" in said[5][0]
    assert said[6] == ["It cannot end before it begins."]
    assert said[7] == ["“Breakfast” is in “Attic” at the same time. A room has one session at a time."]
    assert said[8] == ["“ten” in the column “begins” is no hour. Write it like 09:30."]
    assert "“One” is in “Attic”" in said[10][0]
    assert said[11] == ["“corridor” is not known in the column “what”."]
    assert "There is no “999999”" in said[12][0]
    with pytest.raises(Refused):
        PROGRAMME.apply(by=dora, run=run)
    assert event.sessions.count() == 1
    PROGRAMME.apply(by=dora, run=run, good_rows_only=True)
    assert event.sessions.count() == 2


def test_sessions_change_places_in_one_file_and_back(event, dora, rows, browser_of):
    first = taken_in(dora, event, *rows)
    out = exported(browser_of(dora))
    for name in ("room", "begins", "ends"):
        out[2][name], out[3][name] = out[3][name], out[2][name]
    out[0]["room"] = out[2]["room"] = "Vault"
    second = taken_in(dora, event, *out)
    opening = Session.objects.select_related("room").get(title__en="Opening")
    assert str(opening.room) == "Vault"
    PROGRAMME.undo(by=dora, run=second)
    opening = Session.objects.select_related("room").get(title__en="Opening")
    assert (str(opening.room), opening.starts_at) == ("Aula", event.starts_at)
    first = PROGRAMME.undo(by=dora, run=first)
    assert (first.said, event.rooms.count(), event.sessions.count()) == ([], 0, 0)
    with pytest.raises(Conflict):
        PROGRAMME.undo(by=dora, run=first)


def test_what_somebody_changed_since_stays(event, dora, rows, day):
    run = taken_in(dora, event, *rows)
    Session.objects.filter(title__en="Opening").update(speakers="Grace")
    Session.objects.create(
        event=event,
        room=event.rooms.get(name="=Cellar"),
        title={"en": "Party"},
        starts_at=event.starts_at + timedelta(hours=7),
        ends_at=event.ends_at,
    )
    run = PROGRAMME.undo(by=dora, run=run)
    assert sorted(sentence(one) for one in run.said) == [
        "“=Cellar” has been given sessions since, and stays.",
        "“Aula” has been given sessions since, and stays.",
        "“Opening” was changed after this import and stays as it is.",
    ]
    assert {str(one) for one in event.sessions.all()} == {"Opening", "Party"}


def test_a_preview_that_is_out_of_date_is_renewed(event, dora, rows):
    run = previewed(dora, event, *rows)
    Room.objects.create(event=event, name="Aula", capacity=10)
    with pytest.raises(Conflict):
        PROGRAMME.apply(by=dora, run=run)
    assert outcomes(run) == ["changed", "new", "new", "new"]
    PROGRAMME.apply(by=dora, run=run)
    assert event.rooms.get(name="Aula").capacity == 120


def test_dora_gives_a_file_looks_at_it_takes_it_in_and_back(event, dora, rows, browser_of):
    browser = browser_of(dora)
    assert browser.get(f"{AT}programme/import/template.xlsx").status_code == 200
    assert browser.post(f"{AT}programme/import/").status_code == 422
    broken = {"file": SimpleUploadedFile("x.csv", b"title,hour\nOpening,9\n")}
    assert "lacks the columns “what”" in browser.post(f"{AT}programme/import/", broken).content.decode()
    given = {"file": SimpleUploadedFile("programme.xlsx", xlsx(*rows, room("")))}
    page = browser.post(f"{AT}programme/import/", given)["Location"]
    shown = browser.get(page).content.decode()
    assert "Opening" in shown
    assert "Row 6" in shown
    assert browser.post(f"{page}application/").status_code == 422
    assert browser.post(f"{page}application/", {"good_rows": "on"}).status_code == 303
    assert event.sessions.count() == 2
    assert browser.post(f"{page}undoing/").status_code == 303
    assert event.sessions.count() == 0
    assert browser.post(f"{page}undoing/").status_code == 409
