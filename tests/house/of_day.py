"""A day of 1:1 meetings that runs now: Anna and Ben sit at its first table. One of everything that it has
addresses for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from corridor.bilaterals.day.addresses import new_address
from corridor.bilaterals.models import Profile, Replacement
from corridor.events.models import RegistrationKey
from corridor.kernel.keys import digest_of
from corridor.members.models import WorkingGroup
from corridor.people.models import Person
from tests.bilaterals.making import agreed, booked, new_bilaterals, new_event, new_profile

KEY = "a-key-to-the-agenda-of-anna"


def of_day(group: WorkingGroup, people: Mapping[str, Person | None]) -> dict[str, str]:
    begins = timezone.now() - timedelta(minutes=70)
    event = new_event(group, "meeting-day", starts_at=begins, ends_at=begins + timedelta(hours=6))
    day = new_bilaterals(group, event=event)
    anna, ben = (_profile(day, people[name]) for name in ("anna", "ben"))
    third = new_profile(day, "Zoe")
    booking = booked(agreed(anna, ben), day.slots.get(number=1), day.tables.get(number=1))
    Replacement.objects.create(
        missed=booking.meeting, to=anna, other=third, slot=day.slots.get(number=2), because="free"
    )
    RegistrationKey.objects.create(registration=anna.registration, digest=digest_of(KEY))
    calendar = new_address(by=None, bilaterals=day, profile=anna)
    board = new_address(by=None, bilaterals=day)
    own = {"own_bilateral": str(booking.meeting_id), "replacement": str(Replacement.objects.get().pk)}
    return own | {"agenda_feed": calendar.key, "agenda_key": KEY, "board": board.key}


def _profile(day: object, person: Person | None) -> Profile:
    assert person
    return new_profile(day, person.name, person=person, email=person.email)
