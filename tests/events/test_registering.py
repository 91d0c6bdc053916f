"""Registering with an account and without one: what is asked, what is kept, and whom the link lets in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from corridor.events import actions as events
from corridor.events.enums import QuestionKind, SessionKind
from corridor.events.models import Event, Question, Registration, Session
from corridor.kernel.journal import JournalEntry
from corridor.post.models import Letter, Notice

from .people import AT, by_eve, comes, link_in
from .test_event_pages import words


@pytest.fixture
def asked(summit) -> Event:
    """With two workshops at the same time and three questions."""
    for name, capacity in (("Ports", 1), ("Farms", None)):
        Session.objects.create(
            event=summit,
            kind=SessionKind.WORKSHOP,
            title={"en": name},
            starts_at=summit.starts_at,
            ends_at=summit.starts_at + timedelta(hours=1),
            capacity=capacity,
        )
    Question.objects.create(event=summit, text={"en": "What brings you?"}, is_required=True)
    options = [{"en": "By train"}, {"en": "By ship"}]
    Question.objects.create(
        event=summit, number=2, kind=QuestionKind.CHOICE, text={"en": "How do you travel?"}, options=options
    )
    Question.objects.create(event=summit, number=3, kind=QuestionKind.YES_NO, text={"en": "Dinner?"})
    return summit


def answers(event: Event, **fields: str) -> dict[str, str]:
    first, second, third = event.questions.all()
    return {
        f"question_{first.pk}": "5G in ports",
        f"question_{second.pk}": "2",
        f"question_{third.pk}": "yes",
    } | fields


def test_anna_registers_for_her_hub_and_finds_what_she_said(asked, anna, hub, browser_of):
    browser = browser_of(anna)
    form = browser.get(f"{AT}registration/").content.decode()
    assert 'value="Anna"' in form
    assert f'<option value="{hub.pk}" selected>Nordlys' in form
    ports = Session.objects.get(title__en="Ports")
    given = {"name": "Anna", "hub": hub.pk, "country": "NO", "sessions": ports.pk, "is_listed": "on"}
    answer = browser.post(f"{AT}registration/", answers(asked, **given))
    assert (answer.status_code, answer["Location"]) == (303, f"{AT}me/")
    mine = Registration.objects.get()
    assert (mine.person, mine.hub, mine.state, mine.email) == (anna, hub, "registered", anna.email)
    assert mine.consent == "Other participants may see my name, my organisation, my position and my country."
    shown = words(browser.get(f"{AT}me/"))
    for told in ("You are registered", mine.code, "Nordlys", "Ports", "5G in ports", "By ship", "Yes"):
        assert told in shown
    assert Notice.objects.get(person=anna).title == "You are registered: Connectivity Summit"
    entry = Calendar.from_ical(Letter.objects.get().calendar)
    assert (entry["method"], entry.walk("VEVENT")[0]["attendee"].params["PARTSTAT"]) == (
        "REQUEST",
        "ACCEPTED",
    )
    assert "1 place on site is left." in words(Client().get(AT))


@pytest.mark.usefixtures("patient")
def test_eve_registers_without_an_account_and_has_a_place_once_she_confirmed(asked, eve, mails):
    answer = eve.post(f"{AT}registration/", answers(asked, **by_eve()))
    assert (answer.status_code, answer["Location"]) == (303, f"{AT}registration/sent/")
    assert Registration.objects.get().state == "unconfirmed"
    assert "2 places on site are left." in words(eve.get(AT))
    assert eve.get(f"{AT}me/").status_code == 404, "sending the form lets nobody in"
    link = link_in(mails.last())
    opened = eve.get(link)
    assert (opened.status_code, opened["Location"]) == (303, f"{AT}me/")
    assert opened["Cache-Control"] == "no-store"
    assert Registration.objects.get().state == "unconfirmed", "a link alone does nothing"
    assert "Please confirm your registration" in words(eve.get(f"{AT}me/"))
    assert eve.post(f"{AT}me/confirmation/").status_code == 303
    assert Registration.objects.get().state == "registered"
    assert "You are registered" in words(eve.get(f"{AT}me/"))
    assert Client().get(f"{AT}me/").status_code == 404
    assert mails.last().subject == "You are registered: Connectivity Summit"
    assert link_in(mails.last()) != link
    assert "5G in ports" not in str(list(JournalEntry.objects.values_list("after", flat=True)))


@pytest.mark.usefixtures("patient")
def test_nobody_learns_who_is_registered(summit, eve, mails):
    known, pages = comes(summit, "Eve"), set()
    for email in ("EVE@visitors.example", "nobody@visitors.example"):
        answer = eve.post(f"{AT}registration/", by_eve(email=email, name="Mallory"))
        assert answer["Location"] == f"{AT}registration/sent/"
        pages.add(words(eve.get(answer["Location"])))
    assert len(pages) == 1
    assert Registration.objects.active().filter(email__iexact="eve@visitors.example").count() == 1
    known.refresh_from_db()
    assert known.name == "Eve"
    assert [one.kind for one in mails] == [
        *("event-confirm", "event-registered", "event-known", "event-confirm"),
    ]


def test_machines_are_kept_out(summit, eve):
    quick = eve.post(f"{AT}registration/", by_eve())
    assert quick.status_code == 422
    assert "That was very quick." in words(quick)
    assert eve.post(f"{AT}registration/", by_eve(trap="x")).status_code == 422
    assert not Registration.objects.exists()


@pytest.mark.usefixtures("patient")
def test_who_sends_the_form_very_often_waits(summit, eve):
    statuses = [eve.post(f"{AT}registration/", by_eve()).status_code for _ in range(6)]
    assert statuses == [303] * 5 + [429]
    assert Registration.objects.count() == 1


def test_what_is_missing_or_at_the_same_time_is_said(asked, anna, browser_of):
    browser = browser_of(anna)
    answer = browser.post(f"{AT}registration/", {"name": "Anna"})
    assert answer.status_code == 422
    assert "What brings you?" in words(answer)
    both = [one.pk for one in asked.sessions.all()]
    answer = browser.post(f"{AT}registration/", answers(asked, name="Anna", sessions=both))
    assert "are at the same time." in words(answer)
    somebody_elses = browser.post(f"{AT}registration/", answers(asked, name="Anna", sessions=[999999]))
    assert somebody_elses.status_code == 422
    assert not Registration.objects.exists()


def test_a_workshop_that_is_full_takes_nobody(asked, anna, ben, browser_of):
    ports = Session.objects.get(title__en="Ports")
    given = answers(asked, name="Anna", sessions=ports.pk)
    assert browser_of(anna).post(f"{AT}registration/", given).status_code == 303
    answer = browser_of(ben).post(f"{AT}registration/", given | {"name": "Ben"})
    assert answer.status_code == 422
    assert "All places of “Ports” are taken." in words(answer)
    given |= {"version": Registration.objects.get().version, "sessions": ports.pk}
    assert browser_of(anna).post(f"{AT}me/edit/", given).status_code == 303, "she keeps hers"


def test_anna_changes_what_she_said_and_an_old_page_overwrites_nothing(summit, anna, browser_of):
    browser = browser_of(anna)
    browser.post(f"{AT}registration/", {"name": "Anna", "is_listed": "on"})
    given = {"name": "Anna Berg", "needs": "A ramp", "version": "1"}
    assert browser.post(f"{AT}me/edit/", given).status_code == 303
    mine = Registration.objects.get()
    assert (mine.name, mine.needs, mine.is_listed, mine.consent) == ("Anna Berg", "A ramp", False, "")
    answer = browser.post(f"{AT}me/edit/", given | {"name": "Old"})
    assert answer.status_code == 409
    assert "Somebody changed this in the meantime." in words(answer)


def test_eve_is_found_again_when_she_signs_in(summit, anna, browser_of):
    Registration.objects.filter(pk=comes(summit, "Eve").pk).update(email=anna.email)
    browser = browser_of(anna)
    assert browser.post(f"{AT}registration/", {"name": "Anna"}).status_code == 303
    assert Registration.objects.get().person == anna


def test_before_it_opens_and_after_it_closes_nobody_registers(summit, anna, browser_of):
    browser, now = browser_of(anna), timezone.now()
    hour = timedelta(hours=1)
    for times, told in (
        ({"opens_at": now + hour, "closes_at": None}, "Registration opens"),
        ({"opens_at": None, "closes_at": now - hour}, "Registration is closed."),
    ):
        Event.objects.update(**times)
        assert told in words(browser.get(AT))
        assert browser.post(f"{AT}registration/", {"name": "Anna"}).status_code == 409
    assert not Registration.objects.exists()


def test_an_event_for_the_group_asks_nobody_else(group, summit, anna, carla, eve, browser_of):
    Event.objects.update(audience="group")
    assert browser_of(anna).get(f"{AT}registration/").status_code == 200
    for browser in (eve, browser_of(carla)):
        assert browser.get(f"{AT}registration/").status_code == 404
        assert browser.post(f"{AT}registration/", by_eve()).status_code == 404


def test_the_link_to_join_is_for_those_online(summit, anna, browser_of):
    events.edit_event(by=None, event=summit, version=1, values={"mode": "hybrid"})
    browser = browser_of(anna)
    browser.post(f"{AT}registration/", {"name": "Anna", "presence": "online"})
    assert summit.link in browser.get(f"{AT}me/").content.decode()
    assert summit.link in Letter.objects.get().text
    assert summit.link in browser.get(f"{AT}me/event.ics").content.decode().replace("\r\n ", "")
