"""Ben keeps a search. He is told once of what is new and fits, and never of what he may not see."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from corridor.catalogue.actions import announce
from corridor.catalogue.saved.models import SavedSearch
from corridor.catalogue.saved.rounds import tell_what_is_new
from corridor.members.models import Seat
from corridor.post.models import Letter

PAGE = "/en/account/searches/"


@pytest.fixture
def old(service):
    """There before Ben saves anything."""
    announce([service.pk])
    return service


@pytest.fixture
def bens(browser_of, ben, old):
    """Ben's search for "quay", saved with the button of the search page."""
    client = browser_of(ben)
    page = client.get("/en/search/?q=quay&price=free&utm=1").content.decode()
    query = re.search(r'name="query" value="([^"]*)"', page).group(1).replace("&amp;", "&")
    assert query == "q=quay&price=free"
    response = client.post(PAGE, {"query": query, "of": "all"})
    assert (response.status_code, response["Location"]) == (303, PAGE)
    return SavedSearch.objects.get(person=ben)


@pytest.fixture
def anna_shares(new_service, hub):
    """``anna_shares(slug, ...)``: a service that fits."""

    def share(slug="crane-network", **values):
        service = new_service(hub, slug=slug, title={"en": "Radio for cranes on the quay"}, **values)
        announce([service.pk])
        return service

    return share


def tomorrow():
    """The round of another day."""
    SavedSearch.objects.update(asked_on=timezone.localdate() - timedelta(days=1))
    Letter.objects.update(key="told")


def letters(person):
    return Letter.objects.filter(person=person, kind="saved-searches")


def test_ben_is_told_of_what_anna_shares_with_the_reasons_and_not_twice(bens, ben, anna_shares):
    assert tell_what_is_new() == 0
    anna_shares()
    tomorrow()
    assert tell_what_is_new() == 1
    letter = letters(ben).get()
    assert letter.subject == "1 new result for your searches"
    assert "Radio for cranes on the quay" in letter.text
    assert "/en/hubs/nordlys/services/crane-network/" in letter.text
    assert "Its text has your word “quay”." in letter.text
    assert "Private 5G" not in letter.text  # he saw that when he saved the search
    assert "List-Unsubscribe" in letter.headers
    tomorrow()
    assert tell_what_is_new() == 0
    assert letters(ben).count() == 1


def test_what_does_not_fit_is_not_told(bens, ben, new_service, hub, anna_shares):
    anna_shares("dear", list_price=9000, price=9000)  # he asked for what is free
    other = new_service(hub, slug="nis2", title={"en": "NIS2 course"}, description={}, summary={})
    announce([other.pk])
    assert tell_what_is_new() == 0


def test_what_ben_may_not_see_is_not_told_and_what_he_may_no_longer_see_neither(
    bens, ben, new_service, other_hub, anna_shares
):
    hidden = new_service(other_hub, slug="hidden", title={"en": "Quay survey"}, audience="hub")
    announce([hidden.pk])
    assert tell_what_is_new() == 0
    anna_shares(audience="hub")
    Seat.objects.filter(person=ben).update(since="2020-01-01", until="2020-12-31")
    tomorrow()
    assert tell_what_is_new() == 0
    assert not letters(ben).exists()


def test_one_mail_for_all_searches_of_a_person(bens, ben, browser_of, anna_shares):
    client = browser_of(ben)
    client.post(PAGE, {"query": "q=cranes", "of": "services"})
    anna_shares()
    assert tell_what_is_new() == 1
    text = letters(ben).get().text
    assert text.index("cranes") < text.index("quay")
    assert letters(ben).get().subject == "2 new results for your searches"


def test_ben_pauses_renames_and_deletes_and_carla_cannot(bens, ben, carla, browser_of, anna_shares):
    client, other = browser_of(ben), browser_of(carla)
    for path in ("", "pause/", "deletion/"):
        assert other.post(f"{PAGE}{bens.pk}/{path}", {"name": "x", "paused": "yes"}).status_code == 404
    assert "quay" not in other.get(PAGE).content.decode()
    hostile = "</li><script>alert(1)</script>"
    assert client.post(f"{PAGE}{bens.pk}/", {"name": hostile}).status_code == 303
    assert "&lt;script&gt;alert(1)" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{bens.pk}/", {"name": " "}).status_code == 422
    client.post(f"{PAGE}{bens.pk}/pause/", {"paused": "yes"})
    anna_shares()
    assert tell_what_is_new() == 0
    client.post(f"{PAGE}{bens.pk}/pause/", {"paused": "no"})
    assert tell_what_is_new() == 0  # he looked himself in the meantime
    anna_shares("second")
    tomorrow()
    assert tell_what_is_new() == 1
    assert client.post(f"{PAGE}{bens.pk}/deletion/").status_code == 303
    assert not SavedSearch.objects.exists()


def test_one_click_in_the_mail_stops_it_and_can_be_taken_back(bens, ben, eve, anna_shares):
    anna_shares()
    tell_what_is_new()
    link = re.search(r"<https?://[^/]+(/[^>]+)>", letters(ben).get().headers["List-Unsubscribe"]).group(1)
    assert eve.get(link).context["done"] is False  # although he wants no other mail
    eve.post(link, {"List-Unsubscribe": "One-Click"})
    bens.refresh_from_db()
    assert (bens.paused, bens.by_link) == (True, True)
    assert eve.get(link).context["done"] is True
    anna_shares("second")
    tomorrow()
    assert tell_what_is_new() == 0


def test_the_same_search_is_saved_once_and_nothing_is_not_saved(bens, ben, browser_of):
    client = browser_of(ben)
    client.post(PAGE, {"query": "price=free&q=quay&page=3", "of": "all"})
    assert SavedSearch.objects.count() == 1
    assert client.post(PAGE, {"query": "utm=1", "of": "all"}).status_code != 303
    for number in range(25):
        client.post(PAGE, {"query": f"q=word{number}", "of": "services"})
    assert SavedSearch.objects.count() == 20


def test_eve_is_offered_no_button_and_is_asked_to_sign_in(eve, old):
    assert "Save this search" not in eve.get("/en/search/?q=quay").content.decode()
    assert eve.post(PAGE, {"query": "q=quay"}).status_code == 302
    assert not SavedSearch.objects.exists()


def test_a_closed_account_is_not_written_to(bens, ben, anna_shares):
    ben.is_active = False
    ben.save()
    anna_shares()
    assert tell_what_is_new() == 0
