"""Dora writes to those who are registered, wait, came or stayed away: one letter each, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from corridor.events.door.messages import send_message
from corridor.events.enums import MessageTo, RegistrationState
from corridor.events.models import EventMessage
from corridor.kernel.errors import Refused
from corridor.post.models import Letter
from tests.bilaterals.making import new_event, new_registration
from tests.meetings.test_double_booking import all_at_once

AT = "/en/smart-connectivity/events/summit/"
SAID = {"subject": "Dinner at {event}", "text": "Dear {name},\n\nat eight."}

pytestmark = pytest.mark.django_db


@pytest.fixture
def yesterday(group):
    begins = timezone.now() - timedelta(days=1)
    event = new_event(group, starts_at=begins, ends_at=begins + timedelta(hours=8))
    new_registration(event, "Here", checked_in_at=begins)
    new_registration(event, "{away}")
    new_registration(event, "Waits", state=RegistrationState.WAITING)
    new_registration(event, "Left", state=RegistrationState.CANCELLED)
    new_registration(event, "Silent", state=RegistrationState.UNCONFIRMED)
    return event


def test_a_message_reaches_each_of_its_kind_once(yesterday, dora):
    reached = {}
    for to in MessageTo.values:
        message = send_message(by=dora, event=yesterday, to=to, **SAID)
        letters = Letter.objects.filter(about_type="events.eventmessage", about_id=str(message.pk))
        reached[to] = sorted(letters.values_list("name", flat=True))
        assert message.count == len(reached[to])
    assert reached == {
        "registered": ["Here", "{away}"],
        "waiting": ["Waits"],
        "came": ["Here"],
        "absent": ["{away}"],
    }
    letter = Letter.objects.filter(name="{away}").first()
    assert letter.subject == "Dinner at Connectivity Summit"
    assert "Dear {away},\n\nat eight." in letter.text
    assert "/en/events/link/" in letter.text


def test_sent_twice_by_mistake_it_goes_once(yesterday, dora, browser_of):
    browser = browser_of(dora)
    shown = browser.get(f"{AT}messages/").context["form"]["after"].value()
    given = SAID | {"to": "came", "after": str(shown)}
    for _ in range(2):
        assert browser.post(f"{AT}messages/", given).status_code == 303
    assert (EventMessage.objects.count(), Letter.objects.count()) == (1, 1)
    page = browser.get(f"{AT}messages/")
    assert "Dinner at {event}" in page.content.decode()
    again = given | {"after": str(page.context["form"]["after"].value())}
    assert browser.post(f"{AT}messages/", again).status_code == 303  # on a new page it is meant
    assert Letter.objects.count() == 2


def test_what_cannot_be_filled_in_is_refused_before_anybody_gets_it(yesterday, dora, browser_of):
    browser, given = browser_of(dora), SAID | {"to": "came", "after": "0"}
    for wrong in ("Dear {email}", "{{ name }}", "{% load x %}", "{name"):
        assert browser.post(f"{AT}messages/", given | {"text": wrong}).status_code == 422
        assert browser.post(f"{AT}messages/", given | {"subject": wrong}).status_code == 422
    assert not Letter.objects.exists()


def test_before_the_event_nobody_has_stayed_away_and_nobody_is_no_reader(group, dora, browser_of):
    event = new_event(group)
    with pytest.raises(Refused, match="Nobody is there"):
        send_message(by=dora, event=event, to=MessageTo.REGISTERED, **SAID)
    new_registration(event, "Eve")
    answer = browser_of(dora).post(f"{AT}messages/", SAID | {"to": "absent", "after": "0"})
    assert answer.status_code == 422
    assert "The event has not begun" in answer.content.decode()
    assert not EventMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_send_one_message(yesterday, dora):
    told = all_at_once(*[lambda: send_message(by=dora, event=yesterday, to="registered", **SAID)] * 4)
    assert len({message.pk for message in told}) == 1
    assert Letter.objects.count() == 2
