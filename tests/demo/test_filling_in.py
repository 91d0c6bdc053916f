"""A stranger starts the demo, tries it, changes things, and starts it again."""

from __future__ import annotations

import stat
from datetime import date

import pytest
from django.apps import apps

from corridor.catalogue.models import Service, TestBed
from corridor.demo.actions import fill_in_demo
from corridor.kernel.journal import JournalEntry
from corridor.meetings.models import Meeting
from corridor.members.models import (
    GroupMembership,
    GroupRole,
    Hub,
    Organisation,
    Seat,
    WorkingGroup,
)
from corridor.members.queries import viewer_of
from corridor.members.signals import hubs_changed
from corridor.people.models import Person
from corridor.referrals.models import Client, Need, Referral, ServiceRecord
from corridor.vocab.actions import load_reference_data
from corridor.vocab.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    return tmp_path


def everything() -> dict[str, list[tuple]]:
    """All rows of the rooms that the demo fills, as they are in the database."""
    rooms = ("members", "meetings", "catalogue", "referrals", "people")
    tables = [
        model for room in rooms for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]
    return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in tables}


def test_the_first_call_makes_the_whole_network():
    created = fill_in_demo().created
    assert (Hub.objects.count(), created["hubs"]) == (60, 60)
    assert Hub.objects.values("country").distinct().count() >= 25
    assert GroupMembership.objects.filter(group__slug="smart-connectivity").count() == 35
    assert Meeting.objects.count() == 10
    assert Service.objects.filter(state="shared", audience="public").count() == 180
    assert TestBed.objects.count() == 22
    assert set(Service.objects.values_list("state", flat=True)) == {"draft", "shared", "withdrawn"}
    assert created["people"] == Person.objects.count()


def test_each_hub_has_partners_services_technologies_and_somebody_who_acts_for_it():
    fill_in_demo()
    for hub in Hub.objects.all():
        lists = set(hub.tags.values_list("term__list__name", flat=True))
        assert lists == {"technologies", "sectors", "service-tags"}, hub
        assert hub.partners.filter(role="coordinator").count() == 1, hub
        assert hub.partners.count() >= 2, hub
        shared = Service.objects.filter(hub=hub, state="shared", audience="public")
        assert shared.filter(category__list__name="service-categories").count() == 3, hub
        assert hub.concepts.count() >= 3, hub
        assert hub.seats.filter(role="editor").count() == 1, hub
    assert Term.objects.filter(list__in_force=False).count() == 0


def test_each_region_belongs_to_its_country():
    fill_in_demo()
    for hub in Hub.objects.select_related("region"):
        assert hub.region is not None, hub
        assert (hub.region.country_id, hub.region.level) == (hub.country_id, 3), hub
        served = hub.regions_served.values_list("code", "level")
        assert hub.region.code[:4] in {code for code, _ in served}, hub
        assert {level for _, level in served} == {2}, hub
    for organisation in Organisation.objects.select_related("region"):
        region = organisation.region
        assert region is None or region.country_id == organisation.country_id, organisation


def test_everything_says_that_it_is_fictional():
    fill_in_demo()
    assert set(Hub.objects.values_list("source", flat=True)) == {"demo"}
    assert set(Organisation.objects.values_list("is_fictional", flat=True)) == {True}
    assert set(Person.objects.values_list("is_fictional", flat=True)) == {True}


def test_every_row_passes_the_rules_of_its_form():
    fill_in_demo()
    asked = (Need, Client, Referral, ServiceRecord)
    for model in (
        Hub,
        Organisation,
        Service,
        TestBed,
        Person,
        WorkingGroup,
        Meeting,
        Seat,
        GroupRole,
        *asked,
    ):
        for row in model.objects.all():
            row.full_clean(exclude=["password"], validate_unique=False, validate_constraints=False)


def test_the_group_has_met_five_times():
    fill_in_demo()
    group = WorkingGroup.objects.get(slug="smart-connectivity")
    assert (group.slug, group.started_on) == ("smart-connectivity", date(2024, 4, 25))
    assert set(group.name) == set(group.mission) == set(group.description) == {"en", "fr", "de"}
    held = [
        (meeting.held_on.isoformat(), meeting.place, meeting.audience)
        for meeting in Meeting.objects.filter(held_on__year=2024)
    ]
    assert held == [
        ("2024-11-26", "Brussels", "public"),
        ("2024-10-10", "", "public"),
        ("2024-09-12", "", "public"),
        ("2024-06-06", "", "public"),
        ("2024-04-25", "", "public"),
    ]
    assert set(Meeting.objects.filter(held_on__year=2024).values_list("series__slug", flat=True)) == {
        "plenary"
    }
    others = Meeting.objects.exclude(held_on__year=2024)
    assert all("Invented for the demo." in meeting.note["en"] for meeting in others)
    assert "ADRA" in Meeting.objects.get(held_on="2024-10-10").title["en"]


