"""The client follows the need by a private link: without an account, and without anybody else seeing it."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from corridor.kernel.journal import JournalEntry
from corridor.kernel.keys import digest_of
from corridor.members.queries import viewer_of
from corridor.post.models import Letter, Notice
from corridor.referrals.enums import NeedState, ReferralState
from corridor.referrals.keys import client_link
from corridor.referrals.models import Client, Need, ReferralMessage, ServiceRecord
from corridor.referrals.posting import moderation
from tests.referrals.making import KEY, make_need, make_referral

PAGE = f"/en/needs/of/{KEY}/"


@pytest.fixture
def followed(need) -> Need:
    Need.objects.filter(pk=need.pk).update(key_digest=digest_of(KEY))
    need.refresh_from_db()
    return need


def told(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_page_is_nobodys_business(followed, referral, eve, anna, browser_of):
    page = eve.get(PAGE)
    assert page.status_code == 200
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert page["Referrer-Policy"] == "same-origin"
    assert [eve.get(f"{PAGE[:-1]}x/").status_code, eve.get("/en/needs/of/x/").status_code] == [404, 404]
    later = client_link(followed).partition("/needs/")[2]  # of a later letter
    assert eve.get(f"/en/needs/{later}").status_code == 200
    assert KEY not in browser_of(anna).get(f"/en/needs/{followed.pk}/").content.decode()


def test_the_address_is_confirmed_with_a_button_and_not_by_looking(group, dora, eve):
    need = make_need(group, state=NeedState.UNCONFIRMED, opened_at=None, key_digest=digest_of(KEY))
    assert "One step is missing" in told(eve.get(PAGE))
    assert eve.get(f"{PAGE}confirmation/").status_code == 405
    need.refresh_from_db()
    assert need.state == NeedState.UNCONFIRMED
    assert [eve.post(f"{PAGE}confirmation/").status_code for _again in range(2)] == [303, 303]
    need.refresh_from_db()
    assert (need.state, need.due_on is not None) == (NeedState.RECEIVED, True)
    assert Letter.objects.filter(to=dora.email).count() == 1
    assert "somebody has looked at it by then" in told(eve.get(PAGE))


def test_a_consent_taken_back_holds_at_once(followed, referral, eve, vera, browser_of):
    of_vestas = browser_of(vera)
    page = of_vestas.get(f"/en/needs/{followed.pk}/").content.decode()
    assert "Skarvik Verft" in page
    assert "siri@skarvik.example" in page
    assert eve.post(f"{PAGE}consent/", {"fields_agreed": ["organisation", "phone"]}).status_code == 303
    page = of_vestas.get(f"/en/needs/{followed.pk}/").content.decode()
    assert "Skarvik Verft" in page
    assert "siri@skarvik.example" not in page
    assert "999 00 111" not in page  # it did not go with the referral
    followed.client.refresh_from_db()
    assert "telephone number" in followed.client.consent
    entry = JournalEntry.objects.get(verb="change-consent")
    assert entry.after == {"consented": ["organisation", "phone"]}
    eve.post(f"{PAGE}consent/", {"fields_agreed": ["organisation", "phone"]})  # nothing changes
    assert JournalEntry.objects.filter(verb="change-consent").count() == 1
    assert eve.post(f"{PAGE}consent/", {"fields_agreed": ["vat"]}).status_code == 422


def test_what_happens_is_told_in_plain_words_and_can_be_answered(followed, referral, vera, anna, eve):
    ReferralMessage.objects.create(
        referral=referral, speaker="hub", by=vera, text="How many cranes?", for_client=True
    )
    ReferralMessage.objects.create(referral=referral, speaker="hub", by=vera, text="Can they pay?")
    referral.state = ReferralState.ASKED
    referral.save()
    page = told(eve.get(PAGE))
    assert "Nordlys looks after you" in page
    assert "Vestas has a question." in page
    assert "How many cranes?" in page
    assert "Can they pay?" not in page  # between the hubs
    assert "Vera" not in page
    url, name = f"{PAGE}referrals/{referral.pk}/messages/", f"reply-{referral.pk}-text"
    assert eve.post(url, {name: " "}).status_code == 422
    assert eve.post(url, {name: "Four <b>big</b> ones."}).status_code == 303
    assert "Four &lt;b&gt;big&lt;/b&gt; ones." in eve.get(PAGE).content.decode()
    referral.refresh_from_db()
    assert referral.state == ReferralState.SENT
    assert Letter.objects.filter(to=vera.email).exists()
    stranger = make_referral(make_need(followed.group, title="Another"), referral.hub)
    other = f"{PAGE}referrals/{stranger.pk}/messages/"
    assert eve.post(other, {f"reply-{stranger.pk}-text": "Hello"}).status_code == 404


def test_a_withdrawal_ends_what_everybody_else_knows(followed, referral, anna, vera, eve, browser_of):
    of_vestas = browser_of(vera)
    assert of_vestas.get(f"/en/needs/{followed.pk}/").status_code == 200
    assert eve.post(f"{PAGE}withdrawal/").status_code == 303
    followed.refresh_from_db()
    referral.refresh_from_db()
    assert (followed.state, referral.state) == (NeedState.WITHDRAWN, ReferralState.WITHDRAWN)
    assert of_vestas.get(f"/en/needs/{followed.pk}/").status_code == 404
    assert "siri@" not in of_vestas.get(f"/en/referrals/{referral.pk}/").content.decode()
    told_to = set(Notice.objects.values_list("person__name", "kind"))
    assert told_to == {("Vera", "need-ended"), ("Anna", "need-withdrawn")}
    page = eve.post(f"{PAGE}withdrawal/")
    assert (page.status_code, "it was withdrawn" in told(page)) == (409, True)


def test_a_client_is_forgotten_at_once_where_they_wish_it(followed, referral, vera, anna, eve):
    Need.objects.filter(pk=followed.pk).update(
        text="Siri Skarvik looks for a network. Write to siri@skarvik.example."
    )
    by_client = {"referral": referral, "speaker": "client", "for_client": True}
    ReferralMessage.objects.create(text="Four big ones.", **by_client)
    ReferralMessage.objects.create(text="Call +47 999 00 111.", **by_client)
    page = eve.post(f"{PAGE}deletion/")
    assert (page.status_code, "Delete what is known about you" in told(page)) == (422, True)
    assert Client.objects.filter(need=followed).exists()

    gone = eve.post(f"{PAGE}deletion/", {"forget-sure": "on"})

    assert gone.status_code == 303
    assert "What was known about you is deleted." in told(eve.get(gone["Location"]))
    assert eve.get(PAGE).status_code == 404
    assert not Client.objects.filter(need=followed).exists()
    followed.refresh_from_db()
    referral.refresh_from_db()
    assert (followed.state, referral.state) == (NeedState.WITHDRAWN, ReferralState.WITHDRAWN)
    assert followed.text == "(erased)"
    assert [one.text for one in referral.messages.order_by("pk")] == ["Four big ones.", "(erased)"]
    assert JournalEntry.objects.get(verb="forget-client").by is None
    assert Notice.objects.filter(person=anna, kind="need-withdrawn").exists()


def test_what_is_solved_is_closed_and_a_hub_at_work_goes_on(followed, referral, other_hub, anna, eve):
    make_referral(followed, other_hub, state=ReferralState.TAKEN)
    assert eve.post(f"{PAGE}solution/", {"end-reason": "Our neighbour helped."}).status_code == 303
    followed.refresh_from_db()
    assert (followed.state, followed.ended_why) == (NeedState.CLOSED, "Our neighbour helped.")
    states = set(followed.referrals.values_list("state", flat=True))
    assert states == {ReferralState.WITHDRAWN, ReferralState.TAKEN}
    assert Notice.objects.filter(person=anna, kind="need-solved").exists()
    assert eve.post(f"{PAGE}solution/", {"end-reason": ""}).status_code == 409


def test_a_delivered_service_is_rated_and_nothing_else(followed, referral, vera, eve):
    url, prefix = f"{PAGE}referrals/{referral.pk}/rating/", f"rate-{referral.pk}"
    assert eve.post(url, {f"{prefix}-rating": "5"}).status_code == 404
    now = timezone.now()
    referral.state, referral.answered_at, referral.delivered_at = ReferralState.DELIVERED, now, now
    referral.save()
    record = ServiceRecord.objects.create(referral=referral)
    assert "Rate the service" in told(eve.get(PAGE))
    assert eve.post(url, {f"{prefix}-rating": "6"}).status_code == 422
    good = {f"{prefix}-rating": "4", f"{prefix}-comment": "Quick and clear."}
    assert eve.post(url, good).status_code == 303
    record.refresh_from_db()
    assert (record.rating, record.comment) == (4, "Quick and clear.")
    assert "Change your rating" in told(eve.get(PAGE))


def test_who_was_refused_reads_why(group, dora, eve):
    need = make_need(group, state=NeedState.RECEIVED, opened_at=None, key_digest=digest_of(KEY))
    told_to = {"by": dora, "viewer": viewer_of(dora), "need": need, "version": need.version}
    moderation.refuse_need(**told_to, reason="We help companies only.")
    page = told(eve.get(PAGE))
    assert "Not taken up: We help companies only." in page
    assert "Withdraw the need" not in page
