"""What ends, ends at the next request: seats, roles, memberships of hubs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from corridor.kernel.audience import Audience
from corridor.meetings.models import Meeting
from corridor.members.models import GroupMembership

EDIT = "/en/hubs/nordlys/edit/"
GROUP = "/en/smart-connectivity/"


@pytest.fixture
def among_us(group) -> Meeting:
    return Meeting.objects.create(
        group=group, held_on=date(2024, 9, 12), title={"en": "Among us"}, audience=Audience.GROUP
    )


def day(shift: int) -> date:
    return timezone.localdate() + timedelta(days=shift)


def sees_meeting(client) -> bool:
    return b"Among us" in client.get(GROUP).content


def test_annas_seat_ends_and_her_open_session_edits_nothing(browser_of, anna, among_us):
    client = browser_of(anna)
    assert (client.get(EDIT).status_code, sees_meeting(client)) == (200, True)
    anna.seats.update(until=day(0))
    assert client.get(EDIT).status_code == 200
    anna.seats.update(until=day(-1))
    assert (client.get(EDIT).status_code, client.post(EDIT, {}).status_code) == (404, 404)
    assert not sees_meeting(client)


def test_doras_role_ends_and_so_do_imports(browser_of, dora, among_us):
    client = browser_of(dora)
    assert client.get("/en/imports/hubs/").status_code == 200
    dora.group_roles.update(until=day(-1))
    assert client.get("/en/imports/hubs/").status_code == 404
    assert not sees_meeting(client)


@pytest.mark.parametrize(
    ("since", "until", "belongs"),
    [(-9, None, True), (-9, 0, True), (-9, 9, True), (-9, -1, False), (1, None, False), (0, 0, True)],
)
def test_a_hub_belongs_to_its_group_for_its_term(browser_of, anna, among_us, since, until, belongs):
    GroupMembership.objects.update(since=day(since), until=None if until is None else day(until))
    client = browser_of(anna)
    assert sees_meeting(client) is belongs
    assert client.get("/api/v1/hubs/nordlys").json()["groups"] == (["smart-connectivity"] if belongs else [])
    assert (b"Nordlys" in client.get(GROUP).content.partition(b"<main")[2]) is belongs
