"""Needs are listed and read: what each person finds there, and what they may do next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.referrals.enums import NeedState
from corridor.referrals.models import Need, Referral
from corridor.vocab.models import Term
from tests.referrals.making import make_need, make_referral

SECRETS = ("Skarvik Verft", "Siri Skarvik", "siri@skarvik.example", "+47 999 00 111")


def known(page: str) -> set[str]:
    return {secret for secret in SECRETS if secret in page}


def test_who_reads_what_on_the_page_of_a_public_need(
    group, hub, vestas, anna, ben, vera, carla, dora, eve, browser_of
):
    need = make_need(group, hub, audience="public", language="no", hard=["budget"], budget=5000)
    make_referral(need, vestas, passed=["organisation", "email"])
    url = f"/en/needs/{need.pk}/"

    def page_of(person) -> str:
        return browser_of(person).get(url).content.decode()

    everybody = page_of(None)
    assert f'<h1 lang="no">{need.title}</h1>' in everybody
    assert "It cannot cost more." in everybody
    assert known(everybody) == set()
    assert not {"Vestas", "Close the need", "Find who can help"} & set(everybody.split("\n"))
    assert "Vestas" not in everybody
    assert [known(page_of(one)) for one in (anna, ben)] == [set(SECRETS)] * 2
    assert known(page_of(vera)) == {"Skarvik Verft", "siri@skarvik.example"}  # what was passed on
    assert [known(page_of(one)) for one in (carla, dora)] == [set(), set()]
    assert ["Close the need" in page_of(one) for one in (anna, ben, vera, dora)] == [True, False, False, True]
    assert ["Vestas" in page_of(one) for one in (anna, ben, dora, carla)] == [True, True, True, False]


def test_open_ones_come_first_and_filters_narrow(group, hub, anna, eve, browser_of):
    learn = Term.objects.filter(list__in_force=True, list__name="service-categories")[0]
    now = timezone.now()
    make_need(group, title="Old and open", created_at=now.replace(year=now.year - 1), category=learn)
    make_need(group, title="Young and closed", state=NeedState.CLOSED, ended_at=now, country_id="PT")
    make_need(group, title="Not confirmed", state=NeedState.UNCONFIRMED, opened_at=None, hub=hub)
    client = browser_of(anna)

    def found(query: str = "") -> list[str]:
        return [one.title for one in client.get(f"/en/needs/{query}").context["page"]]

    assert found() == ["Old and open", "Young and closed"]
    assert found("?state=closed") == ["Young and closed"]
    assert found("?country=NO") == ["Old and open"]
    assert found(f"?category={learn.slug}") == ["Old and open"]
    assert found("?state=x&country=%00&page=99") == []
    assert "fits all of this" in client.get("/en/needs/?state=x").content.decode()
    assert "There is no need here that you can see" in eve.get("/en/needs/").content.decode()


def test_the_furthest_referral_tells_how_far_it_has_come_but_not_to_everybody(
    group, hub, vestas, anna, browser_of
):
    need = make_need(group, hub, audience="public")
    one = make_referral(need, vestas, due_on=timezone.localdate() - timedelta(days=3))

    def label(person) -> list[str]:
        page = browser_of(person).get("/en/needs/").content.decode()
        return [word for word in ("referred", "taken", "declined") if f'<span class="label">{word}<' in page]

    assert label(anna) == ["referred"]
    assert (
        '<span class="label is-late">late<' in browser_of(anna).get(f"/en/needs/{need.pk}/").content.decode()
    )
    Referral.objects.filter(pk=one.pk).update(state="taken", answered_at=timezone.now())
    assert label(anna) == ["taken"]
    assert '"label is-late"' not in browser_of(anna).get(f"/en/needs/{need.pk}/").content.decode()
    assert label(None) == []
    Referral.objects.filter(pk=one.pk).update(state="declined")
    assert label(anna) == []


def test_thirty_take_as_many_queries_as_one(group, hub, anna, browser_of, django_assert_max_num_queries):
    client = browser_of(anna)
    make_need(group, hub)
    client.get("/en/needs/")
    with CaptureQueriesContext(connection) as once:
        client.get("/en/needs/")
    for number in range(15):
        make_need(group, hub, title=f"Need {number}")
    with django_assert_max_num_queries(len(once)):
        assert client.get("/en/needs/").status_code == 200


@pytest.mark.parametrize("state", [NeedState.RECEIVED, NeedState.REFUSED, NeedState.WITHDRAWN])
def test_what_is_not_open_is_for_its_moderators(group, dora, tess, anna, browser_of, state):
    ended = None if state == NeedState.RECEIVED else timezone.now()
    need = make_need(group, audience="public", state=state, opened_at=None, ended_at=ended)
    url = f"/en/needs/{need.pk}/"
    assert [browser_of(one).get(url).status_code for one in (dora, tess, anna, None)] == [200, 404, 404, 404]
    page = browser_of(dora).get(url).content.decode()
    assert known(page) == set(SECRETS)  # there is no home hub that would
    assert ("Take it up or refuse it" in page) == (state == NeedState.RECEIVED)
    assert Need.objects.get().state == state
