"""Who sits where and when: the plan of all tables for organisers, and the next slots for the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from corridor.bilaterals.models import Bilaterals, Booking, Slot, Table
from corridor.kernel.i18n.zones import Span, span

from .queries import bookings

ON_BOARD: Final = 3  # slots: the one that runs and those after it


@dataclass(frozen=True)
class Column:
    slot: Slot
    span: Span


@dataclass(frozen=True)
class Row:
    """``seated`` are the names at the table, in the order of the plan's columns; empty where nobody sits."""

    table: Table
    seated: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Plan:
    columns: Sequence[Column]
    rows: Sequence[Row]
    meetings: int


def plan_of(bilaterals: Bilaterals) -> Plan:
    """By the clock of the place."""
    slots = list(bilaterals.slots.all())
    booked = {(one.table_id, one.slot_id): one for one in bookings(bilaterals)}
    rows = [
        Row(table, [_names(booked.get((table.pk, slot.pk))) for slot in slots])
        for table in bilaterals.tables.select_related("room")
    ]
    zone = bilaterals.event.zone
    return Plan([Column(one, span(one.starts_at, one.ends_at, zone)) for one in slots], rows, len(booked))


def _names(booking: Booking | None) -> list[str]:
    return [one.profile.registration.name for one in booking.parties.all()] if booking else []


@dataclass(frozen=True)
class Shown:
    """A slot on the board; ``meetings`` are pairs of a table and names."""

    span: Span
    runs: bool
    meetings: Sequence[tuple[Table, Sequence[str]]]


def on_board(bilaterals: Bilaterals, at: datetime) -> list[Shown]:
    """The next slots in which somebody meets."""
    coming = list(bookings(bilaterals).filter(ends_at__gt=at).order_by("starts_at", "table__number"))
    slots = list(dict.fromkeys(one.slot for one in coming))[:ON_BOARD]
    zone = bilaterals.event.zone
    return [
        Shown(
            span(slot.starts_at, slot.ends_at, zone),
            slot.starts_at <= at,
            [(one.table, _shown_names(one)) for one in coming if one.slot_id == slot.pk],
        )
        for slot in slots
    ]


def _shown_names(booking: Booking) -> list[str]:
    """Whoever did not agree to be seen by others stays without a name here as well."""
    people = (one.profile.registration for one in booking.parties.all())
    return [one.name if one.is_listed else _("a participant") for one in people]
