"""Who is suggested to whom and why; nobody is forgotten, nobody is flooded."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.bilaterals.asking.actions import ask_for_meeting
from corridor.bilaterals.models import Ask, Entry, Profile
from corridor.bilaterals.suggesting.mailing import remind_the_quiet
from corridor.bilaterals.suggesting.ranking import because, suggested_to
from corridor.post.models import Letter, Notice
from corridor.vocab.models import Concept

from .making import agreed, new_bilaterals, new_event, new_profile

pytestmark = pytest.mark.django_db
EVENT = "/en/smart-connectivity/events/summit/"
ME = f"{EVENT}me/"
HOSTILE = "<script>alert(1)</script>{{ x }}"


@pytest.fixture(autouse=True)
def by_words_only(settings):
    settings.EMBEDDER = "none"


def brings(profile: Profile, kind: str, title: str, *concepts: str) -> Entry:
    made = Entry.objects.create(profile=profile, kind=kind, title=title)
    made.concepts.set(Concept.objects.filter(slug__in=concepts))
    return made


@pytest.fixture
def eve_offers_what_anna_looks_for(of_anna, of_eve):
    brings(of_anna, "request", "A private 5G network for our dock", "private-5g-network")
    brings(of_eve, "offer", "Un réseau 5G privé, clé en main", "private-5g-network")
    brings(of_eve, "request", "Robots")


def test_anna_is_told_whom_to_meet_and_why_and_asks_in_one_tap(
    of_anna, of_eve, of_carla, eve_offers_what_anna_looks_for, browser_of, anna
):
    Profile.objects.filter(pk=of_eve.pk).update(headline=HOSTILE, languages=["fr"])
    browser = browser_of(anna)
    page = browser.get(f"{ME}suggestions/")
    first, second = page.context["suggested"]
    assert (first.profile, second.profile) == (of_eve, of_carla)
    titles = "They offer “Un réseau 5G privé, clé en main”, you look for “A private 5G network for our dock”."
    assert first.reasons == [
        f"{titles} Both are about private 5G network.",
        "You come from different countries: Norway and France.",
        "You are new to each other: other hubs, and no earlier request or meeting here.",
    ]
    assert first.drawbacks == ["You have no language in common."]
    assert second.drawbacks == [
        "Nothing that one of you wrote answers the other.",
        "You come from the same country.",
    ]
    assert "<script>alert" not in page.content.decode()
    assert browser.post(f"{ME}people/{of_eve.pk}/request/", {"suggested": "on"}).status_code == 303
    ask = Ask.objects.get()
    assert (ask.was_suggested, ask.because["place"]) == (True, 1)
    told = Letter.objects.get(kind="meeting-asked").text
    assert "Un réseau 5G privé" in told
    assert [one.profile for one in suggested_to(of_anna)] == [of_carla]


def test_both_sides_are_told_what_they_gain(of_anna, of_eve, eve_offers_what_anna_looks_for, opened_by):
    ask = ask_for_meeting(by=of_anna, to=of_eve, because=because(of_anna, of_eve))
    page = opened_by(of_eve).get(f"{ME}requests/{ask.pk}/").content.decode()
    assert "They look for “A private 5G network for our dock”, you offer “Un réseau 5G privé" in page
    assert "France and Norway" in page
    Entry.objects.filter(profile=of_eve).delete()
    assert "Un réseau" not in opened_by(of_eve).get(f"{ME}requests/{ask.pk}/").content.decode()


def test_those_who_met_at_another_event_are_no_new_contact(group, bilaterals, of_anna, of_eve, of_carla):
    before = new_bilaterals(group, event=new_event(group, slug="last-year"))
    person = of_anna.registration.person
    agreed(
        new_profile(before, "Anna", person=person, email="old@example.org"),
        new_profile(before, "Eve", email=of_eve.registration.email.upper()),
    )
    drawbacks = {one.profile: one.drawbacks for one in suggested_to(of_anna)}
    assert "You have asked or met each other at an earlier event." in drawbacks[of_eve]
    assert "You have asked or met each other at an earlier event." not in drawbacks[of_carla]


def test_who_has_many_requests_sinks_and_at_the_limit_is_suggested_to_nobody(bilaterals, of_anna):
    crowd = [new_profile(bilaterals, name, country_id="FR") for name in ("Ben", "Dora", "Finn")]
    assert [one.profile for one in suggested_to(of_anna)] == crowd
    for n in range(3):
        Ask.objects.create(bilaterals=bilaterals, by=new_profile(bilaterals, f"P{n}"), to=crowd[0])
    found = [one for one in suggested_to(of_anna) if one.profile in crowd]
    assert [one.profile for one in found] == [crowd[1], crowd[2], crowd[0]]
    assert "3 requests wait for their answer already." in found[-1].drawbacks
    bilaterals.most_asked = 3
    bilaterals.save()
    assert crowd[0] not in [one.profile for one in suggested_to(Profile.objects.get(pk=of_anna.pk))]


def test_whoever_has_no_request_gets_three_suggestions_every_few_days(
    bilaterals, of_anna, of_eve, of_carla, eve_offers_what_anna_looks_for, anna
):
    long_ago = timezone.now() - timedelta(days=4)
    Profile.objects.update(made_at=long_ago)
    Profile.objects.filter(pk=of_carla.pk).update(wants_suggestions=False)
    assert (remind_the_quiet(), Letter.objects.filter(kind="meeting-suggestions").count()) == (2, 1)
    assert Notice.objects.get(kind="meeting-suggestions").person == anna
    remind_the_quiet()
    assert Letter.objects.filter(kind="meeting-suggestions").count() == 1  # not again on the next day
    letter = Letter.objects.get(kind="meeting-suggestions")
    assert letter.to == of_eve.registration.email
    tap = re.search(r"http\S+?(/\w\w/answer/\S+/ask/)", letter.text)
    assert tap
    assert Client().get(tap[1]).status_code == 200
    assert not Ask.objects.exists()
    assert Client().post(tap[1]).status_code == 303
    ask = Ask.objects.get()
    assert (ask.by, ask.to, ask.was_suggested) == (of_eve, of_anna, True)
    Profile.objects.update(made_at=long_ago - timedelta(days=3))
    assert remind_the_quiet() == 0  # neither of the two is without a request now
    bilaterals.asking_closes_at = timezone.now()
    bilaterals.save()
    Ask.objects.all().delete()
    assert remind_the_quiet() == 0


def test_organisers_see_who_is_at_risk_and_send_suggestions(
    bilaterals, of_anna, of_eve, of_carla, eve_offers_what_anna_looks_for, browser_of, dora, anna
):
    ask_for_meeting(by=of_anna, to=of_carla)
    assert browser_of(anna).get(f"{EVENT}at-risk/").status_code == 404
    by_dora = browser_of(dora)
    rows = [row for row, _suggested in by_dora.get(f"{EVENT}at-risk/").context["rows"]]
    assert [(one.profile, one.weight) for one in rows] == [(of_eve, 3), (of_anna, 2), (of_carla, 2)]
    assert [one.is_silent for one in rows] == [False, False, True]
    assert by_dora.post(f"{EVENT}at-risk/{of_eve.pk}/suggestions/").status_code == 303
    assert Letter.objects.get(kind="meeting-suggestions").to == of_eve.registration.email
    agreed(of_eve, of_carla)
    assert by_dora.get(f"{EVENT}at-risk/").context["rows"][-1][0].profile == of_carla


def test_suggestions_and_risk_cost_the_same_for_few_and_for_many(bilaterals, of_anna, browser_of, dora):
    browser = browser_of(dora)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"{EVENT}at-risk/").status_code == 200
        return len(queries)

    def more(number: int) -> None:
        for n in range(number):
            one = new_profile(bilaterals, f"P{number}x{n}")
            brings(one, "offer", "5G", "5g")
            brings(one, "request", "Robots")

    more(2)
    count()
    few = count()
    more(12)
    assert count() == few
