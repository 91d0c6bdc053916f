"""A role passes on by dates; the night's job gives it once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from corridor.members.enums import SeatRole
from corridor.members.groups.rotations.actions import make_turns
from corridor.members.groups.rotations.dates import months_after, term_of_turn
from corridor.members.groups.rotations.models import Rotation
from corridor.members.models import GroupRole, Seat
from corridor.post.models import Notice
from tests.conftest import SINCE

ROTATIONS = "/en/smart-connectivity/rotations/"


def test_months_end_where_the_month_ends():
    assert months_after(date(2028, 8, 31), 6) == date(2029, 2, 28)
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert term_of_turn(date(2026, 12, 1), 6, 0) == (date(2026, 12, 1), date(2027, 5, 31))


@given(st.dates(date(2024, 1, 1), date(2060, 1, 1)), st.integers(1, 60), st.integers(0, 20))
def test_turns_leave_no_day_out_and_share_none(starts_on, months, position):
    _, ends = term_of_turn(starts_on, months, position)
    begins, _ = term_of_turn(starts_on, months, position + 1)
    assert begins == ends + timedelta(days=1)


@pytest.mark.django_db
def test_a_hub_and_then_a_person_take_the_role(browser_of, dora, anna, ben, hub, group, eve):
    """Nordlys first, by its delegate, then Dora; each turn is given once and both are told."""
    Seat.objects.create(person=ben, hub=hub, role=SeatRole.DELEGATE, since=SINCE)
    today = timezone.localdate()
    page = browser_of(dora)
    form = {"role": "co-moderator", "starts_on": today.isoformat(), "months": "6"}
    unknown = page.post(ROTATIONS, form | {"order": "Nordlys\nNowhere"})
    assert unknown.status_code == 422
    assert "Nowhere" in unknown.content.decode()
    assert page.post(ROTATIONS, form | {"order": "nordlys\n\ndora@example.org"}).status_code == 303
    assert make_turns() == 1
    assert make_turns() == 0
    role = GroupRole.objects.get(role="co-moderator")
    assert (role.person, role.basis, role.since) == (ben, "rotation", today)
    assert {notice.person for notice in Notice.objects.filter(kind="rotation-turn")} == {ben, dora}

    later = months_after(today, 6)
    with time_machine.travel(later, tick=False):
        assert make_turns() == 1
        now = GroupRole.objects.current().get(role="co-moderator", group=group)
        assert (now.person, now.since) == (dora, later)
        assert "ends" not in page.get(ROTATIONS).content.decode().split("<main")[0]


@pytest.mark.django_db
def test_a_hub_for_which_nobody_acts_is_tried_again(browser_of, dora, hub, group):
    today = timezone.localdate()
    form = {"role": "observer", "starts_on": today.isoformat(), "months": "1", "order": "Nordlys"}
    page = browser_of(dora)
    assert page.post(ROTATIONS, form).status_code == 303
    assert page.post(ROTATIONS, form).status_code == 422  # one rotation for a role
    assert make_turns() == 0
    assert "not given yet" in page.get(ROTATIONS).content.decode()
    rotation = Rotation.objects.get()
    assert page.post(f"{ROTATIONS}{rotation.pk}/stop/").status_code == 303
    assert make_turns() == 0
