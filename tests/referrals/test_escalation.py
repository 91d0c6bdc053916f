"""A promised day comes near, and passes: the hub is reminded, then those who wait for it are told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from corridor.kernel.agenda import Occasion, matters_for
from corridor.kernel.waiting import waiting_for
from corridor.members.queries import viewer_of
from corridor.post.models import Letter
from corridor.referrals.handing.actions import ask_question, send_referral, take_referral
from corridor.referrals.handing.escalation import look_after_promises
from corridor.referrals.models import Referral
from tests.referrals.making import make_need

MONDAY = datetime(2027, 3, 1, 6, tzinfo=UTC)


def told(kind: str) -> list[str]:
    return sorted(Letter.objects.filter(kind=kind).values_list("to", flat=True))


def titles_for(person) -> list[str]:
    return [one.title for one in waiting_for(person, viewer_of(person)) if "referral" in one.kind]


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def test_reminded_the_working_day_before_and_escalated_once(clock, anna, ben, vera, dora, cora, need, vestas):
    sent = send_referral(by=anna, need=need, hub=vestas)
    assert sent.due_on == date(2027, 3, 8)
    clock.move_to(datetime(2027, 3, 4, 6, tzinfo=UTC))
    assert look_after_promises() == (0, 0)
    clock.move_to(datetime(2027, 3, 5, 6, tzinfo=UTC))  # a Friday; Monday is the day
    assert look_after_promises() == (1, 0)
    assert told("referral-due") == [vera.email]
    clock.move_to(datetime(2027, 3, 8, 6, tzinfo=UTC))
    assert look_after_promises() == (0, 0)  # on the day itself there is time
    assert titles_for(anna) == titles_for(dora) == []
    clock.move_to(datetime(2027, 3, 9, 6, tzinfo=UTC))
    assert look_after_promises() == (0, 1)
    assert look_after_promises() == (0, 0)
    assert told("referral-late") == [anna.email, cora.email, dora.email]
    late = f"Vestas has not answered: {need.title}"
    assert titles_for(anna) == titles_for(dora) == [late]
    assert titles_for(vera) == [f"Nordlys refers to you: {need.title}"]
    assert titles_for(ben) == []
    occasion = Occasion(group_id=need.group_id, meeting_id=0, on=date(2027, 3, 15))
    matters = {
        origin: one for origin, one in matters_for(occasion) if origin.startswith("referrals.unanswered")
    }
    assert [one.title for one in matters.values()] == [f"Who helps with “{need.title}”?"]
    take_referral(by=vera, referral=sent)
    assert titles_for(anna) == titles_for(dora) == titles_for(vera) == []
    assert not [origin for origin, _one in matters_for(occasion) if origin.startswith("referrals.unanswered")]


def test_a_question_is_never_late_and_a_need_for_the_hub_alone_stays_there(
    clock, anna, vera, dora, group, hub, need, vestas
):
    asked = send_referral(by=anna, need=need, hub=vestas)
    ask_question(by=vera, referral=asked, text="Which band?")
    private = make_need(group, hub, audience="hub", title="Quiet need")
    send_referral(by=anna, need=private, hub=vestas)
    clock.move_to(datetime(2027, 4, 1, 6, tzinfo=UTC))
    assert look_after_promises() == (0, 1)
    assert told("referral-late") == [anna.email]
    assert titles_for(dora) == []  # the question is for the home hub
    assert sorted(titles_for(anna)) == [
        f"Vestas asks about: {need.title}",
        "Vestas has not answered: Quiet need",
    ]
    occasion = Occasion(group_id=group.pk, meeting_id=0, on=date(2027, 4, 5))
    assert not [origin for origin, _one in matters_for(occasion) if origin.startswith("referrals.unanswered")]


def test_without_a_home_hub_the_moderators_wait(clock, dora, vera, group, vestas):
    need = make_need(group)
    asked = send_referral(by=dora, need=need, hub=vestas)
    assert "Smart Connectivity refers to you" in titles_for(vera)[0]
    ask_question(by=vera, referral=asked, text="Which band?")
    assert titles_for(dora) == [f"Vestas asks about: {need.title}"]
    assert told("referral-question") == [dora.email]
    assert Referral.objects.get().state == "asked"
