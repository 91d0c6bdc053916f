"""Fifty hubs' needs and one slot of a test bed: exactly one referral gets it."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from corridor.catalogue.models import TestBedSlot
from corridor.catalogue.queries import coming_slots
from corridor.catalogue.slots.actions import SlotTaken, remove_slots
from corridor.kernel.errors import Conflict
from corridor.people.models import Person
from corridor.post.models import Letter
from corridor.referrals.handing.actions import decline_referral, send_referral, withdraw_referral
from corridor.referrals.models import Need, Referral
from tests.catalogue.making import make_test_bed
from tests.referrals.making import make_need, make_referral

MANY = 50


@pytest.fixture
def slot(offer) -> TestBedSlot:
    starts = timezone.now() + timedelta(days=10)
    bed = make_test_bed(offer)
    return TestBedSlot.objects.create(test_bed=bed, starts_at=starts, ends_at=starts + timedelta(hours=4))


def refer_all_at_once(by: Person, needs: list[Need], slot: TestBedSlot) -> list[str]:
    """Each on a connection of its own; what each was told."""
    ready, told = Barrier(len(needs)), []
    service = slot.test_bed.service

    def refer(need: Need) -> None:
        try:
            connection.ensure_connection()
            ready.wait(30)
            send_referral(by=by, need=need, hub=service.hub, service=service, slot=slot)
            told.append("sent")
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=refer, args=[need]) for need in needs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


@pytest.mark.django_db(transaction=True)
def test_of_fifty_at_once_exactly_one_gets_the_last_slot(anna, vera, group, hub, slot):
    needs = [make_need(group, hub, title=f"Need {n}") for n in range(MANY)]
    told = refer_all_at_once(anna, needs, slot)
    assert sorted(told) == ["SlotTaken"] * (MANY - 1) + ["sent"]
    assert (Referral.objects.count(), Referral.objects.get().slot) == (1, slot)
    assert list(coming_slots(slot.test_bed)) == []
    assert Letter.objects.filter(kind="referral", to=vera.email).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_need_reaches_a_hub_once(anna, need, slot):
    told = refer_all_at_once(anna, [need] * 8, slot)
    assert sorted(told) == ["Conflict"] * 7 + ["sent"]
    assert Referral.objects.count() == 1


def test_a_slot_is_free_again_when_the_referral_is_over(anna, vera, group, hub, vestas, offer, slot):
    one, two = make_need(group, hub), make_need(group, hub)
    given = {"by": anna, "hub": vestas, "service": offer, "slot": slot}
    first = send_referral(need=one, **given)
    with pytest.raises(SlotTaken):
        send_referral(need=two, **given)
    assert remove_slots(by=vera, service=offer, ids=[slot.pk]) == 0  # somebody has it
    with pytest.raises(IntegrityError, match="slot_of_one_referral"), transaction.atomic():
        make_referral(two, vestas, service=offer, slot=slot)
    decline_referral(by=vera, referral=first, reason="No crane here.")
    second = send_referral(need=two, **given)
    assert list(coming_slots(slot.test_bed)) == []
    withdraw_referral(by=anna, referral=second)
    assert list(coming_slots(slot.test_bed)) == [slot]
    assert remove_slots(by=vera, service=offer, ids=[slot.pk]) == 1
    gone = make_need(group, hub)
    with pytest.raises(Conflict):  # it was removed meanwhile
        send_referral(need=gone, **given)
