"""Dora looks for a date for hubs from Tenerife to Helsinki; they answer by mail, by link and on the page."""

from __future__ import annotations

import re
import threading
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from corridor.engines.datepoll import Why
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.journal import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.meetings.enums import MeetingState, Suits, Via
from corridor.meetings.models import Meeting
from corridor.meetings.polls import (
    actions,
    asked,
    daysoff,
    keys,
    proposing,
    queries,
    reasons,
    results,
    wording,
)
from corridor.meetings.polls.models import (
    BusyCalendar,
    OfficeHours,
    Poll,
    PollAnswer,
    PollInvitee,
    PollSlot,
    Strain,
)
from corridor.meetings.polls.proposing import Slot, Wish
from corridor.meetings.polls.replies import read
from corridor.meetings.polls.tasks import polls_hourly
from corridor.members.models import GroupRole, Seat, WorkingGroup
from corridor.members.queries import viewer_of
from corridor.post.enums import Arrival
from corridor.post.inbound.sorting import take_in
from corridor.post.models import InboundMail, Letter
from tests.conftest import SINCE

pytestmark = pytest.mark.django_db
GUEST = "guest.of.all@example.net"


@pytest.fixture
def meeting(group) -> Meeting:
    return Meeting.objects.create(group=group, state=MeetingState.DRAFT, title={"en": "Task force"})


@pytest.fixture
def address(meeting) -> str:
    return f"/en/smart-connectivity/meetings/{meeting.pk}/poll/"


def monday(weeks: int = 3) -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def everybody(meeting, *, guest: bool = True, **required) -> tuple[asked.Asked, ...]:
    people = [one for one in asked.people_of(meeting.group) if one.usually]
    eve = asked.Asked("g1", "Eve", "Europe/Dublin", address=GUEST)
    return (*people, eve) if guest else tuple(people)


def opened(dora, meeting, *hours: int, people=None, days: int = 5) -> Poll:
    slots = [Slot(at(monday(), hour), 60, {}) for hour in hours or (9, 13, 15)]
    return actions.open_poll(
        by=dora,
        meeting=meeting,
        minutes=60,
        closes_at=timezone.now() + timedelta(days=days),
        people=people or everybody(meeting),
        slots=slots,
    )


def invitee(poll, person) -> PollInvitee:
    return poll.invitees.get(person=person)


def answered(poll, person, *said: str) -> None:
    numbered = zip(queries.slots_of(poll), said, strict=True)
    answers = {slot.pk: suits for slot, suits in numbered}
    actions.answer_poll(invitee=invitee(poll, person), answers=answers, via=Via.PAGE, by=person)


def over(poll) -> None:
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(minutes=1))


def form(**more) -> dict[str, object]:
    first = monday()
    return {
        "first": first.isoformat(),
        "last": (first + timedelta(days=4)).isoformat(),
        "minutes": "60",
        "answers_by": (timezone.localdate() + timedelta(days=5)).isoformat(),
        "guest-TOTAL_FORMS": "1",
        "guest-INITIAL_FORMS": "0",
        "guest-0-name": "",
        "guest-0-zone": "Europe/Brussels",
        "guest-0-language": "en",
        **more,
    }


def replied(settings, letter: Letter, text: str) -> InboundMail:
    message = EmailMessage()
    message["From"], message["To"] = letter.to, letter.headers["Reply-To"]
    message["Message-ID"] = f"<{InboundMail.objects.count()}@there.example>"
    message.set_content(text)
    return take_in(message.as_bytes())


