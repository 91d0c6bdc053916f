"""What came of meetings: said at the table and by one tap later, counted, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.bilaterals.enums import AskState, BilateralState, OutcomeAt, OutcomeKind
from corridor.bilaterals.models import Ask, Bilateral, Bilaterals, Outcome, Profile
from corridor.bilaterals.outcomes.asking import ask_everybody
from corridor.bilaterals.outcomes.figures import REFERENCE, figures_of, public_figures
from corridor.bilaterals.outcomes.saying import say
from corridor.kernel.errors import Refused
from corridor.kernel.sheets import open_sheet
from corridor.post.answers import answer_in_words
from corridor.post.models import Letter, Question
from tests.bilaterals.days import AT, by_link, running_day, slot, table, words_of
from tests.bilaterals.making import agreed, booked, new_bilaterals, new_event, new_profile

pytestmark = pytest.mark.django_db


def past_day(group, slug: str = "summit", ended: int = 30) -> Bilaterals:
    """It ended so many days ago."""
    ends = timezone.now() - timedelta(days=ended)
    return new_bilaterals(
        group, event=new_event(group, slug, starts_at=ends - timedelta(hours=8), ends_at=ends)
    )


def held(*people: Profile) -> Bilateral:
    meeting = agreed(*people)
    Bilateral.objects.filter(pk=meeting.pk).update(held_at=timezone.now())
    meeting.refresh_from_db()
    return meeting


def test_at_the_table_each_side_says_what_came_of_it(group, browser_of, dora):
    day = running_day(group)
    anna, eve = new_profile(day, "Anna"), new_profile(day, "Eve")
    meeting = booked(agreed(anna, eve), slot(day, 1), table(day, 1)).meeting
    browser, own = by_link(eve), f"{AT}me/agenda/{meeting.pk}/"
    assert "What came of it" not in words_of(browser.get(own)), "they still talk"
    early = browser.post(f"{own}outcome/", {"kind": "agreement"})
    assert (early.status_code, Outcome.objects.count()) == (422, 0)
    browser.post(f"{own}attendance/", {"came": "came"})
    assert browser.post(f"{own}outcome/", {"kind": "a castle"}).status_code == 422
    told = {"kind": "second-meeting", "note": "In Lisbon."}
    assert browser.post(f"{own}outcome/", told).status_code == 303
    assert "In Lisbon." in words_of(browser.get(own))
    assert "In Lisbon." not in words_of(by_link(anna).get(own)), "each sees their own words"
    said = Outcome.objects.get()
    assert (said.at, said.kind, said.profile) == (OutcomeAt.TABLE, OutcomeKind.SECOND_MEETING, eve)
    browser.post(f"{own}outcome/", {"kind": "agreement"})
    assert Outcome.objects.get().kind == OutcomeKind.AGREEMENT
    say(by=anna, meeting=meeting, kind=OutcomeKind.NOTHING)
    page = words_of(browser_of(dora).get(f"{AT}figures/meetings/{meeting.pk}/"))
    assert page.index("Eve") < page.index("an agreement") < page.index("nothing further")


def test_after_a_month_one_mail_asks_for_all_meetings_and_one_tap_answers(group):
    day = past_day(group)
    eve, anna, ben, carla = (new_profile(day, name) for name in ("Eve", "Anna", "Ben", "Carla"))
    with_anna, with_ben = held(eve, anna), booked(agreed(eve, ben), slot(day, 1), table(day, 1)).meeting
    missed = booked(agreed(eve, carla), slot(day, 2), table(day, 1)).meeting
    missed.parties.filter(profile=carla).update(came=False)
    agreed(eve, carla, state=BilateralState.CANCELLED, cancelled_at=timezone.now())
    assert ask_everybody() == 3
    assert ask_everybody() == 0, "nobody is asked twice"
    (letter,) = Letter.objects.filter(to=eve.registration.email)
    assert re.findall(r"^(Anna|Ben|Carla)$", letter.text, re.MULTILINE) == ["Anna", "Ben"]
    links = re.findall(r"(/en/answer/\S+/agreement/)", letter.text)
    assert Client().get(links[0]).status_code == 200
    assert not Outcome.objects.exists(), "programs follow links"
    Client().post(links[0])
    said = Outcome.objects.get()
    assert (said.meeting, said.profile, said.at, said.kind) == (with_anna, eve, "month", "agreement")
    Client().post(links[0].replace("agreement", "joint-service"))
    assert Outcome.objects.get().kind == OutcomeKind.JOINT_SERVICE
    Client().post(links[1])
    with_ben.refresh_from_db()
    assert with_ben.held_at, "whoever says what came of it says that they met"


def test_own_words_stand_beside_what_was_chosen(group, settings):
    settings.MAIL_DOMAIN = "corridor.example"
    day = past_day(group)
    eve, anna = new_profile(day, "Eve"), new_profile(day, "Anna")
    held(eve, anna)
    ask_everybody()
    question = Question.objects.get(name="Eve")
    (letter,) = Letter.objects.filter(to=eve.registration.email)
    assert letter.headers["Reply-To"] == question.reply_address, "of one meeting the reply is known"
    with pytest.raises(Refused):
        answer_in_words(key=question.plain_key, text="We test in Narvik.")
    Client().post(f"/en/answer/{question.plain_key}/proposal/")
    answer_in_words(key=question.plain_key, text="We test in Narvik.")
    said = Outcome.objects.get()
    assert (said.kind, said.note) == (OutcomeKind.PROPOSAL, "We test in Narvik.")


@pytest.mark.parametrize(("days", "asked"), [(29, 0), (30, 2), (52, 0), (181, 0), (182, 2), (210, 0)])
def test_nobody_is_asked_early_or_late(group, days, asked):
    day = past_day(group, ended=0)
    held(new_profile(day, "Eve"), new_profile(day, "Anna"))
    assert ask_everybody(day.event.ends_at + timedelta(days=days, hours=1)) == asked


def test_the_trail_from_a_second_meeting_to_a_joint_service(group):
    day = past_day(group, ended=200)
    eve, anna = new_profile(day, "Eve"), new_profile(day, "Anna")
    meeting = held(eve, anna)
    chain = zip(OutcomeAt, ("second-meeting", "agreement", "joint-service"), strict=True)
    for at, kind in chain:
        say(by=eve, meeting=meeting, kind=OutcomeKind(kind), at=at)
    page = words_of(by_link(eve).get(f"{AT}me/agenda/{meeting.pk}/"))
    places = [page.index(words) for words in ("we meet again", "an agreement", "a joint service")]
    assert places == sorted(places)


@pytest.fixture
def counted(group, hub, other_hub) -> Iterator[Bilaterals]:
    """Of five requests three were accepted; two meetings were held, one of them across a border and one of
    two sides that had met the year before."""
    before = past_day(group, "last-year", ended=400)
    held(new_profile(before, "Anna", hub=hub), new_profile(before, "Carla", hub=other_hub))
    day = past_day(group, ended=1)
    anna, carla = new_profile(day, "Anna", hub=hub), new_profile(day, "Carla", hub=other_hub)
    eve = new_profile(day, "Eve", organisation="Eve & Sons", country_id="FI")
    ben, dan = new_profile(day, "Ben"), new_profile(day, "Dan")
    pairs = [(anna, carla), (anna, eve), (ben, dan), (ben, eve), (dan, carla)]
    for number, (by, to) in enumerate(pairs):
        state = AskState.ACCEPTED if number < 3 else AskState.SENT
        Ask.objects.create(bilaterals=day, by=by, to=to, state=state, answered_at=timezone.now())
    again, first = held(anna, carla), held(anna, eve)
    missed = booked(agreed(ben, dan), slot(day, 1), table(day, 1)).meeting
    missed.parties.filter(profile=dan).update(came=False)
    for profile, kind in ((anna, "second-meeting"), (eve, "agreement")):
        say(by=profile, meeting=first, kind=OutcomeKind(kind))
    assert again.held_at
    return day


def test_the_figures_count_what_they_say(counted):
    found = figures_of(counted)
    numbers = [found.people, len(found.asks), len(found.accepted), len(found.held)]
    assert numbers == [5, 5, 3, 2]
    assert found.per_person == 4 / 5
    assert (len(found.cross_border), found.cross_border_share) == (1, 0.5)
    assert [{one.name for one in each.people} for each in found.new_contacts] == [{"Anna", "Eve"}]
    assert len(found.no_shows) == 1
    assert len(found.with_outcome(OutcomeAt.TABLE, OutcomeKind.AGREEMENT)) == 1, "what goes further"
    assert not found.with_outcome(OutcomeAt.TABLE, OutcomeKind.SECOND_MEETING)
    assert REFERENCE.per_person == 0.73


def test_every_number_opens_to_as_many_records(counted, browser_of, dora, anna):
    browser = browser_of(dora)
    page = browser.get(f"{AT}figures/").content.decode()
    links = re.findall(r'href="(/en/[^"]+/figures/[^"]+/)">\s*(\d+)[<( ]', page)
    assert len(links) == 8

    for address, number in links:
        listed = re.findall('<ol class="ruled">(.*?)</ol>', words_of(browser.get(address)))
        assert (address, listed[0].count("<li>")) == (address, int(number))
    assert "0.73" in page
    sheets = browser.get(f"{AT}figures.xlsx")
    assert any("0.73" in row.cells for row in open_sheet(sheets.content).rows)
    csv = browser.get(f"{AT}figures.csv").content.decode("utf-8-sig")
    assert len(csv.strip().splitlines()) == 1 + 3
    assert browser_of(anna).get(f"{AT}figures/").status_code == 404


def test_the_figures_need_as_many_queries_for_many_meetings(counted):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            figures_of(counted)
        return len(found)

    once = asked()
    for number in range(5):
        held(
            new_profile(counted, f"L{number}"),
            new_profile(counted, f"R{number}", organisation=f"Of {number}"),
        )
    assert asked() == once


def test_everybody_reads_totals_after_the_event_and_nothing_before(counted):
    page = Client().get("/en/smart-connectivity/events/summit/").content.decode()
    text = page[page.index("1:1 meetings in figures") :]
    assert "Held across a border" in text
    assert re.search(r"An agreement</dt>\s*<dd>1<", text)
    assert not re.search("Anna|Carla|Eve|did not come", text)
    with time_machine.travel(counted.event.ends_at - timedelta(hours=1)):
        assert public_figures(counted.event) == []
