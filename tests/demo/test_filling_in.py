"""A stranger starts the demo, tries it, changes things, and starts it again."""

from __future__ import annotations

import pytest

from corridor.catalogue.models import Service, TestBed
from corridor.demo.actions import fill_in_demo
from corridor.meetings.models import Meeting
from corridor.members.models import (
    GroupMembership,
    GroupRole,
    Hub,
)
from corridor.members.signals import hubs_changed
from corridor.people.models import Person
from corridor.referrals.models import Need, Referral
from corridor.vocab.actions import load_reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    return tmp_path


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


def test_a_lost_data_folder_gives_a_new_password_that_works(data_folder):
    first = fill_in_demo()
    (data_folder / "demo-password").unlink()
    second = fill_in_demo()
    assert second.password != first.password
    assert second.sign_ins == first.sign_ins


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
    with django_assert_max_num_queries(325):
        fill_in_demo()
    with django_assert_max_num_queries(15):
        fill_in_demo()
