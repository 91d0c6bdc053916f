"""Dora's list of participants: found, counted, registered from a file, given places and taken off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.events.door import actions
from corridor.events.door.intake import PARTICIPANTS
from corridor.events.enums import RegistrationState
from corridor.events.models import ParticipantImport, Question, Registration, RegistrationAnswer
from corridor.events.sheets.notes import sentence
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.keys import digest_of
from corridor.kernel.sheets import open_sheet
from corridor.members.models import Hub
from corridor.post.models import Letter
from tests.bilaterals.making import new_event, new_registration
from tests.catalogue.sheets import xlsx
from tests.meetings.test_double_booking import all_at_once

AT = "/en/smart-connectivity/events/summit/"

pytestmark = pytest.mark.django_db


def one(name: str, **values: str) -> dict[str, str]:
    return {"name": name, "email": f"{name.casefold()}@visitors.example"} | values


def previewed(by, event, *rows: dict[str, str]) -> ParticipantImport:
    return PARTICIPANTS.preview(by=by, content=xlsx(*rows), file_name="people.xlsx", event=event)


def taken_in(by, event, *rows: dict[str, str]) -> ParticipantImport:
    return PARTICIPANTS.apply(by=by, run=previewed(by, event, *rows))


def state_of(name: str) -> str:
    return Registration.objects.get(name=name).state


def exported(browser) -> list[dict[str, str]]:
    sheet = open_sheet(browser.get(f"{AT}participants.xlsx").content)
    return [dict(zip(sheet.header, row.cells, strict=True)) for row in sheet.rows]


def test_the_list_is_filtered_counted_and_costs_the_same_for_thirty(event, dora, norway, browser_of):
    browser = browser_of(dora)
    new_registration(event, "Zoë", organisation="Harbour", country=norway, checked_in_at=timezone.now())

    def queries(query: str = "") -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"{AT}participants/{query}").status_code == 200
        return len(asked)

    queries()
    before = queries()
    for number in range(30):
        new_registration(event, f"Guest {number}", presence="online", country=norway, checked_in_by=dora)
    new_registration(event, "Wim", state=RegistrationState.WAITING)
    assert queries() == before
    page = browser.get(f"{AT}participants/").content.decode()
    assert "31 registered, 1 of them on site and 30 online; 1 waiting; 1 came" in page
    found = {
        query: {row.name for row in browser.get(f"{AT}participants/?{query}").context["page"]}
        for query in (
            "q=zoe",
            "q=harb",
            "state=waiting",
            "came=yes",
            "presence=online&q=29",
            "state=nonsense",
        )
    }
    assert [len(names) for names in found.values()] == [1, 1, 1, 1, 1, 32]
    assert found["state=waiting"] == {"Wim"}
    assert found["came=yes"] == {"Zoë"}


def test_a_place_goes_to_who_waited_longest_or_to_whom_dora_gives_it(group, dora, browser_of):
    event = new_event(group, capacity=1)
    first = new_registration(event, "First")
    waiting = RegistrationState.WAITING
    late = new_registration(event, "Late", state=waiting, number=3)
    new_registration(event, "Early", state=waiting, number=2)
    browser = browser_of(dora)
    full = browser.post(f"{AT}participants/{late.pk}/promotion/")
    assert full.status_code == 422
    assert "All places on site are taken" in full.content.decode()
    gone = browser.post(f"{AT}participants/{first.pk}/cancellation/", {"why": "You asked for it."})
    assert gone.status_code == 303
    assert [state_of(name) for name in ("First", "Early", "Late")] == ["cancelled", "registered", "waiting"]
    assert browser.post(f"{AT}participants/{first.pk}/cancellation/").status_code == 409
    event.capacity = 2
    event.save()
    assert browser.post(f"{AT}participants/{late.pk}/promotion/").status_code == 303
    assert browser.post(f"{AT}participants/{late.pk}/promotion/").status_code == 409
    told = {letter.to: letter for letter in Letter.objects.all()}
    assert sorted(told) == [f"{name}@visitors.example" for name in ("early", "first", "late")]
    assert "You asked for it." in told["first@visitors.example"].text
    assert told["late@visitors.example"].subject == "You have a place now: Connectivity Summit"
    assert late.code in told["late@visitors.example"].text


def test_people_from_a_file_get_a_place_or_wait_and_a_link_of_their_own(group, dora, anna, hub):
    event = new_event(group, capacity=2, mode="hybrid")
    rows = [
        one("Niki Παπαδοπούλου", email="niki@visitors.example", country="Greece", language="el"),
        one("Anna", email="ANNA@example.org", hub="nordlys"),
        one("Third", country="no"),
        one("Remote", presence="online"),
    ]
    run = previewed(dora, event, *rows)
    warnings = {row.number: [sentence(said) for said in row.warnings] for row in run.rows.all()}
    assert warnings == {2: [], 3: [], 4: ["All places on site are taken: goes on the waiting list."], 5: []}
    assert Letter.objects.count() == 0
    PARTICIPANTS.apply(by=dora, run=run)
    people = {person.name: person for person in Registration.objects.all()}
    assert [people[row["name"]].state for row in rows] == [
        "registered",
        "registered",
        "waiting",
        "registered",
    ]
    assert (people["Anna"].person, people["Anna"].hub) == (anna, hub)
    assert people["Third"].country_id == "NO"
    assert not any(person.is_listed or person.consent for person in people.values())
    letter = Letter.objects.get(to="niki@visitors.example")
    assert letter.language == "el"
    key = letter.text.partition("/el/events/link/")[2].partition("/")[0]
    assert people["Niki Παπαδοπούλου"].keys.get().digest == digest_of(key)
    assert "waiting list" in Letter.objects.get(to="third@visitors.example").subject


def test_each_refused_row_says_why_and_nobody_is_registered(event, dora, anna, other_hub):
    Hub.objects.filter(pk=other_hub.pk).update(audience="hub")
    new_registration(event, "Anna", email="anna@elsewhere.example", person=anna)
    run = previewed(
        dora,
        event,
        one("Good"),
        one("", email="noname@visitors.example"),
        one("Bad", email="bad"),
        one("Twice", email="GOOD@visitors.example"),
        one("Anna", email="anna@example.org"),
        one("Far", country="Atlantis"),
        one("Remote", presence="online"),
        one("Hidden", hub="sorvest"),
    )
    said = {row.number: [sentence(one) for one in row.reasons] for row in run.rows.order_by("number")}
    assert said == {
        2: [],
        3: ["The column “name” is empty."],
        4: ["“bad” is no e-mail address."],
        5: ["This is the same as in row 2."],
        6: ["This person is registered under another address."],
        7: ["“Atlantis” is not known in the column “country”."],
        8: ["“online” is not known in the column “presence”."],
        9: ["“sorvest” is not known in the column “hub”."],  # for its own people only
    }
    with pytest.raises(Refused):
        PARTICIPANTS.apply(by=dora, run=run)
    assert (Registration.objects.count(), Letter.objects.count()) == (1, 0)


def test_the_export_comes_back_and_what_looks_like_a_formula_stays_a_text(event, dora, browser_of):
    asked = Question.objects.create(event=event, text={"en": "Dinner?"})
    eve = new_registration(
        event, '=HYPERLINK("http://evil.example")', email="eve@visitors.example", language="fr"
    )
    RegistrationAnswer.objects.create(registration=eve, question=asked, text="@SUM(1)")
    row, *rest = exported(browser_of(dora))
    assert rest == []
    assert row["name"] == '=HYPERLINK("http://evil.example")'  # open_sheet refuses real formulas
    assert (row["Q1: Dinner?"], row["state"]) == ("@SUM(1)", "registered")
    assert [one.outcome for one in previewed(dora, event, row).rows.all()] == ["unchanged"]
    changed = {"organisation": "Port", "email": "Eve@Visitors.example", "language": ""}
    run = taken_in(dora, event, row | changed)
    eve.refresh_from_db()
    assert (eve.organisation, eve.email, eve.language) == ("Port", "eve@visitors.example", "fr")
    PARTICIPANTS.undo(by=dora, run=run)
    eve.refresh_from_db()
    assert eve.organisation == ""


def test_taking_a_file_back_takes_off_whom_it_registered_unless_they_did_something(event, dora):
    run = taken_in(dora, event, one("Here"), one("Gone"), one("Changed"))
    Registration.objects.filter(name="Here").update(checked_in_at=timezone.now())
    Registration.objects.filter(name="Changed").update(version=5)
    run = PARTICIPANTS.undo(by=dora, run=run)
    assert sorted(said["name"] for said in run.said) == ["Changed", "Here"]
    assert [state_of(name) for name in ("Here", "Gone", "Changed")] == [
        "registered",
        "cancelled",
        "registered",
    ]
    assert (
        Letter.objects.filter(kind="event-taken-off").values_list("to", flat=True).get().startswith("gone@")
    )


def test_a_file_is_of_one_event_and_of_its_organisers(event, group, dora, carla, browser_of):
    run: Any = previewed(dora, event, one("Good"))
    new_event(group, "other")
    assert browser_of(dora).get(f"{AT}participants/import/{run.pk}/").status_code == 200
    assert browser_of(carla).get(f"{AT}participants/import/{run.pk}/").status_code == 404
    other = "/en/smart-connectivity/events/other/"
    assert browser_of(dora).get(f"{other}participants/import/{run.pk}/").status_code == 404
    assert browser_of(dora).post(f"{AT}participants/import/{run.pk}/application/").status_code == 303
    assert state_of("Good") == "registered"


def test_there_are_no_places_to_give_to_who_left_or_when_all_is_over(event, group, dora):
    eve = new_registration(event, "Eve", state=RegistrationState.CANCELLED)
    with pytest.raises(Conflict, match="not on the waiting list any more"):
        actions.promote(by=dora, registration=eve)
    begins = timezone.now() - timedelta(days=2)
    past = new_event(group, "past", starts_at=begins, ends_at=begins + timedelta(hours=8))
    first, late = (new_registration(past, name) for name in ("First", "Late"))
    Registration.objects.filter(pk=late.pk).update(state=RegistrationState.WAITING)
    with pytest.raises(Conflict, match="or over"):
        actions.promote(by=dora, registration=late)
    actions.cancel_for(by=dora, registration=first)
    assert state_of("Late") == "waiting"
    row = previewed(dora, past, one("New")).rows.get()
    assert [sentence(said) for said in row.reasons] == [
        "The event is not published, or over: nobody can be registered."
    ]


@pytest.mark.django_db(transaction=True)
def test_one_free_place_is_given_once_however_many_give_it(group, dora, cora):
    event = new_event(group, capacity=1)
    waiting = [new_registration(event, f"Guest{n}", state=RegistrationState.WAITING) for n in range(4)]
    told = all_at_once(
        *(
            lambda one=one, by=by: actions.promote(by=by, registration=one)
            for one, by in zip(waiting, (dora, cora) * 2, strict=True)
        )
    )
    assert sorted(type(one).__name__ for one in told) == ["Full"] * 3 + ["Registration"]
    assert Registration.objects.coming().count() == Letter.objects.count() == 1
