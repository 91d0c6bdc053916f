"""Who sees a need, and what a hub that is asked to help learns of the client."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from corridor.kernel.audience import VISITOR
from corridor.members.queries import viewer_of
from corridor.referrals.enums import NeedState, ReferralState
from corridor.referrals.models import Need, Referral
from corridor.referrals.queries import passed_on
from tests.referrals.making import make_need, make_referral


def seen_by(person) -> bool:
    return Need.objects.visible_to(viewer_of(person) if person else VISITOR).exists()


@pytest.mark.parametrize(
    ("audience", "state", "seers"),
    [
        ("public", NeedState.OPEN, {"anna", "ben", "carla", "dora", "otto", "eve"}),
        ("network", NeedState.OPEN, {"anna", "ben", "carla", "dora", "otto"}),
        ("group", NeedState.OPEN, {"anna", "ben", "dora", "otto"}),
        ("hub", NeedState.OPEN, {"anna", "ben"}),
        ("public", NeedState.RECEIVED, {"anna", "ben", "dora"}),
        ("public", NeedState.UNCONFIRMED, {"anna", "ben"}),
    ],
)
def test_a_need_is_seen_as_its_audience_says_once_it_is_open(
    group, hub, anna, ben, carla, dora, otto, audience, state, seers
):
    make_need(group, hub, audience=audience, state=state)
    people = {"anna": anna, "ben": ben, "carla": carla, "dora": dora, "otto": otto, "eve": None}
    assert {name for name, person in people.items() if seen_by(person)} == seers


def test_whoever_is_asked_to_help_sees_it_until_they_decline(need, carla, other_hub):
    assert not seen_by(carla)
    referral = make_referral(need, other_hub)
    assert seen_by(carla)
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.WITHDRAWN)
    assert not seen_by(carla)


def test_what_was_passed_on_ends_where_the_consent_ends(referral):
    assert passed_on(referral) == {"organisation": "Skarvik Verft", "email": "siri@skarvik.example"}
    client = referral.need.client
    client.consented = ["organisation", "phone"]  # the telephone number did not go with the referral
    assert passed_on(referral) == {"organisation": "Skarvik Verft"}
    referral.need.state = NeedState.WITHDRAWN
    assert passed_on(referral) == {}


def test_one_hub_has_a_need_once(referral):
    with pytest.raises(IntegrityError, match="need_once_at_a_hub"), transaction.atomic():
        make_referral(referral.need, referral.hub)
