"""Anna refers her client's need to Vestas: with what the client agreed to, for a slot, by a promised day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from corridor.catalogue.models import TestBedSlot
from corridor.catalogue.slots.actions import take_slot
from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.journal import JournalEntry
from corridor.post.models import Letter
from corridor.referrals.handing.actions import send_referral
from corridor.referrals.handing.days import working_day_after, working_days_between
from corridor.referrals.models import Desk, Referral
from tests.catalogue.making import make_service, make_test_bed
from tests.catalogue.test_pages import words
from tests.referrals.making import make_need


def page_of(need) -> str:
    return f"/en/needs/{need.pk}/referrals/"


@pytest.fixture
def slots(offer) -> list[TestBedSlot]:
    bed, first = make_test_bed(offer), timezone.now() + timedelta(days=20)
    times = [first + timedelta(days=7 * n) for n in range(3)]
    made = (TestBedSlot(test_bed=bed, starts_at=at, ends_at=at + timedelta(hours=4)) for at in times)
    return TestBedSlot.objects.bulk_create(made)


def test_anna_refers_with_the_fields_she_ticks_and_a_slot(browser_of, anna, vera, need, offer, slots):
    browser, page = browser_of(anna), page_of(need)
    shown = browser.get(page, {"service": offer.pk})
    assert "name of the organisation: Skarvik Verft" in words(shown)
    assert "+47 999 00 111" not in words(shown)  # the client did not agree to that
    assert len(shown.context["form"].fields["slot"].choices) == 4
    sent = {"service": offer.pk, "passed": ["organisation"], "slot": slots[1].pk, "note": "Please <soon>."}
    assert browser.post(page, sent | {"passed": ["phone"]}).status_code == 422
    answer = browser.post(page, sent)
    referral = Referral.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/en/referrals/{referral.pk}/")
    assert (referral.passed, referral.slot, referral.sent_by) == (["organisation"], slots[1], anna)
    mail = Letter.objects.get(kind="referral", to=vera.email)
    assert mail.subject == f"Nordlys refers to Vestas: {need.title}"
    assert "Wi-Fi breaks off" in mail.text
    assert "Please <soon>." in mail.text
    assert "Skarvik" not in mail.text  # a mail cannot be taken back
    seen = words(browser_of(vera).get(f"/en/referrals/{referral.pk}/"))
    assert "Skarvik Verft" in seen
    assert "siri@skarvik.example" not in seen
    again = browser.post(page, sent | {"slot": ""})
    assert (again.status_code, "Vestas has this need already." in words(again)) == (409, True)
    assert JournalEntry.objects.get(verb="send-referral").after["passed"] == ["organisation"]
    page_of_service = browser_of(None).get(f"/en/hubs/vestas/services/{offer.slug}/").content.decode()
    shown_there = [slot.starts_at.isoformat() in page_of_service for slot in slots]
    assert shown_there == [True, False, True]
    page_of_slots = browser_of(vera).get(f"/en/hubs/vestas/services/{offer.slug}/slots/").content.decode()
    assert "Given to somebody" in page_of_slots


def test_whoever_comes_too_late_is_shown_the_slots_that_are_free_now(browser_of, anna, need, offer, slots):
    take_slot(slots[0])
    given = {"service": offer.pk, "slot": slots[0].pk}
    answer = browser_of(anna).post(page_of(need), given)
    assert (answer.status_code, "taken meanwhile" in words(answer)) == (409, True)
    assert [pk for pk, _words in answer.context["form"].fields["slot"].choices if pk] == [
        slots[1].pk,
        slots[2].pk,
    ]
    slots[1].delete()
    take_slot(slots[2])
    last = browser_of(anna).post(page_of(need), given | {"slot": slots[2].pk})
    assert (last.status_code, "taken meanwhile" in words(last)) == (409, True)
    assert Referral.objects.count() == 0


def test_who_may_refer_and_what_cannot_be_referred(
    browser_of, anna, ben, carla, dora, vera, group, hub, need, offer, vestas
):
    address = f"{page_of(need)}?service={offer.pk}"
    people = {"anna": anna, "ben": ben, "carla": carla, "dora": dora, "vera": vera}
    told = {name: browser_of(one).get(address).status_code for name, one in people.items()}
    assert told == {"anna": 200, "ben": 404, "carla": 404, "dora": 200, "vera": 404}
    assert "Skarvik" not in words(browser_of(dora).get(address))  # she only knows which fields there are
    assert browser_of(anna).get(page_of(need)).status_code == 404
    assert browser_of(anna).get(f"{page_of(need)}?hub=nordlys").status_code == 404
    own = make_service(hub, group, slug="own", state="draft")
    assert browser_of(anna).get(f"{page_of(need)}?service={own.pk}").status_code == 404
    with pytest.raises(NotFound):
        send_referral(by=ben, need=need, hub=vestas)
    received = make_need(group, state="received")
    with pytest.raises(Conflict, match="not open"):
        send_referral(by=dora, need=received, hub=vestas)
    with pytest.raises(Conflict, match="does not agree"):
        send_referral(by=anna, need=need, hub=vestas, passed=["phone"])
    foreign = make_service(hub, group, slug="not-theirs")
    with pytest.raises(Conflict, match="does not offer"):
        send_referral(by=anna, need=need, hub=vestas, service=foreign)


def test_the_promised_day_counts_working_days_where_the_hub_is(anna, vestas, need):
    """17 May is a holiday in Norway; the 15th and 16th of 2027 are a weekend."""
    Desk.objects.create(group=need.group, answer_days=3)
    assert working_day_after(date(2027, 5, 13), 2, vestas) == date(2027, 5, 18)
    assert working_days_between(date(2027, 5, 13), date(2027, 5, 18), vestas) == 2
    with time_machine.travel(datetime(2027, 5, 12, 9, tzinfo=UTC), tick=False):
        assert send_referral(by=anna, need=need, hub=vestas).due_on == date(2027, 5, 18)