def test_a_second_call_changes_no_row_and_reports_the_same_sign_ins():
    first = fill_in_demo()
    before, journal = everything(), JournalEntry.objects.count()
    second = fill_in_demo()
    assert everything() == before
    assert JournalEntry.objects.count() == journal
    assert second.created == {}
    assert (second.sign_ins, second.password) == (first.sign_ins, first.password)


def test_what_anna_has_edited_stays_and_what_she_removed_does_not_come_back():
    fill_in_demo()
    anna = Person.objects.get(email="anna@dockwave.example.org")
    hub = anna.seats.get().hub
    hub.description = {"en": "Now we only do barges."}
    hub.slug = "barges"
    hub.save()
    Service.objects.get(hub=hub, state="draft").delete()
    hub.tags.filter(term__code="Logistics").delete()
    Meeting.objects.get(held_on="2024-06-06").delete()
    Hub.objects.filter(slug="weidekracht").update(slug="weide")
    Person.objects.filter(email="bram@dockwave.example.org").update(email="bram@elsewhere.example.org")
    before = everything()
    assert fill_in_demo().created == {}
    assert everything() == before


def test_a_hub_that_carla_made_first_keeps_its_address_and_gets_no_strangers(norway):
    hers = Hub.objects.create(slug="dockwave", name="Hers", title="Hers", kind="DIH", country=norway)
    assert fill_in_demo().created["hubs"] == 59
    hers.refresh_from_db()
    assert (hers.name, hers.source) == ("Hers", "corridor")
    assert (hers.partners.count(), hers.seats.count()) == (0, 0)
    assert not Need.objects.filter(hub=hers).exists()
    assert not Referral.objects.filter(hub=hers).exists()


def test_somebody_who_took_a_sign_ins_address_gets_neither_role_nor_rights():
    eve = Person.objects.create_user("operator@network.example.org", "her own passphrase", name="Eve")
    mallory = Person.objects.create_user(
        "moderator@network.example.org", "another passphrase", name="Mallory"
    )
    result = fill_in_demo()
    eve.refresh_from_db()
    assert (eve.is_staff, eve.is_superuser, eve.check_password("her own passphrase")) == (False, False, True)
    assert mallory.group_roles.count() == 0
    assert {"moderator@network.example.org", "operator@network.example.org"} & {
        sign_in.email for sign_in in result.sign_ins
    } == set()


def test_an_existing_group_of_that_address_keeps_its_words(group):
    fill_in_demo()
    group.refresh_from_db()
    assert group.mission == {"en": "Connect what matters."}
    assert group.memberships.count() == 35
    assert GroupRole.objects.filter(group=group, role="moderator").count() == 2


def test_each_role_signs_in_and_sees_as_that_role(client):
    result = fill_in_demo()
    people = [Person.objects.get(email=sign_in.email) for sign_in in result.sign_ins]
    assert len(people) == 6
    for person in people:
        assert client.login(username=person.email, password=result.password), person
    editor, alternate, other, moderator, observer, operator = people
    assert viewer_of(editor).hubs == viewer_of(alternate).hubs
    assert len(viewer_of(editor).hubs | viewer_of(other).hubs) == 2
    assert viewer_of(moderator).moderates == {WorkingGroup.objects.get(slug="smart-connectivity").pk}
    assert observer.group_roles.get().role == "observer"
    assert (operator.is_staff, operator.is_superuser) == (True, True)
    assert [person for person in people if person.is_staff] == [operator]


def test_nobody_else_of_the_demo_can_sign_in():
    result = fill_in_demo()
    offered = {sign_in.email for sign_in in result.sign_ins}
    others = Person.objects.exclude(email__in=offered)
    assert others.count() > 60
    assert [person for person in others if person.has_usable_password()] == []


def test_the_password_is_random_kept_and_for_its_owner_only(data_folder):
    result = fill_in_demo()
    kept = data_folder / "demo-password"
    assert kept.read_text().strip() == result.password
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(result.password) >= 16


def test_a_lost_data_folder_gives_a_new_password_that_works(data_folder):
    first = fill_in_demo()
    (data_folder / "demo-password").unlink()
    second = fill_in_demo()
    assert second.password != first.password
    assert second.sign_ins == first.sign_ins


def test_a_sign_in_whose_password_was_changed_is_not_offered():
    fill_in_demo()
    anna = Person.objects.get(email="anna@dockwave.example.org")
    anna.set_password("something of her own")
    anna.save()
    assert "anna@dockwave.example.org" not in {sign_in.email for sign_in in fill_in_demo().sign_ins}
    anna.refresh_from_db()
    assert anna.check_password("something of her own")


def test_news_of_the_hubs_is_sent_once():
    heard: list[list[int]] = []

    def listen(ids, **news):
        heard.append(sorted(ids))

    hubs_changed.connect(listen)
    try:
        fill_in_demo()
        fill_in_demo()
    finally:
        hubs_changed.disconnect(listen)
    assert heard == [sorted(Hub.objects.values_list("pk", flat=True))]


def test_it_is_made_in_bulk(django_assert_max_num_queries):
    load_reference_data()
    with django_assert_max_num_queries(280):
        fill_in_demo()
    with django_assert_max_num_queries(15):
        fill_in_demo()