def test_from_the_search_to_the_letters(browser_of, dora, meeting, address, seven_hubs, settings):
    """Dora's own zone is Brussels; she sees why, takes two proposals and adds a slot of her own."""
    settings.MAIL_DOMAIN = "corridor.example"
    page = browser_of(dora)
    assert "Find a date" in page.get(address).content.decode()
    text = page.get(f"{address}new/").content.decode()
    assert all(f'value="p{one.person.pk}" checked' in text for one in seven_hubs)
    who = [f"p{one.person.pk}" for one in seven_hubs[:4]]
    sent = form(who=who, must=who[:1]) | {"guest-0-name": "Eve", "guest-0-address": GUEST}
    proposed = page.post(f"{address}new/", sent | {"propose": "1"})
    text = proposed.content.decode()
    assert proposed.status_code == 200
    assert "4 of 4 hubs, 5 of 5 people." in text
    assert "the best of all" in text
    assert re.search(r"(\d+) starts were compared", text)[1] == "135"  # at which Luísa can be there
    slots = re.findall(r'name="slot" value="([^"]+)"', text)
    assert len(slots) == 10
    assert text.count('name="slot"') - text.count("checked> <span class") == 5  # five are ticked
    own = {"own_1": f"{monday() + timedelta(days=1)}T07:30", "slot": slots[:2], "open": "1"}
    assert page.post(f"{address}new/", sent | own | {"slot": [], "own_1": ""}).status_code == 422
    assert page.post(f"{address}new/", sent | own).status_code == 303
    poll = Poll.objects.get()
    assert (poll.slots.count(), poll.invitees.count()) == (3, 5)
    assert poll.invitees.get(person=seven_hubs[0].person).is_required
    letters = {letter.to: letter for letter in Letter.objects.filter(kind="poll")}
    assert set(letters) == {GUEST, *(one.person.email for one in seven_hubs[:4])}
    early = letters["lisboa@example.org"].text
    assert "Times in Lisbon:" in early
    assert "06:30–07:30 (07:30–08:30 in Brussels)" in early
    assert " in Brussels)" not in letters["brussel@example.org"].text
    assert (
        "09:30" in letters["helsinki@example.org"].text
        or "08:30–09:30" in letters["helsinki@example.org"].text
    )
    strained = PollSlot.objects.get(
        poll=poll, starts_at=min(queries.slots_of(poll), key=lambda s: s.starts_at.time()).starts_at
    )
    assert (
        "Outside office hours: "
        in reasons.sentences(
            strained.reasons, {one.key: one for one in asked.asked_in(queries.invitees_of(poll))}
        )[-1]
    )
    with pytest.raises(Conflict):
        opened(dora, meeting)
    assert page.post(f"{address}new/", sent | own).status_code == 409


def test_who_answers_by_mail_needs_no_account_and_no_language(dora, meeting, seven_hubs, settings):
    settings.MAIL_DOMAIN = "corridor.example"
    poll = opened(dora, meeting)
    letter = Letter.objects.get(kind="poll", to=GUEST)
    assert replied(settings, letter, "1 3?\n\nBest, Eve").arrival == Arrival.ANSWER
    eve = poll.invitees.get(address=GUEST)
    first, second, third = queries.slots_of(poll)
    assert queries.answers_of(eve) == {first.pk: "yes", second.pk: "no", third.pk: "maybe"}
    assert replied(settings, letter, "none").arrival == Arrival.ANSWER  # she may change it
    assert set(queries.answers_of(eve).values()) == {"no"}
    helmi = Letter.objects.get(kind="poll", to="helsinki@example.org")
    assert replied(settings, helmi, "I come on Monday").arrival == Arrival.UNCLEAR
    help_mail = Letter.objects.get(kind="reply-unclear")
    assert "1  Monday" in help_mail.text
    assert "1 3" in help_mail.text
    assert "/polls/" in help_mail.text
    assert replied(settings, helmi, "7").arrival == Arrival.UNCLEAR  # there are three
    assert Letter.objects.filter(kind="reply-unclear").count() == 1
    assert replied(settings, helmi, "*").arrival == Arrival.ANSWER
    over(poll)
    assert replied(settings, helmi, "1").arrival == Arrival.REFUSED
    assert "closed" in Letter.objects.get(kind="reply-refused").text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 3", {1: "yes", 3: "yes"}),
        ("1, 2? 4", {1: "yes", 2: "maybe", 4: "yes"}),
        ("2-4?", {2: "maybe", 3: "maybe", 4: "maybe"}),
        ("Hallo Dora,\n\n2 ?", {2: "maybe"}),
        ("Tous.", {1: "yes", 2: "yes", 3: "yes", 4: "yes"}),
        ("*", {1: "yes", 2: "yes", 3: "yes", 4: "yes"}),
        ("Żaden", {}),
        ("0", {}),
        ("5", None),
        ("1 and 3", None),
        ("12:30", None),
        ("3-1", None),
        ("13", None),
        ("", None),
    ],
)
def test_numbers_mean_the_same_in_every_language(text, said):
    assert read(text, 4) == said


