"""Olga operates the installation: she looks things up, and seats the first people."""

from __future__ import annotations

import pytest

from corridor.kernel.journal import JournalEntry
from corridor.members.models import GroupRole, Hub
from corridor.members.rules import may_import_hubs

pytestmark = pytest.mark.django_db
READ_ONLY = ["hub", "organisation", "workinggroup", "importrun"]


@pytest.mark.parametrize("table", READ_ONLY)
def test_the_tables_can_be_read_and_not_written(browser_of, olga, hub, table):
    browser = browser_of(olga)
    pages = [browser.get(f"/admin/members/{table}/"), browser.get(f"/admin/members/{table}/add/")]
    assert [page.status_code for page in pages] == [200, 403]


def test_a_hub_cannot_be_changed_behind_its_editors_back(browser_of, olga, hub):
    browser = browser_of(olga)
    assert browser.post(f"/admin/members/hub/{hub.pk}/change/", {"title": "x"}).status_code == 403
    assert browser.post(f"/admin/members/hub/{hub.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Hub.objects.get(pk=hub.pk).title == "Nordlys Digital Innovation Hub"


def test_olga_makes_anna_a_moderator_and_the_journal_says_so(browser_of, olga, anna, group):
    answer = browser_of(olga).post(
        "/admin/members/grouprole/add/",
        {
            "person": anna.pk,
            "group": group.pk,
            "role": "moderator",
            "basis": "elected",
            "since": "2026-01-01",
            "until": "",
        },
    )
    role = GroupRole.objects.get(person=anna)
    entry = JournalEntry.objects.get(verb="add-grouprole")
    assert answer.status_code == 302
    assert may_import_hubs(anna)
    assert (entry.by, entry.record_id, entry.after["role"]) == (olga, str(role.pk), "moderator")


def test_for_dora_there_is_no_admin(browser_of, dora):
    assert browser_of(dora).get("/admin/members/hub/")["Location"].startswith("/admin/login/")
