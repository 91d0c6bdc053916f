"""Dora writes the programme: rooms, sessions and questions; the database lets no room have two at a time."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from corridor.events.models import Question, Registration, RegistrationAnswer, Room, Session
from corridor.events.programme import actions
from corridor.kernel.errors import Refused
from corridor.kernel.journal import JournalEntry
from tests.bilaterals.making import new_event, new_registration
from tests.meetings.test_double_booking import all_at_once

AT = "/en/smart-connectivity/events/summit/"
ROOM = {"version": "0", "name": "Aula", "tables": "0", "building": "East wing", "equipment": "screen, , loop"}

pytestmark = pytest.mark.django_db


def of_session(event, begins: str, ends: str, title: str = "Opening", **values: str) -> dict[str, str]:
    day = event.starts_at.astimezone(ZoneInfo(event.zone)).date().isoformat()
    hours = {"day": day, "begins": begins, "ends": ends}
    return {"version": "0", "kind": "plenary", "title_en": title, **hours} | values


@pytest.fixture
def aula(event) -> Room:
    return Room.objects.create(event=event, name="Aula")


def test_dora_writes_the_programme_and_reads_what_became_of_it(event, dora, browser_of):
    browser = browser_of(dora)
    assert browser.post(f"{AT}rooms/new/", ROOM).status_code == 303
    room = event.rooms.get()
    assert (room.name, room.equipment, room.tables) == ("Aula", ["screen", "loop"], 0)
    given = of_session(event, "09:30", "10:30", room=str(room.pk), speakers="Ada")
    assert browser.post(f"{AT}sessions/new/", given).status_code == 303
    session = event.sessions.get()
    assert session.starts_at == event.starts_at + timedelta(minutes=30)
    page = browser.get(f"{AT}programme/").content.decode()
    assert all(words in page for words in ("Opening", "9:30", "Aula", "Ada", "East wing"))
    assert browser.post(f"{AT}rooms/{room.pk}/removal/").status_code == 303
    session.refresh_from_db()
    assert session.room is None
    verbs = (
        JournalEntry.objects.filter(record_type="events.event").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["add-to-programme", "add-to-programme", "remove-from-programme"]


def test_a_room_has_one_session_at_a_time_and_the_page_says_which(event, aula, dora, browser_of):
    browser, new = browser_of(dora), f"{AT}sessions/new/"
    browser.post(new, of_session(event, "10:00", "11:00", room=str(aula.pk)))
    answer = browser.post(new, of_session(event, "10:59", "12:00", "Panel", room=str(aula.pk)))
    assert answer.status_code == 422
    assert "“Opening” is in Aula from 10:00–11:00" in answer.content.decode().replace("\u202f", " ")
    # One may follow the other, be elsewhere, or be nowhere yet.
    for given in (
        of_session(event, "11:00", "12:00", "Panel", room=str(aula.pk)),
        of_session(event, "10:00", "11:00", "Walk"),
    ):
        assert browser.post(new, given).status_code == 303
    panel = Session.objects.get(title__en="Panel")
    page = f"{AT}sessions/{panel.pk}/"
    version = browser.get(page).context["form"]["version"].value()
    moved = of_session(event, "10:30", "11:30", "Panel", room=str(aula.pk), version=str(version))
    assert browser.post(page, moved).status_code == 422
    panel.refresh_from_db()
    assert panel.starts_at == event.starts_at + timedelta(hours=2)


def test_a_session_lies_within_the_event_as_clocks_show_it_there(group, dora, browser_of):
    begins = new_event(group, "brussels").starts_at
    event = new_event(group, zone="Europe/Helsinki", starts_at=begins, ends_at=begins + timedelta(hours=8))
    browser, new = browser_of(dora), f"{AT}sessions/new/"
    early = browser.post(new, of_session(event, "09:00", "11:00"))
    assert (early.status_code, event.sessions.count()) == (422, 0)
    assert "A session lies within the event" in early.content.decode()
    assert browser.post(new, of_session(event, "12:00", "11:00")).status_code == 422
    assert browser.post(new, of_session(event, "10:00", "11:00")).status_code == 303
    assert event.sessions.get().starts_at == begins


def test_who_writes_on_an_old_page_sees_both_versions(event, aula, dora, cora, browser_of):
    page = f"{AT}rooms/{aula.pk}/"
    version = browser_of(dora).get(page).context["form"]["version"].value()
    changed = ROOM | {"version": str(version), "name": "Great hall"}
    assert browser_of(cora).post(page, changed).status_code == 303
    late = browser_of(dora).post(page, changed | {"name": "Small hall"})
    assert late.status_code == 409
    assert "Great hall" in late.content.decode()
    assert Room.objects.get().name == "Great hall"


def test_two_rooms_of_an_event_have_two_names(event, aula, dora, browser_of):
    answer = browser_of(dora).post(f"{AT}rooms/new/", ROOM | {"name": "aula"})
    assert answer.status_code == 422
    assert "Another room of this event is called" in answer.content.decode()


def test_questions_have_as_many_answers_in_each_language(event, dora, browser_of):
    browser, new = browser_of(dora), f"{AT}questions/new/"
    asked = {
        "version": "0",
        "kind": "choice",
        "number": "1",
        "text_en": "Dinner?",
        "options_en": "Fish\nMeat",
    }
    assert browser.post(new, asked | {"options_en": "Fish"}).status_code == 422
    french = {"new_language": "fr", "text_new": "Dîner ?", "options_new": "Poisson"}
    assert browser.post(new, asked | french).status_code == 422
    assert browser.post(new, asked | french | {"options_new": "Poisson\nViande"}).status_code == 303
    question = Question.objects.get()
    assert question.options == [{"en": "Fish", "fr": "Poisson"}, {"en": "Meat", "fr": "Viande"}]
    eve = new_registration(event, "Eve")
    RegistrationAnswer.objects.create(registration=eve, question=question, text="Fish")
    page = browser.get(f"{AT}questions/{question.pk}/")
    assert page.context["form"]["options_fr"].value() == "Poisson\nViande"
    assert "1 answer is deleted with it" in page.content.decode()
    browser.post(f"{AT}questions/{question.pk}/removal/")
    assert (Question.objects.count(), Registration.objects.count()) == (0, 1)


def test_ben_who_does_not_organise_removes_nothing(event, aula, ben, browser_of):
    assert browser_of(ben).post(f"{AT}rooms/{aula.pk}/removal/").status_code == 404
    assert event.rooms.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_organisers_at_once_do_not_book_a_room_twice(event, aula, dora, cora):
    hours = {"starts_at": event.starts_at, "ends_at": event.starts_at + timedelta(hours=1)}
    values = {"title": {"en": "Opening"}, "room_id": aula.pk} | hours
    told = all_at_once(
        *(
            lambda by=by: actions.add_part(by=by, part=Session(event=event), values=values)
            for by in (dora, cora)
        )
    )
    assert sorted(type(one).__name__ for one in told) == ["Refused", "Session"]
    assert isinstance(next(one for one in told if isinstance(one, Exception)), Refused)
    assert Session.objects.count() == 1
