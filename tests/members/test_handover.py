"""Dora hands over to Anna: nothing stays in one head, and access moves in one step."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from corridor.members.groups.handovers.models import Handover, HandoverItem
from corridor.members.groups.handovers.moving import move_due
from corridor.members.groups.models import Milestone
from corridor.members.groups.roles.actions import end_role
from corridor.members.models import GroupRole
from corridor.post.models import Notice

HANDOVER = "/en/smart-connectivity/handover/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(group):
    today = timezone.localdate()
    Milestone.objects.create(group=group, title={"en": "Annual report"}, due_on=today + timedelta(days=20))


@pytest.fixture
def begun(browser_of, dora, anna, group, plan) -> Handover:
    day = timezone.localdate() + timedelta(days=10)
    form = {"role": dora.group_roles.get().pk, "successor": "anna@example.org", "on_date": day.isoformat()}
    assert browser_of(dora).post(HANDOVER, form).status_code == 303
    return Handover.objects.get()


def moderators(group) -> set[str]:
    current = GroupRole.objects.current().filter(group=group, role="moderator")
    return set(current.values_list("person__name", flat=True))


def test_the_page_leads_through_it_and_the_day_moves_the_access(
    browser_of, dora, anna, tess, otto, begun, group
):
    page, address = browser_of(dora), f"{HANDOVER}{begun.pk}/"
    text = page.get(address).content.decode()
    assert "Annual report" in text
    assert "nobody yet" in text
    collected = HandoverItem.objects.count()
    item = HandoverItem.objects.get(key__startswith="milestone:")
    taken = {"taker": tess.pk, "note": "Ask the hubs in March", "is_done": ""}
    assert page.post(f"{address}items/{item.pk}/", taken).status_code == 303
    assert page.post(f"{address}items/{item.pk}/", taken | {"taker": otto.pk}).status_code == 404
    assert page.post(f"{address}items/", {"title": "The key of the drawer"}).status_code == 303
    assert page.post(f"{address}links/", {"title": "x", "url": "javascript:alert(1)"}).status_code == 422
    assert (
        page.post(f"{address}links/", {"title": "Minutes", "url": "https://example.org/m"}).status_code == 303
    )
    page.post(f"{address}collection/")
    assert HandoverItem.objects.count() == collected + 1
    assert HandoverItem.objects.get(pk=item.pk).note == "Ask the hubs in March"

    # Anna reads it, and is no moderator before the day; Otto does not even see it.
    assert browser_of(anna).get(address).status_code == 200
    assert browser_of(anna).post(f"{address}completion/").status_code == 404
    assert browser_of(otto).get(address).status_code == 404
    assert move_due() == 0
    assert moderators(group) == {"Dora"}
    with time_machine.travel(begun.on_date, tick=False):
        assert move_due() == 1
        assert move_due() == 0
        assert moderators(group) == {"Anna"}
        assert browser_of(anna).get("/en/smart-connectivity/settings/").status_code == 200
        assert page.get("/en/smart-connectivity/settings/").status_code == 302  # nothing left: signed out
    told = Notice.objects.filter(kind="handover-done")
    assert {notice.person.name for notice in told} >= {"Anna", "Dora", "Tess", "Otto"}


def test_two_write_notes_and_nothing_is_lost(browser_of, dora, cora, begun):
    address = f"{HANDOVER}{begun.pk}/"
    form = {"version": "1", "notes": "From Dora", "on_date": begun.on_date.isoformat()}
    assert browser_of(dora).post(address, form).status_code == 303
    answer = browser_of(cora).post(address, form | {"notes": "From Cora"})
    assert answer.status_code == 409
    assert "From Cora" in answer.content.decode()
    begun.refresh_from_db()
    assert begun.notes == "From Dora"


def test_it_can_be_cancelled_and_then_nothing_moves(browser_of, dora, begun, group):
    address = f"{HANDOVER}{begun.pk}/"
    assert browser_of(dora).post(f"{address}cancellation/").status_code == 303
    assert browser_of(dora).post(f"{address}cancellation/").status_code == 409
    with time_machine.travel(begun.on_date, tick=False):
        assert move_due() == 0
        assert moderators(group) == {"Dora"}


def test_somebody_who_left_suddenly_is_followed_at_once(browser_of, dora, cora, anna, olga, begun, group):
    """Cora, or the operator, moves the access today, whatever day was planned."""
    assert browser_of(olga).get(HANDOVER).status_code == 200
    assert browser_of(cora).post(f"{HANDOVER}{begun.pk}/completion/").status_code == 303
    assert moderators(group) == {"Anna"}


def test_what_cannot_be_made_says_why_and_changes_nothing(dora, cora, anna, begun, group):
    """Anna has a term of her own a little later: the two would overlap, and Dora keeps her role."""
    GroupRole.objects.create(
        person=anna, group=group, role="moderator", since=begun.on_date + timedelta(days=3)
    )
    with time_machine.travel(begun.on_date, tick=False):
        assert move_due() == 0
    begun.refresh_from_db()
    assert "already" in begun.trouble
    assert dora.group_roles.get().ended_at is None
    end_role(by=cora, role=dora.group_roles.get())


def test_it_begins_only_with_what_can_be(browser_of, dora, anna, group):
    page, role = browser_of(dora), dora.group_roles.get().pk
    today = timezone.localdate()
    good = {"role": role, "successor": "anna@example.org", "on_date": today.isoformat()}
    yesterday = (today - timedelta(days=1)).isoformat()
    wrong = ({"on_date": yesterday}, {"successor": "dora@example.org"}, {"successor": "eve@example.org"})
    for change in wrong:
        assert page.post(HANDOVER, good | change).status_code == 422
    assert page.post(HANDOVER, good).status_code == 303
    assert page.post(HANDOVER, good).status_code == 422
