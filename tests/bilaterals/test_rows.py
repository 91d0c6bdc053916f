"""What the database refuses, whoever writes to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from corridor.bilaterals.models import BookedParty, Booking

from .making import agreed, booked, new_profile

pytestmark = pytest.mark.django_db


def test_case_32_a_person_has_one_meeting_at_a_time(bilaterals):
    anna, ben, carla = (new_profile(bilaterals, name) for name in ("Anna", "Ben", "Carla"))
    slot, (table, other) = bilaterals.slots.first(), bilaterals.tables.all()[:2]
    booked(agreed(anna, ben), slot, table)
    with pytest.raises(IntegrityError, match="person_one_meeting_at_a_time"), transaction.atomic():
        booked(agreed(anna, carla), slot, other)
    with pytest.raises(IntegrityError, match="table_one_meeting_at_a_time"), transaction.atomic():
        booked(agreed(carla, new_profile(bilaterals, "Dora")), slot, table)


@transaction.atomic
def lengthen(model, ends_at) -> None:
    model.objects.update(ends_at=ends_at)
    connection.check_constraints()  # as the end of a transaction does


def test_a_booking_has_the_hours_of_its_slot(bilaterals):
    anna, ben = (new_profile(bilaterals, name) for name in ("Anna", "Ben"))
    slot, table = bilaterals.slots.first(), bilaterals.tables.first()
    made = booked(agreed(anna, ben), slot, table)
    for model in (Booking, BookedParty):
        with pytest.raises(IntegrityError, match="_hours"):
            lengthen(model, slot.ends_at + timedelta(minutes=1))
    slot.ends_at -= timedelta(minutes=1)
    slot.save()
    made.refresh_from_db()
    assert made.ends_at == slot.ends_at
    assert set(BookedParty.objects.values_list("ends_at", flat=True)) == {slot.ends_at}
