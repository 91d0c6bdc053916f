"""What a stranger sees first, and the group behind it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from corridor.kernel.audience import Audience
from corridor.meetings.models import Meeting
from corridor.members.models import GroupMembership
from tests.portal.conftest import Page


@pytest.fixture
def meeting(group):
    def make(days: int, title: str, audience: str = Audience.PUBLIC) -> Meeting:
        day = timezone.localdate() + timedelta(days=days)
        return Meeting.objects.create(group=group, held_on=day, title={"en": title}, audience=audience)

    return make


def test_home_counts_rows(group, new_hub, belgium, read):
    new_hub(1)
    new_hub(2, working_languages=["nl"], country=belgium)
    new_hub(3, audience=Audience.NETWORK, working_languages=["mt"])
    page = read("/en/")
    numbers = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert numbers == {"hubs": "2", "countries": "2", "working languages": "3"}


def test_home_stands_on_an_empty_installation(db, read):
    page = read("/en/")
    assert page.texts("h1") == ["What do you need?"]
    assert dict(zip(page.texts("dt"), page.texts("dd"), strict=True))["hubs"] == "0"


def test_the_next_meeting_is_the_nearest_to_come(group, meeting, read):
    meeting(20, "Later")
    meeting(3, "Sooner")
    meeting(-3, "Past")
    meeting(1, "Members only", Audience.GROUP)
    assert read("/en/").texts("li", "is-coming")[0].endswith("Sooner")


def test_no_meeting_is_said_in_so_many_words(group, read):
    assert "No meeting is announced at the moment." in read("/en/").texts("p")


def test_the_groups_page_tells_its_history(group, meeting, read):
    Meeting.objects.create(
        group=group,
        held_on=date(2024, 4, 25),
        title={"en": "Kick-off"},
        note={"en": "Hubs met."},
        audience="public",
    )
    meeting(5, "Workshop")
    page = read("/en/smart-connectivity/")
    assert page.texts("h1") == ["Smart Connectivity"]
    assert [(t["datetime"], t["text"]) for t in page.all("time")][-1] == ("2024-04-25", "25 April 2024")
    assert page.texts("h3") == ["Workshop", "Kick-off"]


def test_members_are_those_of_today(group, hub, other_hub, new_hub, read):
    GroupMembership.objects.create(group=group, hub=other_hub, since=date(2024, 1, 1), until=date(2024, 6, 1))
    GroupMembership.objects.create(group=group, hub=new_hub(1), since=date(2999, 1, 1))
    page = read("/en/smart-connectivity/")
    assert "1 member" in page.texts("h2")
    assert page.texts("ul", "ruled")[0].startswith("Nordlys")


def test_a_group_that_does_not_exist_is_not_found(group, client):
    assert client.get("/en/no-such-group/").status_code == 404


def test_thirty_members_cost_no_more_queries_than_one(group, hub, new_hub, count_queries):
    before = count_queries("/en/smart-connectivity/")
    for number in range(30):
        GroupMembership.objects.create(group=group, hub=new_hub(number), since=date(2024, 1, 1))
    assert count_queries("/en/smart-connectivity/") == before


def test_anna_leaves_by_a_form_and_eve_comes_back_to_her_page(group, anna, browser_of, read):
    page = browser_of(anna).get("/en/hubs/").content.decode()
    assert 'method="post" action="/en/sign-out/"' in page
    (link,) = [a for a in read("/en/hubs/?country=NO").all("a") if a["text"] == "Sign in"]
    assert link["href"] == "/en/sign-in/?next=%2Fen%2Fhubs%2F%3Fcountry%3DNO"


def links_of(client, address):
    return {(a["text"], a["href"]) for a in Page(client.get(address).content.decode()).all("a")}


def test_each_role_finds_its_own_desk_in_the_header(group, anna, ben, dora, olga, browser_of):
    desks = {
        ("Nordlys", "/en/hubs/nordlys/edit/"),
        ("Imports", "/en/imports/hubs/"),
        ("Operation", "/admin/"),
    }
    found = [links_of(browser_of(who), "/en/hubs/") & desks for who in (None, anna, ben, dora, olga)]
    assert found == [
        set(),
        {("Nordlys", "/en/hubs/nordlys/edit/")},
        set(),
        {("Imports", "/en/imports/hubs/")},
        {("Imports", "/en/imports/hubs/"), ("Operation", "/admin/")},
    ]


def test_only_its_editor_is_offered_to_edit_a_hub(hub, anna, carla, browser_of):
    offer = ("Edit this profile", "/en/hubs/nordlys/edit/")
    offered = [offer in links_of(browser_of(who), "/en/hubs/nordlys/") for who in (None, carla, anna)]
    assert offered == [False, False, True]
