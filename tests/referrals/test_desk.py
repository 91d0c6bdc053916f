"""Who could help with a need: ranked, with reasons that can be checked, and what is left out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from corridor.catalogue.enums import ServiceState
from corridor.catalogue.models import Service, TestBedSlot
from corridor.kernel.search.generation import advance
from corridor.kernel.search.indexing import project
from corridor.members.models import GroupMembership, Hub
from corridor.members.queries import viewer_of
from corridor.referrals.desk.problem import problem_of
from corridor.referrals.desk.ranking import because, reasons_kept
from corridor.referrals.desk.wording import reason_in_words
from corridor.referrals.enums import ReferralState
from corridor.referrals.models import ServiceRecord
from corridor.vocab.models import Concept
from tests.catalogue.making import make_service, make_test_bed
from tests.conftest import SINCE
from tests.referrals.making import make_need, make_referral


def hub_called(name: str, group, country: str = "NO") -> Hub:
    hub = Hub.objects.create(slug=name.lower(), name=name, title=name, kind="EDIH", country_id=country)
    GroupMembership.objects.create(group=group, hub=hub, since=SINCE)
    return hub


def text_of(service):
    return {
        "title": {"en": service},
        "summary": {"en": ""},
        "description": {"en": ""},
        "receives": {"en": ""},
    }


@pytest.fixture
def port(group, vestas, hub, offer):
    """Beside Vestas' quay: the home hub's own survey, a course in Finnish, and something about bread."""
    quay = Concept.objects.get(slug="private-5g-network")
    offer.concepts.add(quay)
    own = make_service(hub, group, slug="survey", title={"en": "Survey of your mobile network"})
    own.concepts.add(quay)
    finnish = make_service(
        hub_called("Ita", group, "FI"),
        group,
        slug="kurssi",
        languages=["fi"],
        title={"fi": "Yksityinen 5G-verkko telakalla"},
    )
    bread = make_service(
        hub_called("Brood", group, "NL"), group, slug="bread", **text_of("Baking bread with robots")
    )
    project("service")
    return {"quay": offer, "own": own, "finnish": finnish, "bread": bread}


@pytest.fixture
def asked(group, hub):
    need = make_need(
        group, hub, hard=["language", "budget"], budget=5000, start_by=timezone.localdate() + timedelta(30)
    )
    need.concepts.add(Concept.objects.get(slug="private-5g-network"))
    return need


@pytest.fixture
def viewer_of_anna(anna):
    return viewer_of(anna)


def withdraw(*services) -> None:
    ids = [one.pk for one in services]
    Service.objects.filter(pk__in=ids).update(state=ServiceState.WITHDRAWN, withdrawn_at=timezone.now())


def words(page) -> str:
    return " ".join(page.content.decode().split())


def test_anna_sees_what_fits_why_and_what_is_left_out(browser_of, anna, asked, port):
    client, address = browser_of(anna), f"/en/needs/{asked.pk}/desk/"
    shown = client.get(address)
    board = shown.context["board"]
    [first] = board.services  # baking bread has no points
    assert (first.place, first.service.slug) == (1, "private-5g-on-your-quay")
    assert [(card.place, card.service.slug) for card in board.own_services] == [(0, "survey")]
    [quay] = [card for card in board.services if card.service == port["quay"]]
    sentences = {line.sentence for line in quay.speaks_for}
    assert {"Its hub is in the same country.", "Price: free of charge, within the budget."} <= sentences
    assert any(one.startswith("Both are about private 5G network.") for one in sentences)
    assert "When it can begin is not known." in {line.sentence for line in quay.not_known}
    said = words(shown)
    assert f"/en/needs/{asked.pk}/referrals/?service={port['quay'].pk}" in said
    assert "Of the home hub itself" in said  # shown, but nobody refers to themselves
    assert f"?service={port['own'].pk}" not in said
    left = words(client.get(address, {"show": "left-out"}))
    assert "It is given in Finnish, which the client does not speak." in left
    assert "The hub also gives it in Norwegian." in left
    hubs = words(client.get(address, {"show": "hubs"}))
    assert f"/en/needs/{asked.pk}/referrals/?hub=vestas" in hubs
    assert "hub=nordlys" not in hubs


def test_a_hub_that_has_the_need_shows_its_state(browser_of, anna, asked, port, vestas):
    given = make_referral(asked, vestas, service=port["quay"])
    shown = words(browser_of(anna).get(f"/en/needs/{asked.pk}/desk/"))
    assert "Referral to Vestas: sent" in shown
    assert f"?service={port['quay'].pk}" not in shown
    type(given).objects.update(state=ReferralState.DECLINED, answered_at=timezone.now())
    shown = words(browser_of(anna).get(f"/en/needs/{asked.pk}/desk/"))
    assert "Referral to Vestas: declined" in shown
    assert f"?service={port['quay'].pk}" in shown


def test_no_service_of_another_audience_is_named_and_others_see_no_desk(
    browser_of, anna, ben, vera, dora, asked, port, vestas, group
):
    make_service(vestas, group, slug="inner", audience="hub", title={"en": "Private 5G for ourselves"})
    project("service")
    for person in (anna, dora):
        shown = words(browser_of(person).get(f"/en/needs/{asked.pk}/desk/"))
        assert "Private 5G on your quay" in shown
        assert "Private 5G for ourselves" not in shown
    make_referral(asked, vestas)
    for person in (ben, vera):  # an alternate of the home hub, and the hub that was asked
        assert browser_of(person).get(f"/en/needs/{asked.pk}/desk/").status_code == 404


def test_what_the_catalogue_and_earlier_referrals_say_counts(
    asked, port, vestas, group, anna, viewer_of_anna
):
    quay, now = port["quay"], timezone.localtime()  # days as the clocks on the wall have them
    bed = make_test_bed(quay)
    for days, taken in ((3, True), (12, False), (20, False)):
        starts = now + timedelta(days=days)
        TestBedSlot.objects.create(
            test_bed=bed, starts_at=starts, ends_at=starts + timedelta(hours=2), is_taken=taken
        )
    type(quay).objects.filter(pk=quay.pk).update(
        confirmed_at=now - timedelta(days=100), capacity=2, lead_days=1
    )
    done = make_referral(make_need(group), vestas, service=quay, state=ReferralState.DONE, done_at=now)
    ServiceRecord.objects.create(referral=done, rating=5, rated_at=now)
    make_referral(make_need(group), vestas, service=quay, state=ReferralState.TAKEN)
    old = make_referral(make_need(group), vestas)
    type(old).objects.filter(pk=old.pk).update(sent_at=now - timedelta(days=91))
    [offer] = [one for one in problem_of(asked, viewer_of_anna).offers if one.id == str(quay.pk)]
    assert (offer.free_in_days, offer.lead_days, offer.capacity) == (12, 1, 1)
    assert (offer.delivered, offer.rating, offer.received) == (1, 5.0, 2)
    assert (offer.confirmed_days_ago, offer.price, offer.list_price) == (100, 0.0, 12000.0)


def test_what_a_referral_keeps_is_codes_and_can_be_told_in_any_language(asked, port, vestas, viewer_of_anna):
    kept = json.loads(json.dumps(because(asked, port["quay"], viewer_of_anna)))
    assert kept["place"] == 2  # the home hub's own survey has more of the words
    assert kept["score"] == pytest.approx(sum(one["contribution"] for one in kept["reasons"]), abs=0.001)
    assert "“" not in str(kept)
    told = [reason_in_words(reason) for reason in reasons_kept(kept)]
    assert "Its hub is in the same country." in told
    with override("de"):
        assert any("Englisch" in reason_in_words(reason) for reason in reasons_kept(kept))
    assert because(asked, vestas)["service"] == port["quay"].pk
    left_out = because(asked, port["finnish"])
    assert (left_out["place"], left_out["broken"][0]["rule"]) == (None, "language")
    withdraw(port["quay"])
    assert because(asked, vestas) == {}


def test_nothing_fits_and_the_page_says_what_would_help(browser_of, dora, group, port):
    need = make_need(group, hard=["language"], languages=["mt"])
    shown = words(browser_of(dora).get(f"/en/needs/{need.pk}/desk/"))
    assert "4 services are left out, since they break conditions:" in shown
    assert "other languages <strong>4</strong>" in shown
    assert "The hub also gives it in Maltese." in shown
    withdraw(*port.values())
    project("service")
    shown = words(browser_of(dora).get(f"/en/needs/{need.pk}/desk/"))
    assert "No service is shared yet that you can see." in shown


def test_as_many_queries_for_thirty_services_and_the_nearest_of_a_large_catalogue(
    browser_of, anna, asked, port, group, vestas, norway, monkeypatch, viewer_of_anna
):
    client, address = browser_of(anna), f"/en/needs/{asked.pk}/desk/"

    def queries() -> int:
        client.get(address)
        advance()
        with CaptureQueriesContext(connection) as asked_for:
            assert client.get(address).status_code == 200
        return len(asked_for)

    few = queries()
    for number in range(26):
        one = make_service(vestas, group, slug=f"network-{number}", title={"en": f"Network course {number}"})
        one.concepts.add(Concept.objects.get(slug="lorawan"))
        one.countries.add(norway)
    project("service")
    assert queries() == few
    monkeypatch.setattr("corridor.referrals.desk.problem.MOST", 5)
    near = problem_of(asked, viewer_of_anna).services.values()
    assert 1 <= len(near) <= 5
    assert port["quay"] in near
    assert port["bread"] not in near
