"""Vera takes, asks, declines and names another hub, by mail or on the page; Anna and the client answer."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.waiting import waiting_for
from corridor.members.models import GroupMembership, Hub
from corridor.members.queries import viewer_of
from corridor.post.inbound.sorting import take_in
from corridor.post.models import Letter, Notice, Question
from corridor.referrals.handing.actions import (
    answer_question,
    ask_question,
    decline_referral,
    send_referral,
    take_referral,
    withdraw_referral,
)
from corridor.referrals.handing.states import MAY_BECOME
from corridor.referrals.models import Referral
from corridor.referrals.queries import passed_on
from tests.catalogue.test_pages import words
from tests.conftest import SINCE
from tests.post.test_inbound import mail
from tests.referrals.making import make_need, make_referral

BOTH = ["organisation", "email"]


@pytest.fixture(autouse=True)
def with_a_domain(settings):
    settings.MAIL_DOMAIN = "corridor.example"


@pytest.fixture
def sent(anna, vera, need, vestas, offer) -> Referral:
    return send_referral(by=anna, need=need, hub=vestas, service=offer, passed=BOTH)


def page_of(referral) -> str:
    return f"/en/referrals/{referral.pk}/"


def letter(kind: str, to: str) -> Letter:
    return Letter.objects.filter(kind=kind, to=to).latest("pk")


def links_in(one: Letter) -> dict[str, str]:
    found = re.findall(r"http\S+(/en/answer/\S+/(take|decline)/)", one.text)
    return {choice: path for path, choice in found}


def waits_for(person) -> list[str]:
    return [one.kind for one in waiting_for(person, viewer_of(person)) if one.kind.startswith("referral")]


def fresh(referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def test_vera_takes_it_by_mail_in_one_tap(eve, browser_of, anna, vera, sent):
    assert (waits_for(vera), waits_for(anna)) == (["referral"], [])
    links = links_in(letter("referral", vera.email))
    assert "Does Vestas help with" in words(eve.get(links["take"]))
    assert fresh(sent).state == "sent"  # a program that follows links has answered nothing
    assert eve.post(links["take"]).status_code == 303
    taken = fresh(sent)
    assert (taken.state, taken.answered_by, taken.answered_at is not None) == ("taken", vera, True)
    assert waits_for(vera) == []
    assert Notice.objects.get(kind="referral-taken").person == anna
    assert letter("referral-taken-client", "siri@skarvik.example")
    page = words(browser_of(vera).get(page_of(sent)))
    assert "siri@skarvik.example" in page
    with pytest.raises(Conflict, match="taken"):
        take_referral(by=vera, referral=sent)


def test_a_question_by_mail_stops_the_clock_and_the_answer_by_mail_starts_it(anna, vera, need, vestas):
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC), tick=True) as clock:
        sent = send_referral(by=anna, need=need, hub=vestas, passed=BOTH)
        assert sent.due_on == date(2027, 3, 8)
        clock.move_to(datetime(2027, 3, 4, 9, tzinfo=UTC))  # two working days are left
        address = letter("referral", vera.email).headers["Reply-To"]
        take_in(
            mail("How many cranes?\n\nOn 1.3.2027, Corridor wrote:\n> ...", to=address, sender=vera.email)
        )
        asked = fresh(sent)
        assert (asked.state, asked.messages.get().text) == ("asked", "How many cranes?")
        assert (waits_for(vera), waits_for(anna)) == ([], ["referral-question"])
        clock.move_to(datetime(2027, 3, 10, 9, tzinfo=UTC))
        assert not asked.is_late()
        question = letter("referral-question", anna.email)
        assert "How many cranes?" in question.text
        take_in(mail("Three.", to=question.headers["Reply-To"], sender=anna.email, name="2"))
        again = fresh(sent)
        assert (again.state, again.due_on) == ("sent", date(2027, 3, 12))
        second = letter("referral", vera.email)
        assert "Three." in second.text
        assert "12 March 2027" in second.text
        assert Question.objects.filter(purpose="referral", answered_at=None, closed_at=None).count() == 1


def test_the_client_answers_what_they_are_shown(browser_of, anna, vera, sent):
    browser = browser_of(vera)
    ask = {"act": "ask", "text": "Which band?", "for_client": "", "version": 1}
    assert browser.post(page_of(sent), ask).status_code == 303
    answer_question(sent, "I would like to add that we are in a hurry.", client=True)
    assert fresh(sent).state == "asked"  # they did not see the question, so this does not answer it
    ask_question(by=vera, referral=sent, text="Is the quay yours?")
    hidden = fresh(sent).messages.get(text="Is the quay yours?")
    home = browser_of(anna)
    assert "Show it to the client" in words(home.get(page_of(sent)))
    assert home.post(page_of(sent), {"act": "show", "message": hidden.pk}).status_code == 303
    asked = letter("referral-question-client", "siri@skarvik.example")
    assert "Is the quay yours?" in asked.text
    take_in(mail("It is.", to=asked.headers["Reply-To"], sender="siri@skarvik.example"))
    assert fresh(sent).state == "sent"
    said = Notice.objects.filter(kind="referral-client-says").values_list("person__name", flat=True)
    assert sorted(said) == ["Anna", "Anna", "Vera"]  # the answer itself comes to Vera with the referral
    page = words(browser.get(page_of(sent)))
    assert page.index("Which band?") < page.index("Is the quay yours?") < page.index("It is.")


def test_vera_declines_with_a_reason_and_a_better_hub(browser_of, anna, vera, hub, group, sent):
    better = Hub.objects.create(slug="bodo", name="Bodø", title="Bodø", kind="DIH", country=hub.country)
    GroupMembership.objects.create(group=group, hub=better, since=SINCE)
    browser = browser_of(vera)
    given = {"act": "decline", "reason": " ", "suggested": better.pk, "version": 1}
    refused = browser.post(page_of(sent), given)
    assert (refused.status_code, "Say why" in words(refused)) == (422, True)
    assert browser.post(page_of(sent), given | {"reason": "No <crane>."}).status_code == 303
    declined = fresh(sent)
    assert (declined.state, declined.suggested) == ("declined", better)
    assert passed_on(declined) == {}
    told = letter("referral-declined", anna.email).text
    assert "No <crane>." in told
    assert "Bodø" in told
    assert (
        f"/en/needs/{sent.need_id}/referrals/?hub=bodo"
        in browser_of(anna).get(page_of(sent)).content.decode()
    )
    after = words(browser.get(page_of(sent)))
    assert "Skarvik" not in after
    assert "No &lt;crane&gt;." in after


def test_after_declining_by_mail_the_reason_follows_once(eve, browser_of, anna, vera, sent):
    assert eve.post(links_in(letter("referral", vera.email))["decline"]).status_code == 303
    assert (fresh(sent).state, fresh(sent).reason) == ("declined", "")
    page = browser_of(vera).get(page_of(sent))
    assert "Say why" in words(page)
    why = {"act": "decline", "reason": "Too far away.", "version": fresh(sent).version}
    assert browser_of(vera).post(page_of(sent), why).status_code == 303
    assert "Too far away." in letter("referral-declined", anna.email).text
    late = browser_of(vera).post(page_of(sent), why | {"version": fresh(sent).version})
    assert late.status_code == 409


def test_taken_back_it_is_told_and_answers_are_not_taken_any_more(eve, browser_of, anna, ben, vera, sent):
    for stranger in (ben, vera):
        with pytest.raises(NotFound):
            withdraw_referral(by=stranger, referral=sent)
    given = {"act": "withdraw", "reason": "Solved otherwise.", "version": 1}
    assert browser_of(anna).post(page_of(sent), given | {"version": 9}).status_code == 409
    assert browser_of(anna).post(page_of(sent), given).status_code == 303
    assert Notice.objects.get(kind="referral-withdrawn").person == vera
    assert eve.post(links_in(letter("referral", vera.email))["take"]).status_code == 410
    seen = words(browser_of(vera).get(page_of(sent)))
    assert ("Skarvik" in seen, "Solved otherwise." in seen) == (False, True)
    assert browser_of(vera).post(page_of(sent), {"act": "take", "version": 2}).status_code == 409


def test_who_presses_which_button(browser_of, anna, ben, carla, dora, vera, sent):
    for person, act, status in (
        (anna, "take", 404),
        (ben, "write", 404),
        (carla, "take", 404),
        (dora, "take", 404),
        (vera, "withdraw", 404),
        (vera, "write", 404),
        (vera, "nonsense", 422),
        (dora, "write", 303),
    ):
        answer = browser_of(person).post(page_of(sent), {"act": act, "text": "x", "reason": "y"})
        assert answer.status_code == status, (person.name, act)
    assert fresh(sent).state == "sent"
    with pytest.raises(NotFound):
        decline_referral(by=anna, referral=sent)


def test_a_hub_finds_what_it_gives_and_gets_the_late_first(
    browser_of, anna, ben, carla, vera, group, hub, sent
):
    today = timezone.localdate()
    browser, address = browser_of(vera), "/en/hubs/vestas/referrals/"
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    late = make_need(group, hub, title="Late need")
    make_referral(late, sent.hub, due_on=today - timedelta(days=2))
    over = make_need(group, hub, title="Over need", audience="hub")
    make_referral(over, sent.hub, state="declined", due_on=today - timedelta(days=9))
    with CaptureQueriesContext(connection) as three:
        listed = words(browser.get(address))
    assert len(three) == len(one)
    assert listed.index("Late need") < listed.index(sent.need.title) < listed.index("A referral that is over")
    assert "promised by" in listed
    assert "Over need" not in listed
    assert words(browser_of(ben).get("/en/hubs/nordlys/referrals/")).count("Vestas") >= 3
    assert browser_of(carla).get(address).status_code == 404


def test_every_state_leads_somewhere_or_is_an_end():
    assert {state for targets in MAY_BECOME.values() for state in targets} == set(MAY_BECOME)
    assert {state for state, targets in MAY_BECOME.items() if not targets} == {
        "done",
        "declined",
        "withdrawn",
    }