def test_the_link_lets_answer_until_the_poll_closes(dora, meeting, seven_hubs, eve):
    poll = opened(dora, meeting)
    teresa = invitee(poll, seven_hubs[3].person)
    page = f"/en/polls/{keys.key_of(teresa)}/"
    shown = eve.get(page)
    text = shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert "noindex" in text
    assert "times in Canary" in text
    assert "in Brussels" in text
    assert GUEST not in text
    assert "Helmi" not in text
    assert PollAnswer.objects.count() == 0  # looking changes nothing
    slots = queries.slots_of(poll)
    assert eve.post(page, {f"slot_{slots[0].pk}": "perhaps"}).status_code == 422
    assert eve.post(page, {f"slot_{slots[0].pk}": "yes", "note": "Only an hour"}).status_code == 303
    assert queries.answers_of(teresa) == {slots[0].pk: "yes", slots[1].pk: "no", slots[2].pk: "no"}
    assert eve.post(page, {f"slot_{slots[1].pk}": "maybe"}).status_code == 303
    assert queries.answers_of(teresa)[slots[0].pk] == "no"
    key = keys.key_of(teresa)
    assert eve.get(f"/en/polls/{key[:9]}{'b' if key[9] == 'a' else 'a'}{key[10:]}/").status_code == 404
    assert eve.get(f"/en/polls/{'a' * 300}/").status_code == 404
    guest = eve.get(f"/en/polls/{keys.key_of(poll.invitees.get(address=GUEST))}/?zone=Europe/Helsinki")
    assert "times in Helsinki" in guest.content.decode()
    Seat.objects.filter(person=seven_hubs[3].person).update(until=timezone.localdate() - timedelta(days=1))
    assert eve.get(page).status_code == 404  # she has left the group (case 9)
    over(poll)
    assert eve.get(f"/en/polls/{keys.key_of(invitee(poll, seven_hubs[0].person))}/").status_code == 410


def test_hubs_count_before_people_and_fairness_decides(dora, meeting, seven_hubs):
    """Two slots suit equally many; the one is chosen that spares who bore an evening before."""
    luisa, bram, helmi, teresa = (one.person for one in seven_hubs[:4])
    earlier = Meeting.objects.create(group=meeting.group, held_on=date(2026, 1, 1))
    people = tuple(
        one for one in everybody(meeting, guest=False) if one.person_id in {luisa.pk, bram.pk, helmi.pk}
    )
    poll = opened(dora, meeting, 7, 15, people=people)  # 7 is early in Lisbon, 15 is late in Helsinki
    for person in (luisa, bram, helmi):
        answered(poll, person, "yes", "yes")

    def best() -> int:
        return min(results.result_of(poll).columns, key=lambda one: one.rank).slot.starts_at.hour

    Strain.objects.create(person=luisa, meeting=earlier, minutes=600)
    assert best() == 15
    Strain.objects.create(person=helmi, meeting=earlier, minutes=6000)
    assert best() == 7
    answered(poll, luisa, "no", "maybe")  # three hubs come before all fairness
    assert best() == 15
    column = min(results.result_of(poll).columns, key=lambda one: one.rank)
    assert (column.hubs, column.people, column.maybe) == (3, 3, 1)
    assert teresa.pk not in {one.person_id for one in poll.invitees.all()}


def test_case_33_closed_means_closed_by_the_databases_clock(dora, meeting, seven_hubs):
    poll = opened(dora, meeting)
    over(poll)
    with time_machine.travel(timezone.now() - timedelta(hours=3)), pytest.raises(queries.PollGone):
        answered(poll, seven_hubs[0].person, "yes", "yes", "yes")
    assert PollAnswer.objects.count() == 0
    actions.reopen_poll(by=dora, poll=poll, closes_at=timezone.now() + timedelta(days=1))
    answered(poll, seven_hubs[0].person, "yes", "yes", "yes")
    actions.cancel_poll(by=dora, poll=poll)
    with pytest.raises(queries.PollGone):
        answered(poll, seven_hubs[0].person, "no", "no", "no")
    with pytest.raises(Conflict):
        actions.cancel_poll(by=dora, poll=poll)
    newer = opened(dora, meeting)
    with pytest.raises(Conflict):  # one open poll of a meeting
        actions.reopen_poll(by=dora, poll=poll, closes_at=timezone.now() + timedelta(days=1))
    slot = queries.slots_of(poll)[0]
    with pytest.raises(Refused):  # of another poll
        actions.answer_poll(
            invitee=invitee(newer, seven_hubs[0].person), answers={slot.pk: "yes"}, via=Via.PAGE
        )
    verbs = list(JournalEntry.objects.filter(record_type="meetings.poll").values_list("verb", flat=True))
    assert sorted(verbs) == ["answer-poll", "cancel-poll", "open-poll", "open-poll", "reopen-poll"]


