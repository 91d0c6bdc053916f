"""Who takes part in the 1:1 meetings: joining, what people bring, who comes together, leaving."""

from __future__ import annotations

import pytest

from corridor.bilaterals.asking.actions import accept_ask, ask_for_meeting
from corridor.bilaterals.asking.ending import end_what_is_over
from corridor.bilaterals.enums import BilateralState
from corridor.bilaterals.models import Ask, Delegation, Entry, Profile
from corridor.bilaterals.profiles.delegations import form_delegation
from corridor.events.models import Registration
from corridor.people.privacy.actions import erase
from corridor.post.models import Letter
from tests.catalogue.making import make_service
from tests.referrals.making import make_need

from .making import new_profile, new_registration

pytestmark = pytest.mark.django_db
ME = "/en/smart-connectivity/events/summit/me/"
HOSTILE = "<script>alert(1)</script>{{ x }}"


@pytest.fixture(autouse=True)
def by_words_only(settings):
    settings.EMBEDDER = "none"


def said(**values):
    return {"languages": ["en"], "half": "either", "wants_suggestions": "on"} | values


def texts(browser, page: str) -> str:
    answer = browser.get(ME + page)
    assert answer.status_code == 200
    return answer.content.decode()


def test_ben_joins_and_only_those_who_joined_see_each_other(bilaterals, of_anna, browser_of, ben, anna):
    new_registration(bilaterals.event, "Ben", person=ben, email=ben.email)
    gil = new_registration(bilaterals.event, "Gil", consented_at=bilaterals.event.starts_at, is_listed=True)
    browser, slot = browser_of(ben), bilaterals.slots.first()
    assert "Everybody who takes part in the 1:1 meetings sees this profile" in texts(browser, "profile/")
    assert browser.get(f"{ME}people/").status_code == 404
    assert browser.post(f"{ME}profile/", said(languages=[])).status_code == 422
    words = said(headline=HOSTILE, away=[str(slot.pk)], languages=["de", "en"])
    assert browser.post(f"{ME}profile/", words).status_code == 303
    mine = Profile.objects.get(registration__person=ben)
    assert (mine.languages, list(mine.away.all()), mine.wants_suggestions) == (["en", "de"], [slot], True)
    seen = texts(browser_of(anna), "people/")
    assert "<script>alert" not in seen
    assert "&lt;script&gt;" in seen
    assert gil.name in seen
    assert ben.email not in seen + texts(browser_of(anna), f"people/{mine.pk}/")


def test_who_writes_at_the_same_time_sees_both_versions(of_anna, browser_of, anna):
    browser = browser_of(anna)
    assert browser.post(f"{ME}profile/", said(version=1, headline="Ports")).status_code == 303
    late = browser.post(f"{ME}profile/", said(version=1, headline="Fish"))
    assert late.status_code == 409
    assert "Ports" in late.content.decode()
    version = late.context["form"]["version"].value()
    assert browser.post(f"{ME}profile/", said(version=version, headline="Fish")).status_code == 303
    assert Profile.objects.get().headline == "Fish"


def test_typed_words_suggest_topics_that_count_once_ticked(of_anna, of_eve, browser_of, anna, opened_by):
    browser = browser_of(anna)
    entries = f"{ME}profile/entries/"
    words = {"kind": "request", "title": "A private 5G network", "text": f"For a port. {HOSTILE}"}
    made = browser.post(entries, words)
    entry = Entry.objects.get()
    assert made["Location"] == f"{entries}{entry.pk}/"
    page = browser.get(made["Location"]).content.decode()
    assert "private-5g-network" in page
    assert "<script>alert" not in page
    assert not entry.concepts.exists()
    assert browser.post(made["Location"], words | {"concepts": ["private-5g-network"]}).status_code == 303
    assert [one.slug for one in entry.concepts.all()] == ["private-5g-network"]
    eve = opened_by(of_eve)
    assert "A private 5G network" in texts(eve, f"people/{of_anna.pk}/")
    for page in (f"{entries}{entry.pk}/", f"{entries}{entry.pk}/removal/"):
        assert eve.post(page, words).status_code == 404
    assert browser.post(f"{entries}{entry.pk}/removal/").status_code == 303
    assert not Entry.objects.exists()


def test_in_one_tap_what_the_hub_has_and_she_may_see(group, hub, other_hub, of_anna, browser_of, anna):
    service, foreign = make_service(hub, group), make_service(other_hub, group, slug="robots")
    need, own = make_need(group, hub), make_need(group, hub, audience="hub", title="Only for us")
    browser = browser_of(anna)
    page = texts(browser, "profile/entries/")
    assert need.title in page
    assert own.title not in page
    taken = f"{ME}profile/entries/taken/"
    for source, key in (("service", service.pk), ("need", need.pk), ("need", need.pk)):
        assert browser.post(taken, {"source": source, "key": key}).status_code == 303
    for source, key in (("service", foreign.pk), ("need", own.pk), ("moon", 1)):
        assert browser.post(taken, {"source": source, "key": key}).status_code == 404
    assert sorted(Entry.objects.values_list("kind", "source")) == [("offer", "service"), ("request", "need")]


