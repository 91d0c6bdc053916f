"""In Chromium: from "when can we meet?" to the next agenda, with nobody retyping anything (issue 4).

The worker's part is done by calling its jobs; calendars and mail programs answer through the maildir. Time is
moved by the dates in the rows, since the database's clock cannot be.
"""

from __future__ import annotations

import mailbox
import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from corridor.meetings.enums import MinutesState
from corridor.meetings.minutes.models import Minutes
from corridor.meetings.minutes.tasks import approve_minutes
from corridor.meetings.models import Action, Meeting
from corridor.meetings.registers.actions import note_action
from corridor.members.models import GroupMembership
from corridor.post.enums import Arrival
from corridor.post.models import InboundMail, Letter
from corridor.post.tasks import read_inbox
from tests.conftest import CHROMIUM

from .invited import DOMAIN, reply_to
from .writers import POLL, Writer, meanwhile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]
GROUP = "/en/smart-connectivity"
FOUR = {"Luísa": "Lisbon", "Bram": "Brussels", "Helmi": "Helsinki", "Teresa": "Canary"}


@pytest.fixture
def people(anna, ben, dora, seven_hubs) -> dict:
    """Nordlys and six more hubs: seven that vote. Madrid has left the group."""
    GroupMembership.objects.filter(hub=seven_hubs[6].hub).delete()
    others = {one.person.name: one.person for one in seven_hubs[:6]}
    return {"Anna": anna, "Ben": ben, "Dora": dora} | others


@pytest.fixture
def three_actions(people, series, mail) -> list[Action]:
    """What the last plenary left open."""
    day = timezone.localdate() - timedelta(days=30)
    last = Meeting.objects.create(
        group=series.group, series=series, held_on=day, title={"en": "Last plenary"}
    )
    wanted = {"Map the ports": "Helmi", "Ask the ferry company": "Anna", "Write the call": "Bram"}
    return [
        note_action(by=people["Dora"], meeting=last, text=text, owner=people[name])
        for text, name in wanted.items()
    ]


@pytest.fixture
def mail(settings, live_server, tmp_path):
    """``mail(raw)``: it arrives, and the worker reads it."""
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.INBOX = live_server.url, DOMAIN, tmp_path / "in"
    box = mailbox.Maildir(settings.INBOX, create=True)

    def arrive(raw: bytes) -> str:
        box.add(raw)
        read_inbox(0)
        return InboundMail.objects.latest("id").arrival

    return arrive


@pytest.fixture
def cookies(browser_of, people) -> dict[str, str]:
    return {name: browser_of(one).cookies["sessionid"].value for name, one in people.items()}


@pytest.fixture
def window(live_server, cookies, chromium):
    """``window("Dora")`` is a page of hers, signed in; ``window()`` belongs to somebody who is not."""

    def of(name: str = "") -> Page:
        context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        if name:
            context.add_cookies([{"name": "sessionid", "value": cookies[name], "url": live_server.url}])
        context.set_default_timeout(10_000)
        return context.new_page()

    return of


def letter_to(person, kind: str) -> Letter:
    return Letter.objects.get(kind=kind, to=person.email)


