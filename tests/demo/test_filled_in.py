"""What a stranger finds in the demo once it is filled in, and what a second call leaves alone."""

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
    GroupRole,
    Hub,
    Organisation,
    Seat,
    WorkingGroup,
)
from corridor.members.queries import viewer_of
from corridor.people.models import Person
from corridor.referrals.models import Client, Need, Referral, ServiceRecord
from corridor.vocab.models import Term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_in")]


def everything() -> dict[str, list[tuple]]:
    """All rows of the rooms that the demo fills, as they are in the database."""
    rooms = ("members", "meetings", "catalogue", "referrals", "people")
    tables = [
        model for room in rooms for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]
    return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in tables}


def test_each_hub_has_partners_services_technologies_and_somebody_who_acts_for_it():
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
    assert set(Hub.objects.values_list("source", flat=True)) == {"demo"}
    assert set(Organisation.objects.values_list("is_fictional", flat=True)) == {True}
    assert set(Person.objects.values_list("is_fictional", flat=True)) == {True}


def test_every_row_passes_the_rules_of_its_form():
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


def test_a_second_call_changes_no_row_and_reports_the_same_sign_ins(filled_in):
    before, journal = everything(), JournalEntry.objects.count()
    second = fill_in_demo()
    assert everything() == before
    assert JournalEntry.objects.count() == journal
    assert second.created == {}
    assert (second.sign_ins, second.password) == (filled_in.sign_ins, filled_in.password)


def test_what_anna_has_edited_stays_and_what_she_removed_does_not_come_back():
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


def test_each_role_signs_in_and_sees_as_that_role(client, filled_in):
    people = [Person.objects.get(email=sign_in.email) for sign_in in filled_in.sign_ins]
    assert len(people) == 6
    for person in people:
        assert client.login(username=person.email, password=filled_in.password), person
    editor, alternate, other, moderator, observer, operator = people
    assert viewer_of(editor).hubs == viewer_of(alternate).hubs
    assert len(viewer_of(editor).hubs | viewer_of(other).hubs) == 2
    assert viewer_of(moderator).moderates == {WorkingGroup.objects.get(slug="smart-connectivity").pk}
    assert observer.group_roles.get().role == "observer"
    assert (operator.is_staff, operator.is_superuser) == (True, True)
    assert [person for person in people if person.is_staff] == [operator]


def test_nobody_else_of_the_demo_can_sign_in(filled_in):
    offered = {sign_in.email for sign_in in filled_in.sign_ins}
    others = Person.objects.exclude(email__in=offered)
    assert others.count() > 60
    assert [person for person in others if person.has_usable_password()] == []


def test_the_password_is_random_kept_and_for_its_owner_only(settings, filled_in):
    kept = settings.DATA_FOLDER / "demo-password"
    assert kept.read_text().strip() == filled_in.password
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(filled_in.password) >= 16


def test_a_sign_in_whose_password_was_changed_is_not_offered():
    anna = Person.objects.get(email="anna@dockwave.example.org")
    anna.set_password("something of her own")
    anna.save()
    assert "anna@dockwave.example.org" not in {sign_in.email for sign_in in fill_in_demo().sign_ins}
    anna.refresh_from_db()
    assert anna.check_password("something of her own")
