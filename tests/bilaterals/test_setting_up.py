"""Dora switches 1:1 meetings on for the summit: slots around the plenary, tables from the rooms."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from corridor.bilaterals.models import Bilaterals
from corridor.events.enums import SessionKind
from corridor.events.models import Room, Session

from .making import agreed, booked, new_event, new_profile

pytestmark = pytest.mark.django_db
SETTINGS = "/en/smart-connectivity/events/summit/bilaterals/settings/"
WRITTEN = {
    "slot_minutes": "20",
    "pause_minutes": "5",
    "walk_minutes": "0",
    "seconds": "30",
    "spread": "",
    "most_asked": "10",
    "most_meetings": "10",
    "tables": "1",
    "online_tables": "0",
    "asking_opens": "",
    "asking_closes": "",
    "from_0": "10:00",
    "to_0": "12:30",
    "version": "0",
}


@pytest.fixture
def event(group):
    made = new_event(group, zone="Europe/Brussels")
    ten = made.starts_at.astimezone(ZoneInfo("Europe/Brussels")).replace(hour=10)
    plenary = {"starts_at": ten + timedelta(minutes=45), "ends_at": ten + timedelta(minutes=75)}
    Session.objects.create(event=made, kind=SessionKind.PLENARY, title={"en": "Keynote"}, **plenary)
    Room.objects.create(event=made, name="Atrium", tables=2)
    Room.objects.create(event=made, name="Call", tables=1, is_online=True, link="https://meet.example.org/1")
    return made


def clocks(bilaterals) -> list[str]:
    brussels = ZoneInfo("Europe/Brussels")
    return [f"{slot.starts_at.astimezone(brussels):%H:%M}" for slot in bilaterals.slots.all()]


def test_dora_switches_meetings_on_and_nobody_meets_during_the_keynote(event, dora, anna, browser_of):
    page = browser_of(dora)
    assert "switches them on" in page.get(SETTINGS).content.decode()
    assert page.post(SETTINGS, WRITTEN | {"to_0": "09:00"}).status_code == 422
    assert page.post(SETTINGS, WRITTEN).status_code == 303
    made = Bilaterals.objects.get(event=event)
    assert clocks(made) == ["10:00", "10:25", "11:15", "11:40", "12:05"]
    assert [slot.is_morning for slot in made.slots.all()] == [True] * 4 + [False]
    tables = [(table.number, table.is_online, table.room_id is None) for table in made.tables.all()]
    assert tables == [(1, False, False), (2, False, False), (3, True, False), (4, False, True)]
    assert made.tables.get(is_online=True).link == "https://meet.example.org/1"
    assert browser_of(anna).get(SETTINGS).status_code == 404


def test_what_is_booked_stays_and_who_is_away_stays_away(event, dora, browser_of):
    page = browser_of(dora)
    page.post(SETTINGS, WRITTEN)
    made = Bilaterals.objects.get()
    anna, ben = (new_profile(made, name) for name in ("Anna", "Ben"))
    anna.away.add(made.slots.get(number=5))
    first = made.slots.first()
    booked(agreed(anna, ben), first, made.tables.first())
    fewer = page.post(SETTINGS, WRITTEN | {"version": "1", "from_0": "10:25"})
    assert (fewer.status_code, made.slots.count()) == (409, 5)
    assert page.post(SETTINGS, WRITTEN | {"version": "1", "slot_minutes": "15"}).status_code == 409
    assert page.post(SETTINGS, WRITTEN | {"version": "1", "to_0": "13:00"}).status_code == 303
    assert clocks(made)[-2:] == ["12:05", "12:30"]
    assert made.slots.first() == first
    made.meetings.get().booking.delete()
    longer = WRITTEN | {"version": "1", "slot_minutes": "30", "pause_minutes": "0"}
    assert page.post(SETTINGS, longer).status_code == 303
    assert clocks(made) == ["10:00", "11:15", "11:45"]
    assert [f"{one}" for one in anna.away.values_list("number", flat=True)] == ["3"]
    assert page.post(SETTINGS, WRITTEN | {"version": "1"}).status_code == 409  # somebody was first