@pytest.mark.django_db(transaction=True)
def test_case_33_twenty_answers_while_somebody_closes_the_poll(dora, meeting, seven_hubs):
    """Each answer is there as a whole or not at all, and none after the end."""
    poll = opened(dora, meeting)
    people = [one.person for one in seven_hubs]
    said: list[str] = []

    def act(number: int) -> None:
        try:
            if number == 12:
                actions.cancel_poll(by=dora, poll=poll)
            else:
                suits = ("yes", "maybe", "no")[number % 3]
                answered(poll, people[number % 7], suits, suits, suits)
            said.append("taken")
        except queries.PollGone:
            said.append("gone")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 21
    closed = JournalEntry.objects.get(verb="cancel-poll").pk
    answers = JournalEntry.objects.filter(verb="answer-poll")
    assert answers.count() == said.count("taken") - 1
    assert not answers.filter(pk__gt=closed).exists()
    for one in poll.invitees.exclude(answered_at=None):
        assert len(set(queries.answers_of(one).values())) == 1
        assert one.answers.count() == 3
    assert poll.invitees.exclude(answered_at=None).count() * 3 == PollAnswer.objects.count()


def test_who_reads_and_who_decides(browser_of, dora, otto, carla, meeting, address, seven_hubs):
    poll = opened(dora, meeting)
    answered(poll, seven_hubs[0].person, "yes", "no", "maybe")
    PollInvitee.objects.filter(address=GUEST).update(note="call me")
    seen = browser_of(dora).get(address).content.decode()
    assert GUEST in seen
    assert "call me" in seen
    assert "1 of 9 people have answered." in seen
    for other in (otto, seven_hubs[1].person):
        text = browser_of(other).get(address).content.decode()
        assert "Eve" in text
        assert GUEST not in text
        assert "call me" not in text
        assert "Choose this" not in text
        for noun in ("choice", "cancellation", "reopening"):
            assert browser_of(other).post(f"{address}{noun}/", {}).status_code == 404
    assert browser_of(otto).post(f"{address}answers/", {}).status_code == 404  # he is not asked
    assert browser_of(carla).get(address).status_code == 404
    bram = browser_of(seven_hubs[1].person)
    slot = queries.slots_of(poll)[0]
    assert bram.post(f"{address}answers/", {f"slot_{slot.pk}": "nonsense"}).status_code == 422
    assert bram.post(f"{address}answers/", {f"slot_{slot.pk}": "yes"}).status_code == 303
    assert queries.answers_of(invitee(poll, seven_hubs[1].person))[slot.pk] == "yes"


def test_what_waits_and_who_is_reminded_once(dora, meeting, seven_hubs, settings):
    poll = opened(dora, meeting)
    luisa, bram = seven_hubs[0].person, seven_hubs[1].person

    def waits(person) -> list[str]:
        return [item.title for item in waiting_for(person, viewer_of(person)) if item.kind == "poll"]

    assert waits(luisa) == ["When does “Task force” suit you?"]
    answered(poll, luisa, "yes", "yes", "yes")
    assert waits(luisa) == []
    polls_hourly(0)
    assert not Letter.objects.filter(kind="poll-reminder").exists()
    soon = {"closes_at": timezone.now() + timedelta(days=1), "opened_at": timezone.now() - timedelta(days=3)}
    Poll.objects.filter(pk=poll.pk).update(**soon)
    Seat.objects.filter(person=bram).update(until=timezone.localdate() - timedelta(days=1))
    for _hour in range(2):
        polls_hourly(0)
    reminded = sorted(Letter.objects.filter(kind="poll-reminder").values_list("to", flat=True))
    assert len(reminded) == len(set(reminded)) == 7  # nine but Luísa, and Bram who has left
    assert luisa.email not in reminded
    assert bram.email not in reminded
    assert GUEST in reminded
    over(poll)
    assert waits(dora) == ["Choose a date for “Task force”"]


