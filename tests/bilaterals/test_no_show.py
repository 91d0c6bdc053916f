"""Anna waits for Ben, who does not come; she is offered Carla, and takes it."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from corridor.bilaterals.day.candidates import candidates
from corridor.bilaterals.day.noting import note
from corridor.bilaterals.day.offering import take
from corridor.bilaterals.enums import AskState, BilateralState, EntryKind
from corridor.bilaterals.models import (
    Ask,
    Bilateral,
    BookedParty,
    Booking,
    Entry,
    Party,
    Profile,
    Replacement,
)
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.journal import JournalEntry
from corridor.vocab.models import Term
from tests.bilaterals.days import AT, by_link, letters_to, running_day, slot, table, words_of
from tests.bilaterals.making import agreed, booked, new_profile

HERE = {"checked_in_at": timezone.now, "is_listed": True, "consented_at": timezone.now}


def somebody(day, name: str, **values) -> Profile:
    """In the house, and seen by the others."""
    here = {name: value() if callable(value) else value for name, value in HERE.items()}
    return new_profile(day, name, **here | values)


@pytest.fixture
def day(group, db):
    return running_day(group)


@pytest.fixture
def waiting(day):
    """Anna sits at table 1 in the slot that runs, and Ben is not there."""
    anna, ben = somebody(day, "Anna", country_id="NO"), somebody(day, "Ben")
    return booked(agreed(anna, ben), slot(day, 1), table(day, 1))


def people_of(booking: Booking) -> tuple[Profile, Profile]:
    first, second = (party.profile for party in booking.meeting.parties.order_by("pk"))
    return first, second


@pytest.mark.django_db
def test_anna_is_left_alone_and_takes_carla(day, waiting):
    anna, ben = people_of(waiting)
    carla = somebody(day, "Carla", country_id="FI", organisation="Sorvest")
    term = Term.objects.filter(list__name="technologies").first()
    wish = Entry.objects.create(profile=anna, kind=EntryKind.REQUEST, title="5G")
    have = Entry.objects.create(profile=carla, kind=EntryKind.OFFER, title="5G lab")
    wish.technologies.add(term)
    have.technologies.add(term)
    browser, own = by_link(anna), f"{AT}me/agenda/{waiting.meeting_id}/"
    assert browser.post(f"{own}attendance/", {"came": "alone"}).status_code == 303
    assert Party.objects.get(profile=ben).came is False
    told = words_of(browser.get(own))
    for part in ("Carla", "Sorvest", "here and free", "1 topic fits", "from another country"):
        assert part in told
    (offer,) = Replacement.objects.all()
    taken = browser.post(f"{own}replacements/{offer.pk}/")
    booking = Booking.objects.get()
    assert taken.headers["Location"] == f"{AT}me/agenda/{booking.meeting_id}/"
    assert {one.profile for one in booking.parties.all()} == {anna, carla}
    assert booking.slot == slot(day, 1), "the table where Ben did not come is free again"
    assert "Carla" in words_of(browser.get(f"{AT}me/next/"))
    (letter,) = letters_to(carla, "now")
    assert "Anna" in letter.text
    assert b"SUMMARY" in letter.calendar.encode()
    assert browser.post(f"{own}replacements/{offer.pk}/").status_code == 409
    assert JournalEntry.objects.filter(verb="take-replacement").exists()


@pytest.mark.django_db
def test_eve_does_everything_by_link(day):
    """Nobody comes to Eve; she answers by mail, takes Zoe by mail, and Zoe says by mail that she cannot."""
    eve, ben, zoe = somebody(day, "Eve"), somebody(day, "Ben"), somebody(day, "Zoe")
    missed = booked(agreed(eve, ben), slot(day, 1), table(day, 1)).meeting
    by_link(eve).post(f"{AT}me/agenda/letter/")
    press(letters_to(eve, "agenda")[0].text, "no")
    (offers,) = letters_to(eve, "offers")
    assert "Zoe" in offers.text
    press(offers.text)
    meeting = Bilateral.objects.exclude(pk=missed.pk).get()
    assert {one.registration.name for one in meeting.people.all()} == {"Eve", "Zoe"}
    press(letters_to(zoe, "now")[0].text, "no")
    meeting.refresh_from_db()
    assert (meeting.state, Booking.objects.count()) == (BilateralState.CANCELLED, 0)
    assert "Zoe" in letters_to(eve, "off")[0].subject


def press(text: str, choice: str = "") -> None:
    """The button behind the first link to a question, in nobody's browser; looking at it does nothing."""
    found = re.search(r"(/en/answers?/[^\s]+)", text)
    assert found, text
    path = found[1] if not choice else f"{found[1].rstrip('/')}/{choice}/"
    before = Booking.objects.count()
    assert Client().get(path).status_code == 200
    assert Booking.objects.count() == before
    assert Client().post(path, follow=True).status_code == 200


