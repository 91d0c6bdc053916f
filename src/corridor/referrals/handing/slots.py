"""The slots that can go with a referral, and the client's fields, in words."""

from __future__ import annotations

from typing import Any, Final

from corridor.catalogue.models import Service, TestBedSlot
from corridor.catalogue.queries import coming_slots
from corridor.catalogue.slots.hours import in_words, zone_of_reader
from corridor.kernel.audience import Viewer
from corridor.referrals import rules
from corridor.referrals.enums import ClientField
from corridor.referrals.models import Need

SHOWN: Final = 40


def free_slots(service: Service | None) -> dict[int, TestBedSlot]:
    """The next ones, by id."""
    bed = getattr(service, "test_bed", None)
    return {slot.pk: slot for slot in coming_slots(bed)[:SHOWN]} if bed else {}


def in_zone_of(person: Any, service: Service, slots: dict[int, TestBedSlot]) -> dict[int, str]:
    """Where the reader is."""
    zone = zone_of_reader(person, service.hub)
    return {pk: in_words(slot.starts_at, slot.ends_at, zone) for pk, slot in slots.items()}


def fields_of(need: Need, viewer: Viewer) -> dict[str, str]:
    """What the client agreed to pass on and what is there; its values only for those who may know them."""
    client = getattr(need, "client", None)
    names = [ClientField(name) for name in client.consented if getattr(client, name)] if client else []
    if not rules.knows_client(viewer, need):
        return {name.value: str(name.label) for name in names}
    return {name.value: f"{name.label}: {getattr(client, name)}" for name in names}