def test_the_page_costs_the_same_for_one_and_for_thirty(
    browser_of, dora, meeting, address, seven_hubs, django_assert_num_queries
):
    from django.test.utils import CaptureQueriesContext

    page = browser_of(dora)
    few = opened(dora, meeting, 9, people=everybody(meeting)[:1])
    page.get(address)
    with CaptureQueriesContext(connection) as one:
        page.get(address)
    actions.cancel_poll(by=dora, poll=few)
    guests = tuple(asked.Asked(f"g{n}", f"Guest {n}", "UTC", address=f"g{n}@example.net") for n in range(30))
    many = opened(dora, meeting, *range(8, 18), people=(*everybody(meeting)[:1], *guests))
    for guest in many.invitees.filter(person=None):
        PollAnswer.objects.bulk_create(
            PollAnswer(invitee=guest, slot=slot, suits=Suits.YES) for slot in queries.slots_of(many)
        )
    with CaptureQueriesContext(connection) as thirty:
        page.get(address)
    assert len(thirty) == len(one)


# -- what is known of people's time --------------------------------------------------------------


def wish(meeting, people, first: date, *, days: int = 0, minutes: int = 60) -> Wish:
    return Wish(first, first + timedelta(days=days), minutes, meeting.zone, tuple(people))


def only(meeting, *people) -> list[asked.Asked]:
    return [one for one in asked.people_of(meeting.group) if one.person_id in {who.pk for who in people}]


def test_holidays_hours_calendars_and_other_groups_are_heeded(meeting, seven_hubs, group):
    """One day after the other is taken, each for another reason that is told in words."""
    luisa, bram, helmi, teresa = (one.person for one in seven_hubs[:4])
    people = only(meeting, luisa, bram, helmi, teresa)
    by_key = {one.key: one for one in people}
    independence = date(2027, 12, 6)  # a Monday

    def told(first: date) -> str:
        slot = proposing.propose(meeting, wish(meeting, people, first)).slots[0]
        return " ".join(reasons.sentences(slot.reasons, by_key))

    assert "public holiday in Finland (Helmi)" in told(independence)  # and Spain another
    assert told(independence + timedelta(days=1)) == "4 of 4 hubs, 4 of 4 people."
    OfficeHours.objects.create(person=helmi, days="1", country="SE")
    assert "not a working day (Helmi)" in told(independence)
    OfficeHours.objects.create(person=teresa, country="ES", region="CN")
    assert daysoff.days_off("ES", "CN", date(2027, 5, 30), date(2027, 5, 31))
    assert "public holiday in Spain" in told(date(2027, 10, 12)) or "Teresa" in told(date(2027, 10, 12))
    day = independence + timedelta(days=1)
    busy = [[at(day, 6).isoformat(), at(day, 21).isoformat()]]
    BusyCalendar.objects.create(person=luisa, url="https://calendar.example/secret", spans=busy)
    assert "Cannot come: something else on (Luísa)." in told(day)
    other = WorkingGroup.objects.create(slug="tides", name={"en": "Tides"})
    GroupRole.objects.create(person=bram, group=other, role="guest", since=SINCE)
    Meeting.objects.create(group=other, held_on=day, starts_at=at(day, 6), ends_at=at(day, 21))
    assert "something else on (Luísa, Bram)" in told(day) or "something else on (Bram, Luísa)" in told(day)
    Meeting.objects.create(group=group, held_on=day, starts_at=at(day, 0), ends_at=at(day, 23))
    nothing = proposing.propose(meeting, wish(meeting, people, day))
    assert nothing.compared <= 4
    assert not any(6 <= slot.at.hour < 22 for slot in nothing.slots)


def test_those_who_cannot_meet_are_named(browser_of, dora, meeting, address, seven_hubs):
    luisa, bram = seven_hubs[0].person, seven_hubs[1].person
    first = monday()
    for person, hours in ((luisa, (0, 12)), (bram, (12, 23))):
        spans = [
            [
                at(first + timedelta(days=n), hours[0]).isoformat(),
                at(first + timedelta(days=n), hours[1]).isoformat(),
            ]
            for n in range(5)
        ]
        BusyCalendar.objects.create(person=person, url="https://calendar.example/", spans=spans)
    must = [f"p{one.person.pk}" for one in seven_hubs[:3]]
    text = browser_of(dora).post(f"{address}new/", form(who=must, must=must, propose="1")).content.decode()
    assert "These people cannot meet at all on these days:</strong> Brussel" not in text
    named = re.search(r"cannot meet at all on these days:</strong>\s*([^<]+)\.", text)
    assert named
    assert set(named[1].split(", ")) == {luisa.name, bram.name}


