"""What is kept about people around a need: given out, forgotten, and deleted in time."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from corridor.kernel.keys import digest_of
from corridor.kernel.privacy import export_of, forget, run_out
from corridor.kernel.traces import ERASED
from corridor.people.models import Person
from corridor.referrals.enums import NeedState, ReferralState
from corridor.referrals.keys import client_link
from corridor.referrals.models import Client, ClientKey, Need, Referral, ReferralMessage, ServiceRecord
from tests.conftest import PASSWORD
from tests.referrals.making import KEY, make_need, make_referral

NOW = timezone.now()


def test_unconfirmed_needs_and_old_clients_go_in_time(group, hub, vestas, eve):
    week, year = NOW - timedelta(days=8), NOW - timedelta(days=366)
    given = {"state": NeedState.UNCONFIRMED, "opened_at": None}
    make_need(group, title="Never confirmed", created_at=week, **given)
    make_need(group, title="Perhaps tomorrow", **given)
    old = make_need(group, hub, title="Old", state="closed", ended_at=year, key_digest=digest_of(KEY))
    make_need(group, hub, title="Young", state="closed", ended_at=NOW)
    make_need(group, hub, title="Long, and still open", created_at=year)
    served = make_referral(old, vestas, state=ReferralState.DONE)
    ServiceRecord.objects.create(referral=served, rating=5, comment="Ask Siri.", rated_at=NOW)
    link = client_link(old).partition("/needs/")[2]
    assert eve.get(f"/en/needs/{link}").status_code == 200
    gone = run_out()
    assert (gone["referrals.need"], gone["referrals.client"]) == (1, 1)
    titles = Client.objects.order_by("need__title").values_list("need__title", flat=True)
    assert list(titles) == ["Long, and still open", "Perhaps tomorrow", "Young"]
    assert Need.objects.filter(title="Old").exists()  # without anybody
    assert [eve.get(f"/en/needs/{one}").status_code for one in (link, f"of/{KEY}/")] == [404, 404]
    record = ServiceRecord.objects.get()
    assert (record.rating, record.comment, ClientKey.objects.count()) == (5, "", 0)


def test_a_client_with_an_account_gets_everything_and_is_forgotten(need, referral, vera, anna):
    siri = Person.objects.create_user("siri@skarvik.example", PASSWORD, name="Siri Skarvik")
    Need.objects.update(text="Ask Siri Skarvik about the dock.", posted_by=anna)
    said = {"referral": referral, "for_client": True}
    ReferralMessage.objects.create(speaker="client", text="I am Siri Skarvik.", **said)
    ReferralMessage.objects.create(speaker="hub", by=vera, text="How many cranes?", **said)
    told = export_of(siri)
    (client,) = told["referrals.client"]
    assert (client["phone"], client["consented"]) == ("+47 999 00 111", ["organisation", "email"])
    assert [row["text"] for row in told["referrals.need"]] == ["Ask Siri Skarvik about the dock."]
    assert [row["text"] for row in told["referrals.referralmessage"]] == ["I am Siri Skarvik."]
    assert [row["text"] for row in export_of(vera)["referrals.referralmessage"]] == ["How many cranes?"]
    assert export_of(anna)["referrals.client"] == []
    assert export_of(anna)["referrals.need"][0]["posted"] is True
    forget(siri)
    forget(siri)
    assert not Client.objects.exists()
    kept = Need.objects.get()
    assert (kept.state, kept.text, kept.title) == (NeedState.WITHDRAWN, ERASED, need.title)
    assert Referral.objects.get().state == ReferralState.WITHDRAWN
    texts = set(ReferralMessage.objects.values_list("text", flat=True))
    assert texts == {ERASED, "How many cranes?"}


def test_whoever_worked_on_it_is_forgotten_and_the_need_stays(need, referral, vera):
    now = timezone.now()
    Referral.objects.update(
        state="declined", answered_by=vera, answered_at=now, reason="Ask vera@example.org later.",
        because={"score": 0.7, "reasons": ["Vera knows it: vera@example.org"]},
    )  # fmt: skip
    (row,) = export_of(vera)["referrals.referral"]
    assert (row["reason"], row["sent_at"]) == ("Ask vera@example.org later.", None)
    forget(vera)
    kept = Referral.objects.get()
    assert (kept.reason, kept.because, kept.state) == (ERASED, {}, ReferralState.DECLINED)
    assert Need.objects.get().state == NeedState.OPEN
