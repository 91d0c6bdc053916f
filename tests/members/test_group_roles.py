"""Roles have terms; whoever loses the last one loses what came with it; a group is never without a lead."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from corridor.kernel.errors import Conflict, Refused
from corridor.members.enums import MODERATORS, GroupRoleName, SeatRole
from corridor.members.groups.roles.actions import change_term, end_role, give_role
from corridor.members.models import GroupRole, Seat
from corridor.people.tokens.actions import make_token
from tests.conftest import SINCE

ROLES = "/en/smart-connectivity/roles/"

pytestmark = pytest.mark.django_db


def role_of(person) -> GroupRole:
    return GroupRole.objects.get(person=person)


def test_a_role_is_given_for_a_term_extended_and_ended(browser_of, dora, anna, group):
    today = timezone.localdate()
    page = browser_of(dora)
    given = {
        "address": "ANNA@example.org",
        "role": "co-moderator",
        "basis": "elected",
        "since": today.isoformat(),
        "until": (today + timedelta(days=30)).isoformat(),
        "language": "en",
    }
    assert page.post(ROLES, given).status_code == 303
    assert "ends soon" in page.get(ROLES).content.decode()
    role = role_of(anna)
    assert (role.basis, role.role) == ("elected", "co-moderator")
    assert page.post(ROLES, given).status_code == 422  # the same days again
    assert page.post(f"{ROLES}{role.pk}/", {"until": "2020-01-01"}).status_code == 422
    assert page.post(f"{ROLES}{role.pk}/", {"until": ""}).status_code == 303
    assert browser_of(anna).get("/en/smart-connectivity/settings/").status_code == 200
    assert page.post(f"{ROLES}{role.pk}/ending/", {"reason": "Moved on"}).status_code == 303
    assert page.post(f"{ROLES}{role.pk}/ending/").status_code == 409  # the back button
    assert browser_of(anna).get("/en/smart-connectivity/settings/").status_code == 404


def test_membership_ends_and_so_does_all_access(browser_of, dora, finn, group):
    """Case 9: sessions and tokens are dead at the next request."""
    session = browser_of(finn)
    assert "Finn" in session.get("/en/smart-connectivity/people/").content.decode()
    token, _ = make_token(by=finn, name="script", scopes=["read"], days=30)
    end_role(by=dora, role=role_of(finn))
    text = session.get("/en/smart-connectivity/people/").content.decode()
    assert "Finn" not in text
    assert "Sign in" in text
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_who_still_belongs_to_the_group_stays_signed_in(browser_of, dora, otto, hub, group):
    Seat.objects.create(person=otto, hub=hub, role=SeatRole.ALTERNATE, since=SINCE)
    session = browser_of(otto)
    end_role(by=dora, role=role_of(otto))
    assert "Sign out" in session.get("/en/smart-connectivity/").content.decode()


def test_the_last_moderator_needs_a_successor(dora, anna, group):
    today = timezone.localdate()
    with pytest.raises(Refused, match="no moderator"):
        end_role(by=dora, role=role_of(dora))
    with pytest.raises(Refused, match="no moderator"):
        change_term(by=dora, role=role_of(dora), until=today + timedelta(days=10))
    give_role(
        by=dora, group=group, person=anna, role=GroupRoleName.MODERATOR, since=today + timedelta(days=11)
    )
    change_term(by=dora, role=role_of(dora), until=today + timedelta(days=10))
    with pytest.raises(Refused, match="no moderator"):
        end_role(by=dora, role=role_of(dora))  # Anna is not there before eleven days
    assert role_of(dora).ended_at is None


def test_the_operators_table_keeps_the_last_moderator_too(browser_of, olga, dora, group):
    role = role_of(dora)
    address = f"/admin/members/grouprole/{role.pk}/change/"
    form = {
        "person": dora.pk,
        "group": group.pk,
        "role": "observer",
        "since": "2024-04-25",
        "basis": "appointed",
    }
    assert browser_of(olga).post(address, form).status_code == 422
    assert role_of(dora).role == "moderator"


@pytest.mark.django_db(transaction=True)
def test_two_moderators_leave_at_the_same_moment_and_one_stays(dora, cora, group):
    """Each sees the other still there; the group's row lets one go after the other (case 34)."""
    refused = []

    def leave(person):
        try:
            end_role(by=person, role=role_of(person))
        except Refused:
            refused.append(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(person,)) for person in (dora, cora)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert GroupRole.objects.current().filter(group=group, role__in=MODERATORS).count() == 1


def test_observers_send_nothing_that_changes_anything(
    browser_of, dora, cora, finn, otto, gil, tess, anna, group
):
    """Case 4: every unsafe address of the group answers those who look on with 404."""
    role = role_of(dora)
    unsafe = (
        "roles/",
        f"roles/{role.pk}/",
        f"roles/{role.pk}/ending/",
        "settings/mandate/",
        "settings/criteria/new/",
    )
    for person in (finn, otto, gil, tess, anna):
        page = browser_of(person)
        for address in unsafe:
            assert page.post(f"/en/{group.slug}/{address}", {"reason": "x"}).status_code == 404, address
    for person in (finn, otto, gil, anna):
        assert browser_of(person).post(f"/en/{group.slug}/settings/work-plan/new/").status_code == 404
    assert role_of(dora).ended_at is None


def test_ending_twice_is_told(dora, cora, group):
    role = role_of(cora)
    end_role(by=dora, role=role)
    with pytest.raises(Conflict):
        end_role(by=dora, role=role)


def test_strangers_are_invited_whether_they_have_an_account_or_not(browser_of, dora, carla, group):
    """Case 10: the answer for an account outside the network is that for no account at all."""
    from corridor.members.admission.models import Invitation

    Seat.objects.all().delete()  # Carla has an account, and nothing in the network any more
    today = timezone.localdate().isoformat()
    said = []
    for address in ("carla@example.org", "nobody@example.org"):
        given = {"address": address, "role": "guest", "basis": "appointed", "since": today, "language": "en"}
        page = browser_of(dora)
        answer = page.post(ROLES, given)
        said.append((answer.status_code, "invitation is on its way" in page.get(ROLES).content.decode()))
    assert said == [(303, True), (303, True)]
    assert Invitation.objects.filter(group=group, role="guest").count() == 2
    assert not GroupRole.objects.filter(person=carla).exists()