def test_region_of_the_hub_counts_where_it_is_certain():
    assert daysoff.subdivision_of("DE212") == "BY"
    assert daysoff.subdivision_of("ES709") == "CN"
    assert daysoff.subdivision_of("UKM75") == "SCT"
    assert daysoff.subdivision_of("FR101") == daysoff.subdivision_of("NO020") == ""
    assert not daysoff.days_off("XX", "", date(2026, 1, 1), date(2026, 12, 31))
    bavaria = daysoff.days_off("DE", "BY", date(2027, 1, 1), date(2027, 1, 31))
    assert bavaria - daysoff.days_off("DE", "", date(2027, 1, 1), date(2027, 1, 31)) == {date(2027, 1, 6)}
    assert {why.value.replace(" ", "-") for why in Why} == {"busy", "day-off", "night"}


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/Lisbon", "09:00–10:30", "09:00–10:30"),
        ("Europe/Brussels", "10:00–11:30", "10:00–11:30"),
        ("Europe/Helsinki", "11:00–12:30", "11:00–12:30"),
        ("Atlantic/Canary", "09:00–10:30", "09:00–10:30"),
    ],
)
def test_ten_in_brussels_stays_ten_when_the_clocks_change(zone, before, after):
    """Case 37: 23 and 26 October 2026, around the night of the 25th."""
    instants = datetime(2026, 10, 23, 8, tzinfo=UTC), datetime(2026, 10, 26, 9, tzinfo=UTC)
    shown = [
        wording.told(start, start + timedelta(minutes=90), zone, "Europe/Brussels") for start in instants
    ]
    assert [one.here.hours for one in shown] == [before, after]
    assert all((one.warning == "") == (zone == "Europe/Brussels") for one in shown)
    with override("en"):
        assert [one.here.day for one in shown] == ["Friday, 23 October 2026", "Monday, 26 October 2026"]


def test_an_hour_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first(
    browser_of, dora, meeting, address, seven_hubs
):
    """Case 37, at the next changes of the clocks."""
    who = [f"p{seven_hubs[0].person.pk}"]
    year = timezone.localdate().year + 1
    spring = max(date(year, 3, day) for day in range(25, 32) if date(year, 3, day).weekday() == 6)
    wide = {"first": f"{year}-03-20", "last": f"{year}-04-02", "own_1": f"{spring}T02:30", "open": "1"}
    refused = browser_of(dora).post(f"{address}new/", form(who=who, **wide))
    assert refused.status_code == 422
    assert 'href="#id_own_1"' in refused.content.decode()
    autumn = max(date(year, 10, day) for day in range(25, 32) if date(year, 10, day).weekday() == 6)
    late = {"first": f"{year}-10-20", "last": f"{year}-11-02", "own_1": f"{autumn}T02:30", "open": "1"}
    assert browser_of(dora).post(f"{address}new/", form(who=who, **late)).status_code == 303
    assert PollSlot.objects.get().starts_at == datetime(year, 10, autumn.day, 0, 30, tzinfo=UTC)


def test_a_slot_is_chosen_and_everybody_is_invited(browser_of, dora, meeting, address, seven_hubs):
    """Those for whom the hour is an odd one have borne it, and the invitations go out."""
    poll = opened(dora, meeting, 7, 13)
    luisa, _bram, _helmi, teresa = (one.person for one in seven_hubs[:4])
    answered(poll, luisa, "yes", "yes")
    answered(poll, teresa, "no", "yes")
    early, late = queries.slots_of(poll)
    page = browser_of(dora)
    assert page.post(f"{address}choice/", {"slot": "999999"}).status_code == 404
    assert page.post(f"{address}choice/", {"slot": str(early.pk)}).status_code == 303
    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at) == (MeetingState.FIXED, early.starts_at)
    borne = dict(Strain.objects.values_list("person__name", "minutes"))
    assert borne["Luísa"] > 0
    assert "Teresa" not in borne  # she cannot come
    assert meeting.invitations.count() == poll.invitees.count()
    assert meeting.invitations.filter(address=GUEST).exists()
    again = page.post(f"{address}choice/", {"slot": str(late.pk)})
    assert again.status_code == 409
    assert "closed already" in again.content.decode()
    with pytest.raises(Conflict):
        actions.reopen_poll(by=dora, poll=poll, closes_at=timezone.now() + timedelta(days=1))
    with pytest.raises(NotFound):
        queries.poll_of(Meeting.objects.create(group=meeting.group, state=MeetingState.DRAFT))
