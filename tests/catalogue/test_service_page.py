"""A service's page: whole, in the reader's language where it is written, honest where it is not."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from corridor.catalogue.models import CoProvider, TestBedSlot
from tests.catalogue.making import make_test_bed

PAGE = "/en/hubs/nordlys/services/private-5g-on-your-quay/"


def test_eve_reads_what_it_costs_and_what_she_gets(eve, service):
    page = eve.get(PAGE).content.decode()
    for told in (
        "free of charge",
        "without subsidy €12,000 per project",
        "Article 28",
        "A report and a costed plan.",
    ):
        assert told in page, told
    assert "Journal" not in page


def test_a_text_that_is_missing_in_her_language_is_shown_in_another_and_marked(eve, service):
    service.description = {"sv": "Sex veckors mätning.", "fi": "Kuuden viikon mittaus."}
    service.save()
    page = eve.get(PAGE).content.decode()
    assert "Not written in English yet; shown in Finnish." in page
    assert '<span lang="fi">Kuuden viikon mittaus.</span>' in page
    assert ">Sex veckors" not in page
    both = eve.get(f"{PAGE}?beside=sv").content.decode()
    assert "Kuuden viikon" in both
    assert "Sex veckors" in both
    assert eve.get(f"{PAGE}?beside=xx").status_code == 200
    assert "Not written in" not in eve.get(PAGE.replace("/en/", "/sv/")).content.decode()


def test_what_is_stale_or_withdrawn_says_so_and_keeps_its_page(eve, service):
    service.good_until = date(2026, 1, 1)
    service.save()
    assert "Ask whether it is still right." in eve.get(PAGE).content.decode()
    service.state, service.withdrawn_at, service.withdrawn_why = (
        "withdrawn",
        timezone.now(),
        "The crane is sold.",
    )
    service.save()
    page = eve.get(PAGE).content.decode()
    assert "The crane is sold." in page
    assert "noindex" in page


def test_a_test_bed_shows_bands_and_the_slots_to_come(eve, service):
    bed = make_test_bed(service, safety={"en": "Hard hat."}, remote_access=True)
    now = timezone.now()
    for days in (-3, 3, 9):
        start = now + timedelta(days=days)
        TestBedSlot.objects.create(test_bed=bed, starts_at=start, ends_at=start + timedelta(hours=4))
    response = eve.get(PAGE)
    assert [slot.starts_at > now for slot in response.context["slots"]] == [True, True]
    assert "n78 (3.4-3.8 GHz)" in response.content.decode()


def test_hubs_that_agreed_are_named_and_those_that_did_not_are_not(eve, service, vestas, other_hub):
    CoProvider.objects.create(service=service, hub=vestas, agreed=True, answered_at=timezone.now())
    CoProvider.objects.create(service=service, hub=other_hub)
    page = eve.get(PAGE).content.decode()
    assert "Vestas" in page
    assert "Sørvest" not in page
    vestas.audience = "hub"
    vestas.save()
    assert "Vestas" not in eve.get(PAGE).content.decode()


def test_a_service_is_never_more_public_than_its_hub(eve, browser_of, anna, carla, hub, service):
    hub.audience = "hub"
    hub.save()
    assert [browser_of(one).get(PAGE).status_code for one in (anna, carla)] == [200, 404]
    assert eve.get(PAGE).status_code == 404
