"""Eve says that she works for a hub. Its editors decide, or who looks after it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from corridor.kernel.waiting import waiting_for
from corridor.members.admission.models import Claim
from corridor.members.enums import SeatRole
from corridor.members.models import GroupMembership, Seat
from corridor.members.queries import viewer_of
from corridor.people.models import Person
from corridor.post.models import Letter
from tests.conftest import SINCE
from tests.members.admission import claim, letters_to, link_in

pytestmark = pytest.mark.django_db
CLAIM = "/en/hubs/sorvest/claim/"
EVE = "eve@sorvest.example"


def confirmed(eve, **changes) -> Claim:
    sent = eve.post(CLAIM, claim(**changes))
    assert (sent.status_code, sent["Location"]) == (303, f"{CLAIM}sent/")
    follow = link_in("claim-confirm", "claims")
    assert eve.get(follow).status_code == 200
    assert eve.post(f"{follow}confirmation/").status_code == 303
    return Claim.objects.get()


def kinds(person) -> set[str]:
    return {item.kind for item in waiting_for(person, viewer_of(person))}


def test_the_editors_of_the_hub_are_asked_first(eve, browser_of, group, other_hub, anna, carla, dora, olga):
    GroupMembership.objects.create(group=group, hub=other_hub, since=SINCE)
    found = confirmed(eve)
    assert letters_to("carla@example.org") == ["claim-arrived"]
    assert letters_to("dora@example.org") == []
    assert "claim" in kinds(carla)
    assert "claim" not in kinds(dora) | kinds(olga) | kinds(anna)
    address = f"/en/hubs/sorvest/claims/{found.pk}/"
    assert [browser_of(one).get(address).status_code for one in (anna, dora, olga)] == [404, 404, 404]
    assert browser_of(carla).get(f"/en/hubs/nordlys/claims/{found.pk}/").status_code == 404

    # After fourteen days without an answer the moderators may decide.
    Claim.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "claim" in kinds(dora)
    assert browser_of(dora).get(address).status_code == 200
    assert browser_of(carla).post(f"{address}grant/", {"role": "owner"}).status_code == 422
    assert browser_of(carla).post(f"{address}grant/", {"role": "delegate"}).status_code == 303
    assert browser_of(dora).post(f"{address}grant/", {"role": "editor"}).status_code == 404
    assert Seat.objects.get(person__email=EVE).role == SeatRole.DELEGATE
    assert letters_to(EVE) == ["claim-confirm", "claim-granted"]
    assert "/en/sign-in/" in Letter.objects.get(kind="claim-granted").text


def test_an_orphaned_hub_is_claimed_from_the_moderators(eve, browser_of, group, other_hub, dora, otto, olga):
    GroupMembership.objects.create(group=group, hub=other_hub, since=SINCE)
    other_hub.website = "https://sorvest.example"
    other_hub.save()
    assert "Nobody acts for this hub here." in eve.get(CLAIM).content.decode()
    found = confirmed(eve)
    address = f"/en/hubs/sorvest/claims/{found.pk}/"
    assert [browser_of(one).get(address).status_code for one in (otto, olga)] == [404, 404]
    page = browser_of(dora).get(address).content.decode()
    assert "It is at the hub’s own domain, sorvest.example." in page
    assert browser_of(dora).post(f"{address}refusal/", {"reason": ""}).status_code == 422
    assert (
        browser_of(dora).post(f"{address}refusal/", {"reason": "Nobody there knows you."}).status_code == 303
    )
    assert browser_of(dora).post(f"{address}grant/", {"role": "editor"}).status_code == 409
    follow = link_in("claim-declined", "claims")
    assert "Nobody there knows you." in eve.get(follow).content.decode()
    assert not Person.objects.filter(email=EVE).exists()


def test_a_hub_in_no_group_is_for_the_operator(eve, browser_of, other_hub, dora, olga):
    found = confirmed(eve)
    assert letters_to("olga@example.org") == ["claim-arrived"]
    assert "claim" in kinds(olga)
    address = f"/en/hubs/sorvest/claims/{found.pk}/"
    assert browser_of(dora).get(address).status_code == 404
    assert browser_of(olga).post(f"{address}grant/", {"role": "editor"}).status_code == 303
    assert Seat.objects.get(hub=other_hub).person.email == EVE


def test_nobody_decides_on_a_seat_of_their_own(eve, browser_of, other_hub, olga):
    found = confirmed(eve, email="Olga@example.org")
    assert "claim" not in kinds(olga)
    assert browser_of(olga).get(f"/en/hubs/sorvest/claims/{found.pk}/").status_code == 404


def test_the_form_keeps_what_was_written_and_says_nothing_about_accounts(eve, browser_of, other_hub, carla):
    wrong = eve.post(CLAIM, claim(email="x", consent=""))
    assert wrong.status_code == 422
    assert "My name is on the hub&#x27;s page." in wrong.content.decode()
    assert eve.post(CLAIM, claim(trap="x")).status_code == 422
    known, unknown = eve.post(CLAIM, claim(email="carla@example.org")), eve.post(CLAIM, claim())
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert browser_of(carla).get(CLAIM).status_code == 303  # she is in already
    assert eve.get("/en/hubs/nowhere/claim/").status_code == 404


def test_eve_withdraws_her_claim(eve, other_hub, carla):
    confirmed(eve)
    follow = link_in("claim-confirm", "claims")
    assert eve.post(f"{follow}withdrawal/").status_code == 303
    assert eve.post(f"{follow}withdrawal/").status_code == 409
    assert "claim" not in kinds(carla)
