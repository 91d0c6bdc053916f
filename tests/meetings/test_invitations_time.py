"""Case 37: three mornings over the end of summer time, from the Canaries to Helsinki; reminders once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from icalendar import Calendar

from corridor.meetings.actions import cancel_meeting, fix_date
from corridor.meetings.enums import Reply, Via
from corridor.meetings.invitations import actions
from corridor.meetings.invitations.inviting import Guest
from corridor.meetings.invitations.reminding import remind_all
from corridor.meetings.minutes.actions import open_meeting
from corridor.meetings.models import Invitation, Meeting
from corridor.post.models import Letter
from corridor.post.zones import zones_of

from .invited import BEFORE, BRUSSELS, INSTANTS, WHERE, entry_of, letters_to, plenary, three_mornings

pytestmark = pytest.mark.django_db

CLOCKS = {"lisbon": "08:00", "brussels": "09:00", "helsinki": "10:00", "canary": "08:00"}


@pytest.fixture
def series(group, dora) -> list[Meeting]:
    return three_mornings(group, dora)


def test_case_37_the_same_instant_in_every_letter_entry_and_feed(series):
    with time_machine.travel(BEFORE, tick=False):
        feed = Calendar.from_ical(Client().get("/en/smart-connectivity/meetings.ics").content)
    in_feed = sorted(event["DTSTART"].dt.astimezone(UTC) for event in feed.walk("VEVENT"))
    assert in_feed == INSTANTS == [meeting.starts_at.astimezone(UTC) for meeting in series]
    assert len(feed.walk("VTIMEZONE")) == 1
    for meeting, instant in zip(series, INSTANTS, strict=True):
        for name, clock in CLOCKS.items():
            letter = Letter.objects.get(to=f"{name}@example.net", about_id=str(meeting.pk))
            day = f"{meeting.held_on:%-d} October 2026"
            assert f"{day}, {clock}–" in letter.text, letter.text
            assert ("Local time there: " in letter.text) == (name != "brussels")
            assert f"{day}, 09:00–10:30 (Brussels)" in letter.text
            start = entry_of(letter)["DTSTART"]
            assert (start.to_ical(), start.params["TZID"]) == (
                f"202610{meeting.held_on.day}T090000".encode(),
                "Europe/Brussels",
            )
            assert start.dt.astimezone(UTC) == instant


def test_case_37_reminders_come_on_each_ones_morning_once(series, dora):
    """Every hour, twice, over the change and over a worker that was away for a night."""
    declined = Invitation.objects.get(meeting=series[2], name="Helsinki")
    with time_machine.travel(BEFORE, tick=False):
        actions.answer(invitation=declined, reply=Reply.DECLINED, via=Via.LINK)
    told: dict[tuple[str, int], datetime] = {}
    moment = datetime(2026, 10, 22, 12, 0, tzinfo=UTC)
    while moment < datetime(2026, 10, 26, 9, 0, tzinfo=UTC):
        with time_machine.travel(moment, tick=False):
            for letter in _reminded_now():
                told[letter.to.partition("@")[0], int(letter.about_id)] = moment
            assert remind_all() == 0
        moment += timedelta(minutes=60)
    assert Letter.objects.filter(kind="meeting-reminder").count() == len(told) == 11
    hours = {  # of the morning before: 24 and 25 October are told in summer and in winter time
        (name, index): told.get((name, meeting.pk)) for index, meeting in enumerate(series) for name in WHERE
    }
    assert hours["brussels", 0] == datetime(2026, 10, 23, 6, tzinfo=UTC)
    assert hours["brussels", 1] == datetime(2026, 10, 24, 6, tzinfo=UTC)
    assert hours["brussels", 2] == datetime(2026, 10, 25, 7, tzinfo=UTC)
    assert hours["helsinki", 1] == datetime(2026, 10, 24, 5, tzinfo=UTC)
    assert hours["helsinki", 2] is None
    assert hours["canary", 1] == hours["lisbon", 1] == datetime(2026, 10, 24, 7, tzinfo=UTC)
    assert hours["canary", 2] == hours["lisbon", 2] == datetime(2026, 10, 25, 8, tzinfo=UTC)


def _reminded_now() -> list[Letter]:
    last = Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    remind_all()
    return list(Letter.objects.filter(pk__gt=last, kind="meeting-reminder"))


def test_a_guest_checks_in_by_the_link_of_the_letter_and_of_the_reminder(group, dora, anna):
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC), tick=False) as clock:
        meeting = plenary(group, starts_at=datetime(2026, 11, 10, 9, 0, tzinfo=BRUSSELS))
        guest = Guest("Lena", "lena@example.net", language="de")
        actions.invite_people(by=dora, meeting=meeting, people=[anna], guests=[guest])
        actions.announce(by=dora, meeting=meeting)
        clock.move_to(datetime(2026, 11, 9, 8, 0, tzinfo=UTC))
        assert remind_all() == 2
        letters = letters_to("lena@example.net")
        assert [one.kind for one in letters] == ["meeting-invitation", "meeting-reminder"]
        assert not any("/check-in/" in one.text + one.html for one in letters_to("anna@example.org"))
        addresses = [re.search(r"http\S+/de/\S+/check-in/\S+/", one.text)[0] for one in letters]
        assert all(address in one.html for one, address in zip(letters, addresses, strict=True))

        clock.move_to(meeting.starts_at)
        code = open_meeting(by=dora, meeting=meeting).check_in_code
        door, (first, again) = Client(), [urlsplit(address).path for address in addresses]
        assert door.post(first, {"code": "000000"}).status_code == 422
        assert door.post(again, {"code": code}).status_code == 303
        assert list(meeting.invitations.filter(came=True).values_list("name", flat=True)) == ["Lena"]


class Killed(Exception):
    pass


def _remind_and_die():
    """What was written within the transaction goes with the worker."""
    with transaction.atomic():
        assert remind_all() == 2
        raise Killed


def test_case_37_a_worker_that_dies_and_a_date_that_moves(group, dora):
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC), tick=False) as clock:
        starts = datetime(2026, 11, 10, 9, 0, tzinfo=BRUSSELS)
        meeting = plenary(group, starts_at=starts)
        guests = [Guest(name.title(), f"{name}@example.net", zone=zone) for name, zone in WHERE.items()]
        actions.invite_people(by=dora, meeting=meeting, guests=guests[:2])
        actions.announce(by=dora, meeting=meeting)

        clock.move_to(datetime(2026, 11, 9, 8, 0, tzinfo=UTC))
        with pytest.raises(Killed):
            _remind_and_die()
        assert not Letter.objects.filter(kind="meeting-reminder").exists()
        assert (remind_all(), remind_all()) == (2, 0)

        later = starts + timedelta(days=7)
        moved = fix_date(by=dora, meeting=meeting, starts_at=later, ends_at=later + timedelta(hours=1))
        assert remind_all() == 0
        clock.move_to(datetime(2026, 11, 16, 8, 0, tzinfo=UTC))
        assert (remind_all(), remind_all()) == (2, 0)

        actions.invite_people(by=dora, meeting=moved, guests=guests[2:3])
        actions.announce(by=dora, meeting=moved)  # the letter of this morning is reminder enough
        assert remind_all() == 0
        soon = later + timedelta(days=1)
        moved = fix_date(by=dora, meeting=moved, starts_at=soon, ends_at=soon + timedelta(hours=1))
        cancel_meeting(by=dora, meeting=moved, reason="")
        clock.move_to(datetime(2026, 11, 17, 8, 30, tzinfo=UTC))
        assert remind_all() == 0
    assert Letter.objects.filter(kind="meeting-reminder").count() == 4


def test_case_37_zones_are_told_by_their_rules_wherever_there_are_any():
    """A program that knows no zone by name finds the right offset from what stands in VTIMEZONE alone."""
    names = ("Europe/Dublin", "America/New_York", "Africa/Casablanca", "Asia/Tokyo", "Pacific/Auckland")
    for name in (*WHERE.values(), *names):
        (zone,) = zones_of([(name, INSTANTS[0])])
        parts = zone.walk("STANDARD") + zone.walk("DAYLIGHT")
        assert all(one["TZOFFSETTO"].td > one["TZOFFSETFROM"].td for one in zone.walk("DAYLIGHT"))
        if name != "Africa/Casablanca":  # where the change follows the moon
            assert all("RRULE" in one for one in parts) or len(parts) == 1
        told = zone.to_tz(lookup_tzid=False)
        days = [datetime(2026, 1, 1, 12) + timedelta(days=n) for n in range(730)]  # noqa: DTZ001 - local hours
        for early, late in pairwise(days):
            for moment in (early, late):
                assert (
                    moment.replace(tzinfo=told).utcoffset()
                    == moment.replace(tzinfo=ZoneInfo(name)).utcoffset()
                )
    assert zones_of([("UTC", INSTANTS[0])]) == []
