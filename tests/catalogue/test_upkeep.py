"""A service grows old: its writers are asked once before and once when it is stale, and answer in one tap;
the group's next agenda knows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from corridor.catalogue.models import Service
from corridor.catalogue.upkeep.asking import ask_about_services
from corridor.kernel.agenda import Occasion, is_open_to_members, matters_for
from corridor.kernel.models import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.members.enums import SeatRole
from corridor.members.queries import viewer_of
from corridor.post.models import Letter, Question
from tests.conftest import seated

PAGE = "/en/hubs/nordlys/services/private-5g-on-your-quay/"


def old(service: Service, days: int) -> Service:
    """Right until so many days from today."""
    today = timezone.localdate()
    Service.objects.filter(pk=service.pk).update(
        good_until=today + timedelta(days=days), confirmed_at=timezone.now() - timedelta(days=365 - days)
    )
    service.refresh_from_db()
    return service


def links_to(person) -> dict[str, str]:
    letter = Letter.objects.filter(kind="service-still-right", to=person.email).latest("pk")
    found = re.findall(r"http\S+(/\w\w/answer/\S+/(yes|edit|withdraw)/)", letter.text)
    return {choice: path for path, choice in found}


def test_each_writer_is_asked_once_before_and_once_when_it_is_stale(anna, ben, carla, hub, service):
    delegate = seated("Dele", hub, SeatRole.DELEGATE)
    delegate.language = "de"
    delegate.save(update_fields=["language"])
    assert ask_about_services() == 0
    old(service, 31)
    assert ask_about_services() == 0
    old(service, 30)
    assert (ask_about_services(), ask_about_services()) == (2, 0)
    to = Letter.objects.filter(kind="service-still-right")
    assert set(to.values_list("to", "language")) == {("anna@example.org", "en"), ("dele@example.org", "de")}
    until = service.good_until
    assert ask_about_services(until) == 0  # on its last day it is still right
    assert (ask_about_services(until + timedelta(days=1)), ask_about_services(until + timedelta(days=9))) == (
        2,
        0,
    )
    assert "out of date now" in to.filter(to="anna@example.org").latest("pk").text


def test_yes_in_one_tap_without_signing_in_settles_it_for_all(eve, anna, hub, service):
    delegate = seated("Dele", hub, SeatRole.DELEGATE)
    old(service, 3)
    ask_about_services()
    yes = links_to(anna)["yes"]
    assert "Is “Private 5G on your quay” of Nordlys still right?" in eve.get(yes).content.decode()
    service.refresh_from_db()
    assert service.good_until == timezone.localdate() + timedelta(days=3)  # looking changed nothing
    assert eve.post(yes).status_code == 303
    service.refresh_from_db()
    assert service.good_until == Service.good_from(timezone.localdate())
    assert JournalEntry.objects.filter(verb="confirm-service", by=anna).count() == 1
    assert eve.post(links_to(delegate)["withdraw"]).status_code == 410
    assert ask_about_services() == 0


def test_edit_leads_to_the_form_and_withdraw_withdraws(eve, anna, service):
    old(service, 3)
    ask_about_services()
    said = eve.post(links_to(anna)["edit"], follow=True).content.decode()
    assert f"{PAGE}edit/" in said
    old(service, -2)
    ask_about_services()
    eve.post(links_to(anna)["withdraw"])
    service.refresh_from_db()
    assert service.is_withdrawn
    assert eve.get(PAGE).status_code == 200


def test_who_has_left_the_hub_has_no_say(eve, anna, service):
    old(service, 3)
    ask_about_services()
    anna.seats.all().delete()
    assert eve.post(links_to(anna)["yes"]).status_code == 404


def test_a_stale_one_waits_under_needs_you_now(browser_of, anna, ben, carla, service):
    def waits(person) -> list[str]:
        items = waiting_for(person, viewer_of(person))
        return [item.answers[0].url for item in items if item.kind == "stale-service"]

    old(service, 0)
    assert waits(anna) == []
    old(service, -1)
    assert waits(anna) == [f"{PAGE}confirmation/"]
    assert waits(ben) == waits(carla) == []
    assert browser_of(ben).post(f"{PAGE}confirmation/").status_code == 404
    response = browser_of(anna).post(f"{PAGE}confirmation/", {"then": "now"})
    assert (response.status_code, response["Location"]) == (303, "/en/now/")
    assert waits(anna) == []
    assert browser_of(anna).post(f"{PAGE}confirmation/")["Location"] == PAGE
    assert not Question.objects.exists()


@pytest.fixture
def offered(group):
    """What the sources offer for a meeting today."""

    def make(source: str, since: int = 30) -> list[tuple[str, str, str]]:
        today = timezone.localdate()
        occasion = Occasion(group.pk, 0, today, since=today - timedelta(days=since))
        found = [one for origin, one in matters_for(occasion) if origin.startswith(f"catalogue.{source}:")]
        return [(one.title, one.why, one.url) for one in found]

    return make


def test_the_next_agenda_knows_what_waits_what_is_old_and_what_is_new(
    hub, group, service, new_service, offered
):
    now = timezone.now()
    waiting = {"state": "draft", "submitted_at": now - timedelta(days=15)}
    draft = new_service(hub, slug="waits", title={"en": "Radio survey"}, **waiting)
    new_service(hub, slug="quick", state="draft", submitted_at=now - timedelta(days=13))
    new_service(hub, slug="own", audience="hub", shared_at=now)
    ((title, why, url),) = offered("reviews")
    assert (title, url) == (
        "Review of “Radio survey”",
        f"/en/smart-connectivity/services/reviews/{draft.pk}/",
    )
    assert "Nordlys submitted it on " in why
    assert [one[0] for one in offered("new")] == ["New service: Private 5G on your quay"]
    Service.objects.filter(pk=service.pk).update(shared_at=now - timedelta(days=31))
    assert offered("new") == offered("upkeep") == []
    old(service, -5)
    assert offered("upkeep")[0][0] == "Is “Private 5G on your quay” still right?"
    assert "counts as out of date since" in offered("upkeep")[0][1]
    old(service, 29)
    assert "should confirm it by" in offered("upkeep")[0][1]
    assert not is_open_to_members("catalogue.reviews:1")


def test_the_agenda_stays_short(hub, new_service, offered):
    for n in range(9):
        old(new_service(hub, slug=f"s{n}"), -n - 1)
    assert len(offered("upkeep")) == 6
    assert offered("upkeep")[-1][0] == "4 more services to be confirmed"
