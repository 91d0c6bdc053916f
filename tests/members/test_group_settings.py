"""Dora and Cora edit what the group says of itself; Tess helps with the work plan; others look on."""

from __future__ import annotations

from datetime import date

import pytest

from corridor.kernel.journal import JournalEntry
from corridor.members.admission.actions import decline
from corridor.members.admission.models import CriterionAnswer
from corridor.members.groups.actions import add_criterion
from corridor.members.groups.models import Criterion, Mandate, Milestone
from tests.members.test_admission import application_of

SETTINGS = "/en/smart-connectivity/settings/"

pytestmark = pytest.mark.django_db


def test_a_mandate_in_two_languages_and_a_lost_update(browser_of, dora, cora, group):
    """Dora writes English and adds Polish; Cora, who opened the page before, sees both versions (case 34)."""
    page, late = browser_of(dora), browser_of(cora)
    assert page.get(f"{SETTINGS}mandate/").status_code == 200
    wrote = {
        "version": "1",
        "mission_en": "Connect what matters.",
        "text_en": "Two years of joint test beds.",
        "new_language": "pl",
        "text_new": "Dwa lata wspólnych stanowisk testowych.",
        "valid_from": "2026-01-01",
        "valid_until": "2027-12-31",
        "contact": "group@network.example.org",
    }
    assert page.post(f"{SETTINGS}mandate/", wrote).status_code == 303
    mandate = Mandate.objects.get(group=group)
    assert mandate.text["pl"].startswith("Dwa lata")
    assert (mandate.version, mandate.valid_until) == (2, date(2027, 12, 31))

    answer = late.post(f"{SETTINGS}mandate/", wrote | {"text_en": "Another sentence."})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Two years of joint test beds." in text
    assert "Another sentence." in text
    assert Mandate.objects.get(group=group).text["en"] == "Two years of joint test beds."
    again = wrote | {
        "version": "2",
        "text_en": "Another sentence.",
        "text_pl": "Dwa lata.",
        "new_language": "",
    }
    assert late.post(f"{SETTINGS}mandate/", again | {"text_new": ""}).status_code == 303
    assert Mandate.objects.get(group=group).text == {"en": "Another sentence.", "pl": "Dwa lata."}
    entries = JournalEntry.objects.filter(record_type="members.mandate", verb="edit-mandate")
    assert [entry.by for entry in entries] == [cora, dora]
    assert entries[0].before["text"]["en"] == "Two years of joint test beds."


def test_criteria_are_added_moved_and_removed(browser_of, dora, group):
    page = browser_of(dora)
    for text in ("A test bed", "A named delegate"):
        answer = page.post(f"{SETTINGS}criteria/new/", {"text_en": text, "is_required": "on"})
        assert answer.status_code == 303
    bed, delegate = Criterion.objects.filter(group=group)
    page.post(f"{SETTINGS}criteria/{delegate.pk}/move/", {"earlier": "1"})
    assert list(Criterion.objects.filter(group=group)) == [delegate, bed]
    page.post(f"{SETTINGS}criteria/{delegate.pk}/removal/")
    assert list(Criterion.objects.filter(group=group)) == [bed]
    empty = page.post(f"{SETTINGS}criteria/{bed.pk}/", {"version": "1", "text_en": " "})
    assert empty.status_code == 422
    assert "at least one language" in empty.content.decode()


def test_a_criterion_that_was_answered_stays(browser_of, dora, group):
    """While moderators check an answer its criterion cannot go; later its words are in the file."""
    criterion = add_criterion(by=dora, group=group, values={"text": {"en": "A test bed"}})
    application = application_of(group)
    answer = CriterionAnswer.objects.create(
        application=application, criterion=criterion, position=0, text=criterion.text, is_required=True,
        answer="A ferry.",
    )  # fmt: skip
    browser, removal = browser_of(dora), f"{SETTINGS}criteria/{criterion.pk}/removal/"
    refused = browser.post(removal)
    assert refused.status_code == 422
    assert "already answered this criterion" in refused.content.decode()
    assert Criterion.objects.filter(pk=criterion.pk).exists()

    decline(by=dora, application=application, reason="No.")
    assert browser.post(removal).status_code == 303
    assert not Criterion.objects.exists()
    answer.refresh_from_db()
    assert (answer.criterion, answer.text, answer.answer) == (None, {"en": "A test bed"}, "A ferry.")
    file = browser.get(f"/en/smart-connectivity/applications/{application.pk}/").content.decode()
    assert "A test bed" in file


def test_a_milestone_says_what_it_is(browser_of, tess, group, eve):
    """Tess, of the support team, plans; done needs a day; late follows from the date."""
    page = browser_of(tess)
    plan = {"title_en": "First joint test", "due_on": "2024-06-30", "state": "planned"}
    assert page.post(f"{SETTINGS}work-plan/new/", plan).status_code == 303
    milestone = Milestone.objects.get(group=group)
    assert milestone.is_late()
    done = plan | {"version": "1", "state": "done"}
    address = f"{SETTINGS}work-plan/{milestone.pk}/"
    assert page.post(address, done).status_code == 422
    bad = page.post(address, done | {"done_on": "2024-06-29", "evidence": "javascript:alert(1)"})
    assert bad.status_code == 422
    good = done | {"done_on": "2024-06-29", "evidence": "https://example.org/report"}
    assert page.post(address, good).status_code == 303
    milestone.refresh_from_db()
    assert not milestone.is_late()
    assert "First joint test" in eve.get("/en/smart-connectivity/").content.decode()


def test_moderators_of_one_group_have_nothing_in_another(browser_of, dora, group):
    """Ids of another group's records in the address lead nowhere (case 2)."""
    from corridor.members.models import WorkingGroup

    other = WorkingGroup.objects.create(slug="ai", name={"en": "AI"})
    theirs = Criterion.objects.create(group=other, text={"en": "Theirs"})
    page = browser_of(dora)
    assert page.post("/en/ai/settings/criteria/new/", {"text_en": "x"}).status_code == 404
    swapped = page.post(f"{SETTINGS}criteria/{theirs.pk}/", {"version": "1", "text_en": "Mine"})
    assert swapped.status_code == 404
    theirs.refresh_from_db()
    assert theirs.text == {"en": "Theirs"}
