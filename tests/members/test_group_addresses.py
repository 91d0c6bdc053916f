"""No group is made at an address where something else stands, now or in a later version."""

import pytest

from corridor.kernel.errors import Refused
from corridor.members.groups.actions import create_group
from corridor.members.groups.addresses import reserved
from corridor.members.groups.forms import GroupForm
from corridor.members.models import WorkingGroup
from tests.house.urls import routes


def first_parts():
    """Of every address of the installation that has a fixed first part, with and without language."""
    for route in routes():
        first = route.pattern.removeprefix("en/").partition("/")[0]
        if first and first.strip("-").replace("-", "").isalnum():
            yield first


def test_the_first_part_of_every_address_is_taken():
    taken = set(first_parts())
    assert taken >= {"search", "hubs", "vocabulary", "imports", "sign-in", "sign-out", "developers", "admin"}
    assert taken <= reserved()
    assert "smart-connectivity" not in reserved()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["hubs", "imports", "en", "admin"])
def test_a_group_cannot_be_made_there(olga, slug):
    with pytest.raises(Refused):
        create_group(by=olga, slug=slug, values={"name": {"en": "Hubs"}})
    form = GroupForm({"slug": slug, "name_en": "Hubs"})
    assert "slug" in form.errors
    assert not WorkingGroup.objects.exists()


@pytest.mark.django_db
def test_elsewhere_it_can(olga, eve):
    create_group(by=olga, slug="quantum", values={"name": {"en": "Quantum"}})
    assert eve.get("/en/quantum/").status_code == 200
