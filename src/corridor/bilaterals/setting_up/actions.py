"""Writes of the settings: with them the slots and tables follow. What has a booking stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from corridor.bilaterals.models import Bilaterals, Booking, Profile, Slot, Table
from corridor.events.models import Event, Room
from corridor.kernel.errors import Conflict, Refused
from corridor.members.groups import writing

from .hours import Hours, closed_hours, cut, is_morning

ASIDE: Final = 10_000  # where numbers wait while others take theirs
Kind = tuple[int | None, bool]  # of tables: the room's id, and whether they are online


def save_settings(
    *,
    by: Any,
    event: Event,
    version: int,
    values: Mapping[str, Any],
    hours: Sequence[Hours],
    elsewhere: Mapping[bool, int],
) -> Bilaterals:
    """Made where there are none yet. ``elsewhere``: how many tables are in no room of the programme, on site
    (``False``) and online."""
    with transaction.atomic():
        Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        found = Bilaterals.objects.select_for_update(no_key=True).filter(event=event).first()
        if (found.version if found else 0) != version:
            raise Conflict
        if found is None:
            made = Bilaterals(event=event)
            kept = writing.add(made, by=by, verb="set-up-bilaterals", values=values)
        else:
            kept = writing.change(found, by=by, verb="edit-bilaterals", version=version, values=values)
        _set_slots(kept, hours)
        _set_tables(kept, elsewhere)
    return kept


def _set_slots(bilaterals: Bilaterals, hours: Sequence[Hours]) -> None:
    from corridor.engines.scheduling.annealing import MOST_SLOTS

    closed = closed_hours(bilaterals.event)
    wanted = list(cut(hours, bilaterals.slot_minutes, bilaterals.pause_minutes, closed))
    if not 0 < len(wanted) <= MOST_SLOTS:
        text = _("These hours give %(count)d slots; there have to be between 1 and %(most)d.")
        raise Refused(text % {"count": len(wanted), "most": MOST_SLOTS})
    there = {(slot.starts_at, slot.ends_at): slot for slot in bilaterals.slots.all()}
    gone = [slot for at, slot in there.items() if at not in set(wanted)]
    _refuse_booked(Booking.objects.filter(slot__in=gone))
    away = list(Profile.away.through.objects.filter(slot__in=gone).values_list("profile_id", "slot_id"))
    Slot.objects.filter(pk__in=[slot.pk for slot in gone]).delete()
    new = [_slot(bilaterals, at) for at in wanted if at not in there]
    _number(bilaterals, new)
    _stay_away(away, gone, new)


def _refuse_booked(bookings: QuerySet[Booking]) -> None:
    if count := bookings.count():
        text = _("Meetings are booked where this would change something (%(count)d). Repair the schedule.")
        raise Conflict(text % {"count": count})


def _slot(bilaterals: Bilaterals, at: Hours) -> Slot:
    starts, ends = at
    morning = is_morning(starts, bilaterals.event.zone)
    return Slot(bilaterals=bilaterals, starts_at=starts, ends_at=ends, is_morning=morning)


def _number(bilaterals: Bilaterals, new: Sequence[Slot]) -> None:
    """From 1 in the order of their hours, the new ones among those that stay."""
    bilaterals.slots.update(number=F("number") + ASIDE)
    for number, slot in enumerate(sorted((*bilaterals.slots.all(), *new), key=lambda one: one.starts_at), 1):
        slot.number = number
        slot.save()


def _stay_away(away: Iterable[tuple[int, int]], gone: Iterable[Slot], new: Sequence[Slot]) -> None:
    """Whoever was away in a slot that is gone is away in those that take its time."""
    hours = {slot.pk: (slot.starts_at, slot.ends_at) for slot in gone}
    through = Profile.away.through
    through.objects.bulk_create(
        [
            through(profile_id=profile, slot_id=slot.pk)
            for profile, old in away
            for slot in new
            if slot.starts_at < hours[old][1] and slot.ends_at > hours[old][0]
        ],
        ignore_conflicts=True,
    )


def _set_tables(bilaterals: Bilaterals, elsewhere: Mapping[bool, int]) -> None:
    """As many as the rooms have. Numbers that people know are given to no other table."""
    rooms = Room.objects.filter(event=bilaterals.event, tables__gt=0).order_by("is_online", "name")
    links = {room.pk: room.link for room in rooms}
    wanted: Counter[Kind] = Counter({(room.pk, room.is_online): room.tables for room in rooms})
    wanted.update({(None, online): count for online, count in elsewhere.items()})
    there: Counter[Kind] = Counter()
    gone = []
    for table in bilaterals.tables.all():
        kind = (table.room_id, table.is_online)
        there[kind] += 1
        if there[kind] > wanted[kind]:
            gone.append(table.pk)
    _refuse_booked(Booking.objects.filter(table__in=gone))
    Table.objects.filter(pk__in=gone).delete()
    _add_tables(bilaterals, wanted - there, links)


def _add_tables(bilaterals: Bilaterals, missing: Mapping[Kind, int], links: Mapping[int, str]) -> None:
    last = bilaterals.tables.aggregate(last=Max("number"))["last"] or 0
    new = [kind for kind, count in missing.items() for _each in range(count)]
    Table.objects.bulk_create(
        Table(
            bilaterals=bilaterals,
            number=number,
            room_id=room,
            is_online=online,
            link=links.get(room, "") if room else "",
        )
        for number, (room, online) in enumerate(new, last + 1)
    )
