"""After a hub took a need: the service agreed, delivered, its result, and what the client says of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.journal import JournalEntry
from corridor.post.models import Letter, Notice
from corridor.referrals.enums import ReferralState
from corridor.referrals.models import Referral, ServiceRecord
from corridor.referrals.results.actions import agree_service, deliver_service, rate, record_result
from tests.referrals.making import make_referral

TODAY = timezone.localdate  # asked each time: a run may last over midnight
AGREED = {
    "agreed_on": TODAY(),
    "starts_on": TODAY(),
    "ends_on": TODAY() + timedelta(days=20),
    "price": Decimal(4000),
    "aid": Decimal(3000),
    "aid_note": "de minimis",
}
DELIVERED = {
    "starts_on": TODAY(),
    "ends_on": TODAY() + timedelta(days=10),
    "technologies": ["communication-network", "internet-of-things"],
    "attendees": 3,
    "description": "Radio survey of the dock.",
    "invoiced": Decimal(1000),
}
RESULT = {"outcome": "They build it.", "investment": Decimal(50000), "investment_kind": "loan"}


@pytest.fixture
def taken(need, vestas, offer) -> Referral:
    return make_referral(need, vestas, service=offer, state=ReferralState.TAKEN)


def page(name: str, referral: Referral) -> str:
    return reverse(f"referrals:{name}", args=[referral.pk])


def posted(values, referral) -> dict:
    referral.refresh_from_db()
    return {"version": referral.version} | {
        name: value for name, value in values.items() if value is not None
    }


def test_a_service_goes_from_agreed_to_its_result_and_everybody_is_told(
    browser_of, vera, anna, ben, dora, taken
):
    vestas = browser_of(vera)
    begun = vestas.get(page("agreement", taken)).content.decode()
    assert f'value="{TODAY():%Y-%m-%d}"' in begun  # agreed today, unless they say otherwise
    early = vestas.get(page("delivery", taken))
    assert early.status_code == 409
    for name, values, state in (
        ("agreement", AGREED, ReferralState.AGREED),
        ("delivery", DELIVERED, ReferralState.DELIVERED),
        ("result", RESULT, ReferralState.DONE),
    ):
        for other in (anna, ben, dora):
            assert browser_of(other).post(page(name, taken), posted(values, taken)).status_code == 404
        answer = vestas.post(page(name, taken), posted(values, taken))
        assert (answer.status_code, answer["Location"]) == (303, page("referral", taken))
        taken.refresh_from_db()
        assert taken.state == state
    assert taken.agreed_at
    assert taken.delivered_at
    assert taken.done_at
    record = taken.record
    assert (record.price, record.invoiced, record.investment) == (4000, 1000, 50000)
    assert record.technologies.count() == 2
    told = Notice.objects.filter(person=anna).values_list("kind", flat=True)
    assert set(told) == {"referral-agreed", "referral-delivered", "referral-result"}
    to_client = Letter.objects.filter(to="siri@skarvik.example").values_list("kind", flat=True)
    assert sorted(to_client) == ["referral-agreed-client", "referral-delivered-client"]
    noted = JournalEntry.objects.filter(verb="write-result", record_id=str(record.pk)).first()
    assert noted.after == {"outcome": "…", "investment": "50000.00", "investment_kind": "loan"}


def test_what_cannot_be_is_said_at_the_field_and_refused_by_the_action_and_the_database(
    browser_of, vera, taken
):
    wrong = AGREED | {"ends_on": TODAY() - timedelta(days=1), "aid": Decimal(5000), "starts_on": TODAY()}
    answer = browser_of(vera).post(page("agreement", taken), posted(wrong, taken))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"ends_on", "aid"}
    with pytest.raises(Refused, match="public aid"):
        agree_service(by=vera, referral=taken, version=1, values=AGREED | {"aid": Decimal(5000)})
    taken.refresh_from_db()
    assert taken.state == ReferralState.TAKEN
    for values, name in (
        ({"price": 10, "aid": 11}, "record_aid_is_part_of_price"),
        ({"aid": 1}, "record_aid_is_part_of_price"),
        ({"price": -1}, "record_amounts_not_negative"),
        ({"rating": 4}, "record_rating_range"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ServiceRecord.objects.create(referral=taken, **values)


def test_a_technology_outside_the_list_is_named(browser_of, vera, taken):
    agree_service(by=vera, referral=taken, version=1, values=AGREED)
    other = DELIVERED | {"technologies": ["other-please-specify"], "attendees": 10**12}
    answer = browser_of(vera).post(page("delivery", taken), posted(other, taken))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"technology_other", "attendees"}


def test_whoever_writes_second_sees_both_versions_and_a_correction_is_no_news(browser_of, vera, anna, taken):
    agree_service(by=vera, referral=taken, version=1, values=AGREED)
    stale = {"version": 1} | AGREED | {"price": Decimal(4500)}
    answer = browser_of(vera).post(page("agreement", taken), stale)
    assert answer.status_code == 409
    assert [(one["stored"], one["written"]) for one in answer.context["differing"]] == [("4000.00", "4500")]
    again = dict(stale, version=answer.context["form"]["version"].value())
    assert browser_of(vera).post(page("agreement", taken), again).status_code == 303
    taken.refresh_from_db()
    assert (taken.state, taken.record.price) == (ReferralState.AGREED, 4500)
    assert Notice.objects.filter(person=anna).count() == 1
    taken.state, taken.withdrawn_at = ReferralState.WITHDRAWN, timezone.now()
    taken.save()
    with pytest.raises(Conflict, match="withdrawn"):
        deliver_service(by=vera, referral=taken, version=taken.version, values=DELIVERED)


def test_the_client_rates_what_was_delivered(vera, anna, taken):
    record = agree_service(by=vera, referral=taken, version=1, values=AGREED)
    with pytest.raises(Conflict):
        rate(record=record, rating=5)
    deliver_service(by=vera, referral=taken, version=2, values=DELIVERED)
    for rating in (0, 6):
        with pytest.raises(Refused):
            rate(record=record, rating=rating)
    rate(record=record, rating=2, comment="It took long.")
    kept = rate(record=record, rating=4, comment="It took long, and it works.")
    assert (kept.rating, kept.comment) == (4, "It took long, and it works.")
    told = Notice.objects.filter(kind="service-rated").values_list("person__name", flat=True)
    assert sorted(told) == ["Anna", "Vera"]
    record_result(by=vera, referral=taken, version=3, values=RESULT)
    assert ServiceRecord.objects.get().rating == 4