def test_a_stranger_who_names_a_hub_sees_what_is_public(group, hub, of_eve, opened_by):
    Registration.objects.filter(pk=of_eve.registration_id).update(hub=hub)
    make_service(hub, group)
    need = make_need(group, hub)
    assert need.title not in texts(opened_by(of_eve), "profile/entries/")


def test_people_of_a_hub_come_together_and_organisers_form_delegations(
    bilaterals, hub, of_anna, of_eve, browser_of, anna, ben, dora, opened_by
):
    second = new_profile(bilaterals, "Ben", person=ben, email=ben.email, hub=hub)
    for one in (anna, ben):
        assert browser_of(one).post(f"{ME}delegation/").status_code == 303
    assert Delegation.objects.get().name == "Nordlys"
    assert Delegation.objects.get().profiles.count() == 2
    Registration.objects.filter(pk=of_eve.registration_id).update(hub=hub)
    assert opened_by(of_eve).post(f"{ME}delegation/").status_code == 404  # anybody can name a hub
    page, by_dora = ME.replace("me/", "delegations/"), browser_of(dora)
    assert browser_of(anna).get(page).status_code == 404
    gil = new_profile(bilaterals, "Gil")
    assert by_dora.post(page, {"name": "Brest", "people": [of_eve.pk]}).status_code == 422
    assert by_dora.post(page, {"name": "Brest", "people": [of_eve.pk, second.pk]}).status_code == 422
    assert by_dora.post(page, {"name": HOSTILE, "people": [of_eve.pk, gil.pk]}).status_code == 303
    made = Delegation.objects.latest("pk")
    assert "<script>alert" not in by_dora.get(page).content.decode()
    assert by_dora.post(f"{page}{made.pk}/dissolution/").status_code == 303
    assert browser_of(anna).post(f"{ME}delegation/").status_code == 303  # she leaves it
    assert list(Delegation.objects.get().profiles.all()) == [second]


def test_eve_leaves_and_what_she_asked_or_agreed_ends(bilaterals, of_anna, of_carla, of_eve, opened_by, dora):
    gil, tess = (new_profile(bilaterals, name) for name in ("Gil", "Tess"))
    form_delegation(by=dora, bilaterals=bilaterals, name="Brest", people=[of_eve.pk, gil.pk])
    asked, got = ask_for_meeting(by=of_eve, to=of_anna), ask_for_meeting(by=of_carla, to=of_eve)
    shared = accept_ask(by=of_eve, ask=ask_for_meeting(by=tess, to=of_eve))
    Profile.objects.filter(pk=gil.pk).update(delegation=None)
    alone = accept_ask(by=of_eve, ask=ask_for_meeting(by=new_profile(bilaterals, "Finn"), to=of_eve))
    assert opened_by(of_eve).post(f"{ME}profile/leaving/").status_code == 303
    states = dict(Ask.objects.values_list("pk", "state"))
    assert (states[asked.pk], states[got.pk]) == ("withdrawn", "declined")
    shared.refresh_from_db()
    alone.refresh_from_db()
    assert (shared.state, set(shared.people.all())) == (BilateralState.AGREED, {gil, tess})
    assert alone.state == BilateralState.CANCELLED
    assert Letter.objects.get(kind="meeting-ended").to == "finn@visitors.example"
    browser = opened_by(of_eve)
    assert browser.get(f"{ME}people/").status_code == 404
    assert browser.post(f"{ME}profile/", said()).status_code == 303  # and she may come back
    assert browser.get(f"{ME}people/").status_code == 200


def test_who_is_erased_takes_no_part_and_those_they_met_are_told(
    of_anna, of_carla, of_eve, anna, settings, tmp_path
):
    settings.DATA_FOLDER = tmp_path
    Entry.objects.create(profile=of_anna, kind="offer", title="Ports")
    accept_ask(by=of_anna, ask=ask_for_meeting(by=of_eve, to=of_anna))
    ask_for_meeting(by=of_anna, to=of_carla, reason="Call me: 555 0100")
    erase(anna, by=anna)
    assert not Ask.objects.filter(reason__contains="555").exists()
    assert not Entry.objects.exists()
    end_what_is_over()
    assert Letter.objects.get(kind="meeting-ended").to == of_eve.registration.email
    assert not of_eve.meetings.filter(state=BilateralState.AGREED).exists()
    assert not Ask.objects.filter(state="sent").exists()
