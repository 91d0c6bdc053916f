"""Booking a table at once. What two do at the same moment is decided by the database: nobody and no table has
two meetings at a time."""

from __future__ import annotations

from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from corridor.bilaterals.models import Bilateral, BookedParty, Booking, Slot, Table
from corridor.kernel.errors import Conflict

ONE_TABLE_ONCE: Final = "table_one_meeting_at_a_time"


def free_tables(slot: Slot, *, is_online: bool) -> QuerySet[Table]:
    taken = Booking.objects.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).values("table")
    tables = Table.objects.filter(bilaterals=slot.bilaterals_id, is_online=is_online, lost_at=None)
    return tables.exclude(pk__in=taken)


def book(meeting: Bilateral, slot: Slot) -> Booking:
    """The first table that is still free; ``Conflict`` where there is none, or somebody has no time."""
    for table in free_tables(slot, is_online=meeting.is_online):
        if booking := _try(meeting, slot, table):
            return booking
    raise Conflict(_("No table is free any more at that time."))


def _try(meeting: Bilateral, slot: Slot, table: Table) -> Booking | None:
    """Nothing where somebody else took the table in the meantime."""
    hours = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
    try:
        with transaction.atomic():
            booking = Booking.objects.create(meeting=meeting, slot=slot, table=table, **hours)
            BookedParty.objects.bulk_create(
                BookedParty(booking=booking, profile=one, **hours) for one in meeting.people.order_by("pk")
            )
    except IntegrityError as error:
        if ONE_TABLE_ONCE in str(error):
            return None
        raise Conflict(_("One of you has another meeting at that time by now.")) from error
    return booking
