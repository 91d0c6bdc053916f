"""In Chromium: two people type the same passage at once, and neither loses a word or the place (case 34)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.agenda.outcomes import begin_item
from corridor.meetings.minutes import actions
from tests.conftest import CHROMIUM

from .writers import PAUSE, POLL, RETRY, Writer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]


@pytest.fixture
def passage(dora, coming):
    item = AgendaItem.objects.create(meeting=coming, title="The port of Narvik", minutes=10)
    actions.open_meeting(by=dora, meeting=coming)
    begin_item(by=dora, item=item)
    made = coming.minutes.passages.get(item=item)
    actions.save_passage(by=dora, passage=made, base="", text="First.\n\nSecond.")
    return made


@pytest.fixture
def cookies(browser_of, anna, ben) -> dict[str, str]:
    return {one.name: browser_of(one).cookies["sessionid"].value for one in (anna, ben)}


@pytest.fixture
def writers(live_server, coming, passage, cookies, chromium) -> list[Writer]:
    address = f"/en/smart-connectivity/meetings/{coming.pk}/live/"
    return [Writer(chromium, live_server.url, address, cookies[name]) for name in ("Anna", "Ben")]


def test_two_people_type_at_once_in_the_same_passage(writers):
    """Anna above and Ben below; Anna loses the connection for a while; then both in one paragraph."""
    anna, ben = writers
    expect(anna.page.locator("[data-left]")).to_have_text(re.compile(r"^\d+:\d\d$"))
    anna.types("Anna begins. ", at="Control+Home")
    ben.types(" Ben ends.", at="Control+End")
    anna.is_told("saved")
    expect(anna.state).to_have_text(re.compile(r"^saved \d\d:\d\d:\d\d$"))
    both = "Anna begins. First.\n\nSecond. Ben ends."
    ben.reads(both, after=PAUSE)
    assert ben.caret == len(both)  # it moved with his words
    anna.reads(both, after=POLL)
    assert anna.caret == len("Anna begins. ")

    anna.context.set_offline(offline=True)
    anna.types("Offline. ")
    anna.is_told("no connection")
    ben.types(" More.")
    ben.is_told("saved")
    anna.context.set_offline(offline=False)
    start, end = "Anna begins. Offline. First.", "Second. Ben ends. More."
    anna.reads(f"{start}\n\n{end}", after=RETRY)
    anna.complaints.clear()  # the browser itself tells of the lost connection

    ben.reads(f"{start}\n\n{end}", after=POLL)
    anna.types(" Yes.", at="Control+End")
    ben.types(" No.", at="Control+End")
    anna.is_told("saved")
    ben.is_told("Both versions stand in the text")
    ben.reads(f"{start}\n\n{end} Yes.\n\n{end} No.")
    ben.page.goto(ben.page.url)
    ben.page.get_by_role("button", name="Keep the second").click()
    ben.reads(f"{start}\n\n{end} No.")
    assert ben.page.get_by_role("button", name="Keep the second").count() == 0
    anna.reads(f"{start}\n\n{end} No.", after=POLL)
    assert anna.complaints + ben.complaints == []