def in_words(letter: Letter, text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = letter.to, letter.headers["Reply-To"]
    message["Message-ID"] = f"<{letter.pk}@there.example>"
    message.set_content(text)
    return message.as_bytes()


def link_in(person, kind: str, path: str) -> str:
    found = re.search(rf"http\S+{path}", letter_to(person, kind).text)
    assert found, path
    return found[0]


def press(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("button", name=name).first.click()


def test_from_the_poll_to_the_next_agenda(live_server, people, three_actions, mail, cookies, window):
    dora, codes = window("Dora"), [one.code for one in three_actions]
    pages = a_date_is_looked_for(dora)
    those_asked_answer(window, mail, people)
    the_date_is_fixed(dora)
    ben_declines_from_his_calendar(dora, pages, mail, people)
    the_agenda_proposes_itself(dora, pages, codes)
    minutes_are_typed_by_two(dora, pages, live_server.url, cookies)
    seven_hubs_vote(dora, pages, window, cookies)
    one_action_is_done(window, people)
    minutes_are_approved_by_silence(dora, pages)
    the_next_agenda_carries_two(dora, [codes[0], codes[2]])


def planned(dora: Page, title: str, **day: str) -> str:
    """A meeting of the plenary; its address."""
    dora.goto(f"{GROUP}/meetings/new/")
    dora.get_by_label("Title").first.fill(title)
    dora.get_by_label("Series").select_option(label="Plenary")
    if day:
        dora.get_by_label("Date", exact=True).fill(day["on"])
    press(dora, "Plan it")
    expect(dora.get_by_role("heading", name=title)).to_be_visible()
    return dora.url


def a_date_is_looked_for(dora: Page) -> str:
    """Dora plans a meeting without a date, and asks six people about the best slots."""
    pages = planned(dora, "Spring plenary")
    dora.goto(f"{pages}poll/")
    dora.get_by_role("link", name="Find a date").click()
    for box in dora.get_by_role("checkbox", name=re.compile("^Ask (Ariadni|Signe|Dora)")).all():
        box.uncheck()
    dora.get_by_role("checkbox", name="Ask Ben").check()
    press(dora, "Propose slots")
    expect(dora.get_by_text("the best of all", exact=True)).to_be_visible()
    press(dora, "Ask everybody about these")
    expect(dora.get_by_role("heading", name="Who can come when")).to_be_visible()
    return pages


def those_asked_answer(window, mail, people) -> None:
    """Everybody is told the hours where they are. Anna uses the link, the others reply by mail."""
    with meanwhile():
        for name, city in FOUR.items():
            assert f"Times in {city}:" in letter_to(people[name], "poll").text
        link = link_in(people["Anna"], "poll", r"/polls/\w+/")
    anna = window()
    anna.goto(link)
    for slot in anna.get_by_role("radio", name="suits", exact=True).all():
        slot.check()
    press(anna, "Answer")
    expect(anna.get_by_text("Thank you, your answer is kept.")).to_be_visible()
    assert "sessionid" not in {cookie["name"] for cookie in anna.context.cookies()}
    replies = {"Luísa": "all", "Bram": "1", "Helmi": "1 2?", "Teresa": "todos", "Ben": "1"}
    with meanwhile():
        for name, words in replies.items():
            assert mail(in_words(letter_to(people[name], "poll"), words)) == Arrival.ANSWER


def the_date_is_fixed(dora: Page) -> None:
    dora.reload()
    expect(dora.get_by_text("6 of 6 people have answered.")).to_be_visible()
    dora.locator("li.is-best").get_by_role("button", name=re.compile("^Choose ")).click()
    expect(dora.get_by_text("The date is fixed. Everybody who was asked is invited.")).to_be_visible()


def ben_declines_from_his_calendar(dora: Page, pages: str, mail, people) -> None:
    with meanwhile():
        assert Letter.objects.filter(kind="meeting-invitation").count() == 6
        invitation = letter_to(people["Ben"], "meeting-invitation")
        assert mail(reply_to(invitation, "DECLINED")) == Arrival.ANSWER
    dora.goto(f"{pages}people/")
    ben = dora.locator(".invitation-list > li").filter(has_text="Ben")
    expect(ben).to_contain_text("does not come")


def proposed_actions(page: Page) -> list[str]:
    """Codes of the actions among the proposals."""
    titles = page.locator(".proposed h3").all_inner_texts()
    return sorted(found[1] for title in titles if (found := re.match(r"Action (\S+):", title)))


def the_agenda_proposes_itself(dora: Page, pages: str, codes: list[str]) -> None:
    """The three actions of the last plenary, each with its reason; Dora takes them."""
    dora.goto(f"{pages}agenda/")
    assert proposed_actions(dora) == sorted(codes)
    expect(dora.locator(".proposed")).to_contain_text("for Helmi. Still open.")
    for code in codes:
        press(dora, re.compile(rf"^Take\s?: Action {code}:"))
    expect(dora.locator(".agenda-row")).to_have_count(3)


def minutes_are_typed_by_two(dora: Page, pages: str, url: str, cookies: dict[str, str]) -> None:
    """Helmi and Luísa begin in the same empty place, then go on at both ends; no word is lost."""
    dora.goto(f"{pages}live/")
    press(dora, "Open the meeting")
    press(dora, re.compile("^Begin"))
    browser, live = dora.context.browser, pages.removeprefix(url) + "live/"
    helmi, luisa = (Writer(browser, url, live, cookies[name]) for name in ("Helmi", "Luísa"))
    helmi.types("Eleven ports are on the map.")
    luisa.types("Luísa asks Setúbal.")
    helmi.is_told("saved")
    luisa.is_told("saved")
    both = luisa.area.input_value()
    assert sorted(both.split("\n\n")) == ["Eleven ports are on the map.", "Luísa asks Setúbal."]
    helmi.reads(both, after=POLL)
    helmi.types("\n\nNarvik is missing.", at="Control+End")
    luisa.types("Today: ", at="Control+Home")
    helmi.is_told("saved")
    luisa.is_told("saved")
    helmi.reads(f"Today: {both}\n\nNarvik is missing.", after=POLL)
    assert helmi.complaints + luisa.complaints == []


def seven_hubs_vote(dora: Page, pages: str, window, cookies: dict[str, str]) -> None:
    """Five for, one against, one abstains: carried, and it becomes a decision in one tap."""
    dora.goto(f"{pages}votes/new/")
    dora.get_by_label("Question").fill("Do we test in Lisbon?")
    press(dora, "Open the vote")
    expect(dora.get_by_role("button", name="Close and count now")).to_be_visible()
    vote = dora.url
    voters = dict.fromkeys(["Anna", "Luísa", "Bram", "Helmi", "Teresa"], "Yes")
    phone = window()
    for name, choice in (voters | {"Ariadni": "No", "Signe": "Abstention"}).items():
        phone.context.add_cookies([{"name": "sessionid", "value": cookies[name], "url": vote}])
        phone.goto(vote)
        press(phone, choice)
        expect(phone.get_by_text("You can change it until the vote closes.")).to_be_visible()
    dora.reload()
    expect(dora.locator(".vote-count")).to_have_text("Voted: 7 of 7")
    press(dora, "Close and count now")
    result = dora.get_by_role("region", name="Result")
    expect(result.locator(".is-success")).to_contain_text(
        re.compile(r"Carried\. 5 for, 1 against, 1 abstained\. The quorum \(4\) was reached")
    )
    press(dora, "Note it as a decision")
    expect(dora).to_have_url(re.compile(r"/decisions/D-\d+-1/"))


def one_action_is_done(window, people) -> None:
    """Anna says so by the link in the mail that gave it to her."""
    with meanwhile():
        link = link_in(people["Anna"], "action-given", r"/answer/\S+/yes/")
    anna = window()
    anna.goto(link)
    press(anna, "It is done")
    expect(anna.get_by_text("The action is closed.")).to_be_visible()


def minutes_are_approved_by_silence(dora: Page, pages: str) -> None:
    dora.goto(f"{pages}live/")
    press(dora, "Close the meeting")
    dora.goto(f"{pages}minutes/")
    press(dora, "Open for comments")
    expect(dora.get_by_text("If nobody objects by then, they are approved:")).to_be_visible()
    with meanwhile():
        approve_minutes(0)
        assert Minutes.objects.get().state == MinutesState.COMMENTS  # there is time yet
        Minutes.objects.update(comments_until=timezone.now() - timedelta(seconds=1))
        approve_minutes(0)
    dora.reload()
    expect(dora.get_by_text("by silence, on")).to_be_visible()
    expect(dora.get_by_text("Narvik is missing.")).to_be_visible()


def the_next_agenda_carries_two(dora: Page, codes: list[str]) -> None:
    with meanwhile():
        day = Meeting.objects.latest("held_on").held_on + timedelta(days=60)
    pages = planned(dora, "Summer plenary", on=day.isoformat())
    dora.goto(f"{pages}agenda/")
    assert proposed_actions(dora) == sorted(codes)
