"""Places and the list of those who wait: in order, by itself, and never one too many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from icalendar import Calendar

from corridor.events import actions as events
from corridor.events.enums import RegistrationState
from corridor.events.models import Event, Registration
from corridor.events.registering import actions
from corridor.kernel.errors import Refused
from corridor.members.models import WorkingGroup
from tests.bilaterals.making import new_event, new_registration

from .people import AT, comes, said
from .test_event_pages import words

AT_ONCE = 50


def states(event: Event) -> dict[str, str]:
    return {one.name: one.state for one in event.registrations.order_by("name")}


def methods_to(mails, name: str) -> list[tuple[str, str]]:
    """Kind of each letter, with the method of its calendar object."""
    found = mails.filter(to=f"{name.casefold()}@visitors.example")
    return [
        (one.kind, str(Calendar.from_ical(one.calendar)["method"]) if one.calendar else "") for one in found
    ]


def test_carla_waits_and_moves_up_when_somebody_cancels(summit, carla, browser_of, mails):
    first = comes(summit, "First")
    comes(summit, "Second")
    browser = browser_of(carla)
    assert "All places on site are taken." in words(browser.get(AT))
    browser.post(f"{AT}registration/", {"name": "Carla"})
    comes(summit, "Last")
    assert states(summit) == {
        "Carla": "waiting",
        "First": "registered",
        "Last": "waiting",
        "Second": "registered",
    }
    assert "You are the first." in words(browser.get(f"{AT}me/"))
    assert browser.get(f"{AT}me/event.ics").status_code == 404
    actions.cancel(by=None, registration=first)
    assert states(summit)["Carla"] == "registered"
    assert states(summit)["Last"] == "waiting"
    assert mails.filter(person=carla).last().subject == "You have a place now: Connectivity Summit"
    assert mails.filter(person=carla).last().calendar
    assert methods_to(mails, "First") == [
        ("event-confirm", ""),
        ("event-registered", "REQUEST"),
        ("event-unregistered", "CANCEL"),
    ]
    assert browser.get(f"{AT}me/event.ics").status_code == 200


def test_places_that_dora_adds_are_given_at_once_and_none_is_taken_away(summit, dora, mails):
    for name in ("A", "B", "C", "D"):
        comes(summit, name)
    summit = events.edit_event(by=dora, event=summit, version=1, values={"capacity": 3})
    assert states(summit) == {"A": "registered", "B": "registered", "C": "registered", "D": "waiting"}
    with pytest.raises(Refused, match="3 people are registered on site"):
        events.edit_event(by=dora, event=summit, version=summit.version, values={"capacity": 2})
    events.edit_event(by=dora, event=summit, version=summit.version, values={"capacity": None})
    assert set(states(summit).values()) == {"registered"}
    assert methods_to(mails, "D")[1:] == [("event-waiting", ""), ("event-promoted", "REQUEST")]


def test_who_goes_online_leaves_a_place_and_who_comes_after_all_needs_one(summit, dora):
    events.edit_event(by=dora, event=summit, version=1, values={"mode": "hybrid"})
    first, second = comes(summit, "First"), comes(summit, "Second")
    online = comes(summit, "Far", presence="online")
    waits = comes(summit, "Waits")
    assert (online.state, waits.state) == ("registered", "waiting")
    with pytest.raises(Refused, match="You stay registered to take part online"):
        actions.change(by=None, registration=online, version=online.version, said=said("Far"))
    actions.change(by=None, registration=first, version=first.version, said=said("First", presence="online"))
    assert set(states(summit).values()) == {"registered"}
    actions.cancel(by=None, registration=second)
    online.refresh_from_db()
    assert (online.presence, online.version) == ("online", 2)
    actions.change(by=None, registration=online, version=online.version, said=said("Far"))
    assert Registration.objects.coming().filter(presence="on-site").count() == 2


def test_a_change_of_date_or_place_is_told_once_to_those_who_are_on_a_list(summit, dora, mails):
    for name in ("A", "B", "C"):
        comes(summit, name)
    actions.apply(event=summit, email="open@visitors.example", said=said("Open"))
    later = {"starts_at": summit.starts_at + timedelta(days=1), "ends_at": summit.ends_at + timedelta(days=1)}
    kept = events.edit_event(by=dora, event=summit, version=1, values=later)
    assert kept.revision == 1
    kept = events.edit_event(
        by=dora, event=kept, version=kept.version, values={"description": {"en": "More"}}
    )
    assert kept.revision == 1, "a text is no news for calendars"
    assert methods_to(mails, "A")[2:] == [("event-changed", "REQUEST")]
    assert methods_to(mails, "C")[2:] == [("event-changed", "")]
    assert methods_to(mails, "Open") == [("event-confirm", "")]
    entries = [
        Calendar.from_ical(one.calendar).walk("VEVENT")[0]
        for one in mails.filter(to="a@visitors.example").exclude(calendar="")
    ]
    assert len({str(one["uid"]) for one in entries}) == 1
    assert entries[0]["sequence"] < entries[1]["sequence"]
    assert entries[1]["dtstart"].dt == later["starts_at"]


def test_a_cancelled_event_is_told_to_all_and_registers_nobody(summit, dora, browser_of, eve, mails):
    for name in ("A", "B", "C"):
        comes(summit, name)
    answer = browser_of(dora).post(f"{AT}cancellation/", {"reason": "The port is closed."})
    assert answer.status_code == 303
    assert [methods_to(mails, name)[-1] for name in "ABC"] == [
        ("event-cancelled", "CANCEL"),
        ("event-cancelled", "CANCEL"),
        ("event-cancelled", ""),
    ]
    assert "The port is closed." in mails.last().text
    assert "The port is closed." in words(eve.get(AT))
    assert "Registration is not open." in words(eve.get(f"{AT}registration/"))


def test_who_cancelled_can_register_again_and_calendars_see_one_entry(summit, mails):
    for _ in range(2):
        actions.cancel(by=None, registration=comes(summit, "Eve"))
    assert comes(summit, "Eve").state == "registered"
    assert Registration.objects.count() == 1
    entries = [Calendar.from_ical(one.calendar).walk("VEVENT")[0] for one in mails.exclude(calendar="")]
    sequences = [one["sequence"] for one in entries]
    assert sequences == sorted(set(sequences))
    assert len({str(one["uid"]) for one in entries}) == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_come_at_once_for_ten_places():
    """Each on a connection of their own, every fifth cancels again: ten have places, the others wait in
    their order, and nobody has a place while somebody before them waits."""
    group = WorkingGroup.objects.create(slug="smart-connectivity", name={"en": "Smart Connectivity"})
    event = new_event(group, capacity=10)
    people = [new_registration(event, f"P{n}", state="unconfirmed") for n in range(AT_ONCE)]
    ready = Barrier(10)

    def comes_and_perhaps_goes(rows: list[Registration]) -> None:
        try:
            connection.ensure_connection()
            ready.wait(30)
            for number, one in enumerate(rows):
                actions.confirm(registration=one)
                if number == 0:
                    actions.cancel(by=None, registration=one)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(comes_and_perhaps_goes, [people[n::10] for n in range(10)]))
    rows = Registration.objects.filter(event=event)
    assert rows.coming().count() == 10
    assert rows.filter(state=RegistrationState.CANCELLED).count() == 10
    waiting = rows.filter(state=RegistrationState.WAITING).order_by("number")
    numbers = list(waiting.values_list("number", flat=True))
    assert (len(numbers), len(set(numbers))) == (30, 30)
    first = waiting[0]
    actions.cancel(by=None, registration=rows.coming().first())
    first.refresh_from_db()
    assert first.state == "registered"
