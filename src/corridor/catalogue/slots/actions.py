"""Slots of a test bed, added and taken away: all of what was asked for, or nothing; and given to somebody,
to one at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.catalogue.models import Service, TestBed, TestBedSlot
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, NotFound, Refused

Times = Sequence[tuple[datetime, datetime]]
NO_OVERLAP: Final = "slot_without_overlap"


class Overlap(Refused):
    """``slot`` is the one that is there already."""

    text = gettext_lazy("At this time there is a slot already.")

    def __init__(self, slot: TestBedSlot | None = None) -> None:
        super().__init__()
        self.slot = slot


class SlotTaken(Conflict):
    text = gettext_lazy("This slot was taken meanwhile. Choose another one.")


def add_slots(*, by: Any, service: Service, times: Times) -> list[TestBedSlot]:
    with transaction.atomic():
        bed = _locked_bed(service)
        if service.is_withdrawn:
            raise Conflict(_("This service was withdrawn. Offer it again first."))
        if any(starts <= clock() for starts, _ends in times):
            raise Refused(_("This time has passed already."))
        rows = [TestBedSlot(test_bed=bed, starts_at=starts, ends_at=ends) for starts, ends in times]
        added = _written(bed, rows)
        journal.record("add-slots", service, by=by, after={"slots": _listed(added)})
    return added


def _written(bed: TestBed, rows: list[TestBedSlot]) -> list[TestBedSlot]:
    try:
        with transaction.atomic():
            return TestBedSlot.objects.bulk_create(rows)
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
        raise Overlap(_in_the_way(bed, rows)) from None


def _in_the_way(bed: TestBed, rows: list[TestBedSlot]) -> TestBedSlot | None:
    """None where they overlap each other."""
    for row in rows:
        there = bed.slots.filter(starts_at__lt=row.ends_at, ends_at__gt=row.starts_at).first()
        if there:
            return there
    return None


def remove_slots(*, by: Any, service: Service, ids: Collection[int]) -> int:
    """Those of ``ids`` that are still there and that nobody has."""
    with transaction.atomic():
        free = TestBedSlot.objects.filter(test_bed=_locked_bed(service), is_taken=False)
        found = list(free.select_for_update().filter(pk__in=ids))
        free.filter(pk__in=[one.pk for one in found]).delete()
        if found:
            journal.record("remove-slots", service, by=by, before={"slots": _listed(found)})
    return len(found)


def take_slot(slot: TestBedSlot) -> None:
    """For whoever comes first: others wait for the end of their transaction, and find it taken."""
    free = TestBedSlot.objects.filter(pk=slot.pk, is_taken=False, starts_at__gt=clock())
    if not free.update(is_taken=True):
        raise SlotTaken


def free_slot(slot: TestBedSlot) -> None:
    TestBedSlot.objects.filter(pk=slot.pk).update(is_taken=False)


def _locked_bed(service: Service) -> TestBed:
    bed = TestBed.objects.select_for_update().filter(service=service).first()
    if bed is None:
        raise NotFound
    return bed


def _listed(slots: Any) -> list[str]:
    return [f"{one.starts_at.isoformat()}/{one.ends_at.isoformat()}" for one in slots]
