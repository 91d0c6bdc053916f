"""Bookings as a schedule says: those that stay are not touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from corridor.bilaterals.models import Bilaterals, BookedParty, Booking, Slot

from .problem import Event, Place, Placed

EXCLUDED = "table_one_meeting_at_a_time, person_one_meeting_at_a_time"
People = Mapping[int, set[int]]  # ids of profiles by those of meetings


def book(bilaterals: Bilaterals, event: Event, wanted: Placed, *, revision: int) -> int:
    """How many differ from before; these get the ``revision``, or the next one where they had more. Meetings
    may change places with each other: what the database excludes is looked at when all is written."""
    rows = Booking.objects.filter(meeting__bilaterals=bilaterals).prefetch_related("parties")
    there = {one.meeting_id: one for one in rows}
    people = _people(event)
    gone = [one.pk for key, one in there.items() if key not in wanted]
    slots = {slot.pk: slot for slot in event.slots}
    differing = [
        _booking(there.get(key) or Booking(meeting_id=key, revision=-1), slots[place[0]], place, revision)
        for key, place in wanted.items()
        if key not in event.begun and _differs(there.get(key), place, people[key])
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"set constraints {EXCLUDED} deferred")
        Booking.objects.filter(pk__in=gone).delete()
        _save(differing, people)
        cursor.execute(f"set constraints {EXCLUDED} immediate")
    return len(gone) + len(differing)


def _people(event: Event) -> dict[int, set[int]]:
    return {
        row.pk: {event.people[number].pk for number in meeting.participants}
        for row, meeting in zip(event.meetings, event.problem.meetings, strict=True)
    }


def _differs(booking: Booking | None, place: Place, people: set[int]) -> bool:
    if booking is None or (booking.slot_id, booking.table_id) != place:
        return True
    return {one.profile_id for one in booking.parties.all()} != people


def _booking(one: Booking, slot: Slot, place: Place, revision: int) -> Booking:
    one.slot, one.table_id = slot, place[1]
    one.starts_at, one.ends_at = slot.starts_at, slot.ends_at
    one.revision = max(revision, one.revision + 1)
    return one


def _save(bookings: Iterable[Booking], people: People) -> None:
    """The hours of the people follow those of the booking by a foreign key."""
    old = [one for one in bookings if one.pk]
    Booking.objects.bulk_update(old, ["slot", "table", "starts_at", "ends_at", "revision"], batch_size=500)
    Booking.objects.bulk_create([one for one in bookings if not one.pk])
    there = {(one.booking_id, one.profile_id): one.pk for one in BookedParty.objects.filter(booking__in=old)}
    wanted = {(one.pk, who): one for one in bookings for who in sorted(people[one.meeting_id])}
    BookedParty.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    BookedParty.objects.bulk_create(
        BookedParty(booking=one, profile_id=who, starts_at=one.starts_at, ends_at=one.ends_at)
        for (_booking_id, who), one in wanted.items()
        if (one.pk, who) not in there
    )
