"""The member list: hubs for everybody, names for the network, and for moderators a file."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from corridor.members.contacts.models import ContactDetail
from corridor.members.models import GroupMembership, Hub
from corridor.people.consent import give_consent, withdraw_consent
from corridor.people.privacy.models import Consent
from tests.conftest import SINCE, seated

LIST = "/en/smart-connectivity/people/"

pytestmark = pytest.mark.django_db


def test_names_are_for_the_network(browser_of, eve, anna, ben, carla, dora, otto, olga, group):
    for person in (carla, otto):
        text = browser_of(person).get(LIST).content.decode()
        assert "Anna" in text
        assert "Dora" in text
        assert "hub editor" in text
    for page in (eve, browser_of(olga)):
        text = page.get(LIST).content.decode()
        assert "Nordlys" in text
        assert "Anna" not in text
        assert "Dora" not in text
        assert "Nordlys" not in page.get(LIST, {"q": "Anna"}).content.decode().split("<main", 1)[1]


def test_a_role_holder_who_agrees_is_named_to_everybody_until_they_no_longer_do(eve, dora, group):
    give_consent(by=dora, purpose="named-publicly", text="My name may be shown on the group's page.")
    assert "Dora" in eve.get(LIST).content.decode()
    withdraw_consent(by=dora, consent=Consent.objects.get(person=dora))
    assert "Dora" not in eve.get(LIST).content.decode()


def test_the_list_is_narrowed(browser_of, anna, ben, otto, hub, group, norway):
    far = Hub.objects.create(slug="far", name="Farhub", title="Farhub", kind="DIH", country_id="PT")
    GroupMembership.objects.create(group=group, hub=far, since=SINCE)
    seated("Filipa", far, "delegate")
    page = browser_of(otto)

    def hubs(**query) -> set[str]:
        text = page.get(LIST, query).content.decode()
        return {name for name in ("Nordlys", "Farhub") if f">{name}</a>" in text}

    assert hubs() == {"Nordlys", "Farhub"}
    assert hubs(country="PT") == {"Farhub"}
    assert hubs(role="delegate") == {"Farhub"}
    assert hubs(q="filip") == {"Farhub"}
    assert hubs(q="nordl") == {"Nordlys"}
    assert hubs(hub="nordlys") == {"Nordlys"}
    assert hubs(role="observer") == set()
    assert hubs(q="\x00", page="99") == {"Nordlys", "Farhub"}


def test_the_file_is_for_moderators_and_has_no_formulas(browser_of, dora, anna, otto, hub, group):
    """Case 20: a name that looks like a formula is a text."""
    anna.name = "=HYPERLINK(1)"
    anna.save()
    assert browser_of(otto).get(f"{LIST}export.xlsx").status_code == 404
    content = browser_of(dora).get(f"{LIST}export.xlsx").content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows())
    assert [cell.value for cell in rows[0]][:4] == ["Hub", "Country", "Member since", "Person"]
    cell = next(row[3] for row in rows if row[0].value == "Nordlys")
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert not any("@" in str(cell.value) for row in rows for cell in row)


def test_the_moderators_list_costs_the_same_for_one_hub_and_for_forty(
    browser_of, dora, anna, hub, group, norway
):
    page = browser_of(dora)
    page.get(LIST)
    with CaptureQueriesContext(connection) as few:
        page.get(LIST)
    for number in range(40):
        more = Hub.objects.create(
            slug=f"m{number}", name=f"M{number}", title=f"M{number}", kind="DIH", country=norway
        )
        GroupMembership.objects.create(group=group, hub=more, since=SINCE)
        seated(f"Person{number}", more, "editor")
    with CaptureQueriesContext(connection) as many:
        page.get(LIST)
    assert len(many) == len(few)


def test_contacts_are_shown_to_whom_their_owner_says(browser_of, anna, otto, carla, dora, hub, group):
    """Anna lets people who take part in her groups call her: Dora may, and those who look on may not."""
    consent = give_consent(by=anna, purpose="contact-phone", text="People of my groups may see my number.")
    ContactDetail.objects.create(
        person=anna, kind="phone", value="+47 555 0100", audience="group", consent=consent
    )
    shown = [b"+47 555 0100" in browser_of(one).get(LIST).content for one in (dora, otto, carla)]
    assert shown == [True, False, False]
    withdraw_consent(by=anna, consent=consent)
    assert b"+47 555 0100" not in browser_of(dora).get(LIST).content
