"""Rows of events and 1:1 meetings for stories."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex
from typing import Any

from django.utils import timezone

from corridor.bilaterals.enums import Proof, ProposalState
from corridor.bilaterals.models import (
    Bilateral,
    Bilaterals,
    BookedParty,
    Booking,
    Party,
    Profile,
    Proposal,
    Slot,
    Table,
)
from corridor.events.enums import EventState, RegistrationState
from corridor.events.models import Event, Registration


def new_event(group: Any, slug: str = "summit", **values: Any) -> Event:
    """A public event in thirty days, from nine to five."""
    begins = (timezone.localtime() + timedelta(days=30)).replace(hour=9, minute=0, second=0, microsecond=0)
    usual = {
        "title": {"en": "Connectivity Summit"},
        "state": EventState.PUBLISHED,
        "published_at": timezone.now(),
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=8),
        "place": "Brussels",
    }
    return Event.objects.create(group=group, slug=slug, **usual | values)


def new_registration(event: Event, name: str, **values: Any) -> Registration:
    usual = {"email": f"{name.casefold()}@visitors.example", "state": RegistrationState.REGISTERED}
    return Registration.objects.create(event=event, name=name, code=token_hex(6), **usual | values)


def new_bilaterals(group: Any, slots: int = 6, tables: int = 4, event: Event | None = None) -> Bilaterals:
    """Meetings of twenty minutes with five between; half of the slots are in the morning."""
    made = Bilaterals.objects.create(event=event or new_event(group))
    begins = made.event.starts_at + timedelta(hours=1)
    for number in range(slots):
        starts_at = begins + timedelta(minutes=25 * number)
        Slot.objects.create(
            bilaterals=made,
            number=number + 1,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=20),
            is_morning=number < slots // 2,
        )
    for number in range(tables):
        Table.objects.create(bilaterals=made, number=number + 1)
    return made


def new_profile(bilaterals: Bilaterals, name: str, **of_registration: Any) -> Profile:
    registration = new_registration(bilaterals.event, name, **of_registration)
    return Profile.objects.create(bilaterals=bilaterals, registration=registration, languages=["en"])


def agreed(*people: Profile, **values: Any) -> Bilateral:
    made = Bilateral.objects.create(bilaterals=people[0].bilaterals, **values)
    Party.objects.bulk_create(Party(meeting=made, profile=one) for one in people)
    return made


def booked(meeting: Bilateral, slot: Slot, table: Table) -> Booking:
    hours = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
    made = Booking.objects.create(meeting=meeting, slot=slot, table=table, **hours)
    for one in meeting.people.all():
        BookedParty.objects.create(booking=made, profile=one, **hours)
    return made


def published(bilaterals: Bilaterals, placed: dict[Bilateral, tuple[int, int]]) -> Proposal:
    """A schedule that is in force: of each meeting the numbers of its slot and its table."""
    slots = {slot.number: slot for slot in bilaterals.slots.all()}
    tables = {table.number: table for table in bilaterals.tables.all()}
    for meeting, (slot, table) in placed.items():
        booked(meeting, slots[slot], tables[table])
    return Proposal.objects.create(
        bilaterals=bilaterals,
        number=1,
        state=ProposalState.PUBLISHED,
        proof=Proof.OPTIMAL,
        placed={
            str(meeting.pk): [slots[slot].pk, tables[table].pk] for meeting, (slot, table) in placed.items()
        },
    )