@pytest.mark.django_db
def test_who_is_offered_and_in_which_order(day, waiting):
    """Agreed before asked before anybody; not who declined, has no time, is not here, or does not want to be
    seen."""
    anna, _ben = people_of(waiting)
    free, asked, promised = (somebody(day, name) for name in ("Free", "Asked", "Promised"))
    agreed(anna, promised)
    Ask.objects.create(bilaterals=day, by=asked, to=anna)
    no = somebody(day, "No")
    Ask.objects.create(bilaterals=day, by=anna, to=no, state=AskState.DECLINED, answered_at=timezone.now())
    somebody(day, "Unseen", is_listed=False)
    somebody(day, "Absent", checked_in_at=None)
    late = somebody(day, "Late")
    Profile.objects.filter(pk=late.pk).update(late_until=timezone.now() + timedelta(hours=3))
    away, busy, finnish = somebody(day, "Away"), somebody(day, "Busy"), somebody(day, "Finnish")
    away.away.set(day.slots.all())
    also_busy = somebody(day, "Also busy")
    booked(agreed(busy, also_busy), slot(day, 1), table(day, 2))
    Profile.objects.filter(pk=finnish.pk).update(languages=["fi"])
    found = candidates(anna, waiting.meeting, clock())
    assert [(one.profile, one.because, one.slot.number) for one in found] == [
        *((promised, "agreed", 1), (asked, "asked", 1), (free, "free", 1)),
        *((busy, "free", 2), (also_busy, "free", 2)),
    ]


@pytest.mark.django_db
def test_what_was_said_can_be_taken_back(day, waiting):
    anna, ben = people_of(waiting)
    somebody(day, "Carla")
    meeting = waiting.meeting
    browser, own = by_link(anna), f"{AT}me/agenda/{meeting.pk}/"
    browser.post(f"{own}attendance/", {"came": "alone"})
    browser.post(f"{own}attendance/", {"came": "unknown"})
    assert Party.objects.get(profile=ben).noted_at is None
    assert not Replacement.objects.exists()
    browser.post(f"{own}attendance/", {"came": "came"})
    meeting.refresh_from_db()
    assert meeting.held_at
    note(by=ben, meeting=meeting, came=False)
    meeting.refresh_from_db()
    assert meeting.held_at, "one of the two said that they met"
    note(by=anna, meeting=meeting, came=None)
    meeting.refresh_from_db()
    assert meeting.held_at is None
    assert browser.post(f"{own}attendance/", {"came": "perhaps"}).status_code == 404
    later = booked(agreed(anna, somebody(day, "Later")), slot(day, 3), table(day, 1))
    with pytest.raises(Refused):
        note(by=anna, meeting=later.meeting, came=False)
    refused = browser.post(f"{AT}me/agenda/{later.meeting_id}/attendance/", {"came": "alone"})
    assert refused.status_code == 422
    stranger = somebody(day, "Stranger")
    assert by_link(stranger).post(f"{own}attendance/", {"came": "alone"}).status_code == 404


@pytest.mark.django_db
def test_an_open_request_becomes_the_meeting_that_was_agreed_is_booked(day, waiting):
    anna, _ben = people_of(waiting)
    carla = somebody(day, "Carla")
    ask = Ask.objects.create(bilaterals=day, by=carla, to=anna)
    note(by=anna, meeting=waiting.meeting, came=False)
    booking = take(by=anna, replacement=Replacement.objects.get())
    ask.refresh_from_db()
    assert (ask.state, booking.meeting.ask) == (AskState.ACCEPTED, ask)
    dan, eve = somebody(day, "Dan"), somebody(day, "Eve")
    old = agreed(dan, eve)
    missed = booked(agreed(dan, somebody(day, "Fred")), slot(day, 1), table(day, 2)).meeting
    note(by=dan, meeting=missed, came=False)
    first = Replacement.objects.filter(to=dan).first()
    assert take(by=dan, replacement=first).meeting == old


@pytest.mark.django_db(transaction=True)
def test_two_who_wait_take_the_same_third_at_once(group):
    """The database gives her to one of them."""
    day = running_day(group, tables=4)
    left = [somebody(day, "Anna"), somebody(day, "Dan")]
    carla = somebody(day, "Carla")
    offers = []
    for number, one in enumerate(left):
        absent = somebody(day, f"Absent{number}", checked_in_at=None)
        missed = booked(agreed(one, absent), slot(day, 1), table(day, number + 1)).meeting
        note(by=one, meeting=missed, came=False)
        offers.append(Replacement.objects.get(to=one, other=carla))
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def press_it(one: Profile, offer: Replacement) -> None:
        barrier.wait()
        try:
            take(by=one, replacement=offer)
            outcomes.append("taken")
        except Conflict:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=press_it, args=pair) for pair in zip(left, offers, strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["taken", "too late"]
    assert BookedParty.objects.filter(profile=carla).count() == 1
