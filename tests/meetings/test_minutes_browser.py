"""In Chromium: two people type the same passage at once, and neither loses a word or the place (case 34)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from corridor.kernel.i18n.fields import clean_text
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.agenda.outcomes import begin_item
from corridor.meetings.minutes import actions
from corridor.meetings.minutes.models import Clash
from tests.conftest import CHROMIUM
from tests.house.hostile import MUTATING

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
def clashes(passage, anna, ben) -> list[str]:
    """Anna and Ben write hostile words into the same paragraphs."""
    whole = "\n\n".join(f"{number}." for number in range(len(MUTATING)))
    actions.save_passage(by=anna, passage=passage, base=passage.text, text=whole)
    for person, words in ((anna, MUTATING), (ben, reversed(MUTATING))):
        lines = [f"{number}. {clean_text(text)}" for number, text in enumerate(words)]
        actions.save_passage(by=person, passage=passage, base=whole, text="\n\n".join(lines))
    return [one for clash in Clash.objects.filter(passage=passage) for one in (clash.theirs, clash.mine)]


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
    expect(ben.page.get_by_role("button", name="Keep the second")).to_have_count(0)
    anna.reads(f"{start}\n\n{end} No.", after=POLL)
    assert anna.complaints + ben.complaints == []


def test_case_16_hostile_words_on_both_sides_of_a_clash_do_nothing(
    live_server, coming, clashes, cookies, chromium
):
    """Where two versions are shown, in the fields for other words, and in what the script writes anew."""
    address = f"/en/smart-connectivity/meetings/{coming.pk}/live/"
    ben = Writer(chromium, live_server.url, address, cookies["Ben"])
    ben.page.on("dialog", lambda dialog: ben.complaints.append(dialog.message))
    assert len(clashes) > len(MUTATING)
    assert ben.page.locator(".clash .said").all_text_contents() == clashes
    for details in ben.page.locator(".clash details").all():
        details.locator("summary").click()
        details.get_by_role("textbox").focus()
    ben.types(f" {MUTATING[5]}", at="Control+End")
    ben.is_told("saved")
    ben.page.get_by_role("button", name="Keep both as they are").first.click()
    expect(ben.page.locator(".clash")).to_have_count(len(clashes) // 2 - 1)
    expect(ben.page.locator("[onerror], [onload], [onfocus], main math, main template")).to_have_count(0)
    assert ben.complaints == []
