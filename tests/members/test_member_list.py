"""The member list: hubs for everybody, names for the network, and for moderators a file."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

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
