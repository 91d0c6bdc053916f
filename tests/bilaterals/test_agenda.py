"""Somebody's own day: by page, on paper, by mail, and in a calendar that follows."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from pypdf import PdfReader

from corridor.bilaterals.day.addresses import new_address
from corridor.bilaterals.day.agenda import agenda_of, agendas_of
from corridor.bilaterals.day.calendar import events_of_person
from corridor.bilaterals.day.letters import agenda_letter
from corridor.bilaterals.day.now import now_of
from corridor.bilaterals.models import Bilaterals, Profile
from corridor.events.enums import Presence, SessionKind
from corridor.events.models import Room, Session
from corridor.post.delivery.messages import method_of
from tests.bilaterals.days import AT, by_link, letters_to, running_day, slot, table, words_of
from tests.bilaterals.making import agreed, booked, new_bilaterals, new_profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(group) -> Bilaterals:
    made = new_bilaterals(group)
    foyer = Room.objects.create(event=made.event, name="Foyer", tables=4)
    made.tables.update(room=foyer)
    hall = Room.objects.create(event=made.event, name="Great hall")
    opening = made.event.starts_at
    Session.objects.create(
        event=made.event,
        room=hall,
        title={"en": "Opening"},
        starts_at=opening,
        ends_at=opening + timedelta(minutes=30),
    )
    Session.objects.create(
        event=made.event,
        kind=SessionKind.WORKSHOP,
        title={"en": "Spectrum"},
        starts_at=opening + timedelta(hours=5),
        ends_at=opening + timedelta(hours=6),
    )
    return made


@pytest.fixture
def eve_there(day) -> Profile:
    return new_profile(day, "Eve", organisation="Eve & Sons")


@pytest.fixture
def anna_there(day, anna) -> Profile:
    """Anna has an account."""
    return new_profile(day, "Anna", person=anna, email=anna.email, organisation="Nordlys")


@pytest.fixture
def booking(day, anna_there, eve_there):
    return booked(agreed(anna_there, eve_there), slot(day, 2), table(day, 3))


def test_eve_reads_her_day_by_the_link_in_a_letter(day, eve_there, booking):
    day.event.sessions.get(kind=SessionKind.PLENARY)
    eve = by_link(eve_there)
    told = words_of(eve.get(f"{AT}me/agenda/"))
    hours = booking.starts_at.astimezone(ZoneInfo(day.event.zone))
    for part in ("Opening", "Great hall", f"{hours:%H:%M}–", "Anna", "Nordlys", "Table 3, Foyer", "free"):
        assert part in told
    assert "Spectrum" not in told, "a workshop is chosen"
    eve_there.registration.sessions.set(day.event.sessions.all())
    assert "Spectrum" in words_of(eve.get(f"{AT}me/agenda/"))
    for somebody in (Client(), by_link(new_profile(day, "Zoe"))):
        assert "Nordlys" not in words_of(somebody.get(f"{AT}me/agenda/"))
    paper = eve.get(f"{AT}me/agenda.pdf")
    (page,) = PdfReader(io.BytesIO(paper.content)).pages
    assert all(part in page.extract_text() for part in ("Eve", "Anna", "Table 3, Foyer", "Spectrum"))


def test_whoever_comes_online_reads_their_own_clock_and_the_others_that_of_the_place(
    day, anna_there, eve_there, booking
):
    day.tables.filter(number=3).update(is_online=True, link="https://meet.example/3", room=None)
    eve_there.registration.presence, eve_there.registration.zone = Presence.ONLINE, "Atlantic/Azores"
    (there,), (here,) = agenda_of(eve_there).meetings, agenda_of(anna_there).meetings
    assert (there.span.city, here.span.city) == ("Azores", "Brussels")
    assert (there.span.starts, there.place) == (here.span.starts, "online")
    assert there.span.hours != here.span.hours
    assert agenda_of(eve_there).link_of(there) == "https://meet.example/3"


def test_gaps_are_free_time_of_the_same_day(day, anna_there, eve_there, booking):
    """From the opening to her meeting; five minutes between two meetings are a walk."""
    booked(agreed(anna_there, new_profile(day, "Zoe")), slot(day, 3), table(day, 1))
    free = [one for one in agenda_of(anna_there).entries if one.is_free]
    assert [(one.starts_at, one.ends_at) for one in free] == [
        (day.event.starts_at + timedelta(minutes=30), booking.starts_at)
    ]


def test_everybodys_agendas_need_as_many_queries_as_one(day, anna_there, eve_there, booking):
    more = [new_profile(day, f"P{n}") for n in range(6)]
    for number in range(3):
        booked(agreed(more[number], more[number + 3]), slot(day, 1), table(day, number + 1))

    def asked(people: list[Profile]) -> int:
        with CaptureQueriesContext(connection) as found:
            assert len(agendas_of(people)) == len(people)
        return len(found)

    assert asked([anna_there]) == asked([anna_there, eve_there, *more])


def event_in(content: bytes | str, uid: str):
    (found,) = [one for one in Calendar.from_ical(content).walk("VEVENT") if uid in str(one["UID"])]
    return found


def test_the_calendar_follows_what_is_published(day, anna, anna_there, eve_there, booking):
    eve = by_link(eve_there)
    assert eve.post(f"{AT}me/agenda/address/").status_code == 303
    page = words_of(eve.get(f"{AT}me/agenda/"))
    key = page.partition("/agendas/")[2].partition(".ics")[0]
    feed = f"/en/agendas/{key}.ics"
    first = Client().get(feed)
    assert first.headers["Content-Type"].startswith("text/calendar")
    assert first.headers["Cache-Control"] == "no-store"
    assert first.content == Client().get(feed).content, "an unchanged calendar is the same text each time"
    before = event_in(first.content, "bilateral-")
    booking.slot, booking.starts_at, booking.ends_at = (new := slot(day, 4)), new.starts_at, new.ends_at
    booking.table, booking.revision = table(day, 1), 1
    booking.save()
    after = event_in(Client().get(feed).content, "bilateral-")
    assert (before["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (after["UID"], 0, 1)
    assert after.decoded("DTSTART") == new.starts_at
    assert "Table 1" in after["LOCATION"]
    (in_annas,) = events_of_person(anna)
    assert after["UID"].startswith(in_annas.uid)
    booking.delete()
    assert b"bilateral-" not in Client().get(feed).content
    eve.post(f"{AT}me/agenda/address/")
    assert Client().get(feed).status_code == 404, "a new address ends the old"


def test_the_letter_brings_the_day_once_and_again_when_it_changed(day, anna_there, eve_there, booking):
    for _twice in range(2):
        agenda_letter(eve_there)
    (letter,) = letters_to(eve_there, "agenda")
    assert method_of(letter.calendar) == "PUBLISH"
    entry = event_in(letter.calendar, "bilateral-")
    address = new_address(by=None, bilaterals=day, profile=eve_there)
    subscribed = Client().get(reverse("bilaterals:agenda-feed", args=[address.key])).content
    assert entry["UID"] == event_in(subscribed, "bilateral-")["UID"], "calendars know both as one"
    assert entry["ORGANIZER"].startswith("mailto:")
    assert "Table 3, Foyer" in letter.text
    (entrance,) = set(re.findall(r'(/en/agendas/[^"./]+/)"', letter.html))
    assert "Nordlys" in words_of(Client().get(entrance, follow=True))
    booking.revision = 1
    booking.save()
    agenda_letter(eve_there)
    agenda_letter(anna_there)
    assert (len(letters_to(eve_there, "agenda")), len(letters_to(anna_there, "agenda"))) == (2, 1)


def test_now_and_next_count_the_minutes(group):
    """Ten minutes of the first meeting are left; then a session and the next meeting at the same time."""
    day = running_day(group)
    anna, eve = new_profile(day, "Anna"), new_profile(day, "Eve")
    first = booked(agreed(anna, eve), slot(day, 1), table(day, 1))
    second = booked(agreed(anna, new_profile(day, "Carla")), slot(day, 2), table(day, 2))
    page = words_of(by_link(anna).get(f"{AT}me/next/"))
    assert re.search(r"Eve.*10 minutes left.*Carla.*Table 2", page)
    assert 'http-equiv="refresh"' in page
    agenda = agenda_of(anna)
    between = now_of(agenda, first.ends_at + timedelta(minutes=2))
    assert (between.current, between.minutes, between.is_over) == (None, 3, False)
    last = now_of(agenda, second.ends_at - timedelta(seconds=30))
    assert (last.current.booking, last.next, last.minutes) == (second, None, 1)
    assert now_of(agenda, second.ends_at).is_over
