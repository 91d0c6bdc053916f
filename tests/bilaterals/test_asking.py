"""Requests for meetings: asked, accepted, declined and withdrawn, by page and by mail, within limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.bilaterals.asking.actions import accept_ask, ask_for_meeting, decline_ask, withdraw_ask
from corridor.bilaterals.asking.ending import end_what_is_over
from corridor.bilaterals.asking.limits import Closed, Full
from corridor.bilaterals.enums import AskState, BilateralState, Half
from corridor.bilaterals.models import Ask, Bilateral, Delegation, Profile
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.waiting import waiting_for
from corridor.members.queries import viewer_of
from corridor.post.answers import answer
from corridor.post.models import Letter, Notice, Question

from .making import agreed, new_profile

pytestmark = pytest.mark.django_db
ME = "/en/smart-connectivity/events/summit/me/"
HOSTILE = "<script>alert(1)</script> {{ settings.SECRET_KEY }}\nBcc: all@example.org"


def links_in(kind: str, to: str) -> dict[str, str]:
    letter = Letter.objects.filter(kind=kind, to=to).latest("pk")
    return {choice: path for path, choice in re.findall(r"http\S+?(/\w\w/answer/\S+/(\w+)/)", letter.text)}


def kinds_for(person) -> list[str]:
    return [one.kind for one in waiting_for(person, viewer_of(person))]


def state_of(ask: Ask) -> str:
    return Ask.objects.get(pk=ask.pk).state


def test_anna_asks_by_page_and_eve_accepts_in_one_tap_without_an_account(of_anna, of_eve, browser_of, anna):
    browser = browser_of(anna)
    page = browser.get(f"{ME}people/{of_eve.pk}/").content.decode()
    assert "Ask for a meeting" in page
    assert of_eve.registration.email not in page
    assert browser.post(f"{ME}people/{of_eve.pk}/request/", {"reason": HOSTILE}).status_code == 303
    letter = Letter.objects.get(kind="meeting-asked")
    assert (letter.to, letter.language) == (of_eve.registration.email, "fr")
    assert "{{ settings.SECRET_KEY }}" in letter.text
    assert "<script>" not in letter.html
    tap = links_in("meeting-asked", letter.to)["accept"]
    eve = Client()
    assert eve.get(tap).status_code == 200
    asked = Ask.objects.get()
    assert (asked.state, asked.by, asked.to) == (AskState.SENT, of_anna, of_eve)  # looking has said nothing
    assert eve.post(tap).status_code == 303
    asked.refresh_from_db()
    assert asked.state == AskState.ACCEPTED
    assert set(asked.meeting.people.all()) == {of_anna, of_eve}
    assert Notice.objects.get(kind="meeting-agreed").person == anna
    assert not Question.objects.filter(closed_at=None, answered_at=None).exists()
    assert "You have a meeting already" in browser.get(f"{ME}people/{of_eve.pk}/").content.decode()


def test_eve_asks_by_her_link_and_carla_who_is_told_declines_with_words(
    of_eve, of_carla, opened_by, browser_of, carla
):
    eve, by_carla = opened_by(of_eve), browser_of(carla)
    assert eve.post(f"{ME}people/{of_carla.pk}/request/", {"reason": "Robots"}).status_code == 303
    assert kinds_for(carla) == ["meeting-asked"]
    ask = Ask.objects.get()
    page = f"{ME}requests/{ask.pk}/"
    assert "Robots" in by_carla.get(page).content.decode()
    assert eve.post(page, {"act": "accept"}).status_code == 404  # it is not hers to answer
    assert by_carla.post(page, {"act": "withdraw"}).status_code == 404
    assert by_carla.post(page, {"act": "decline", "version": 7}).status_code == 409
    assert by_carla.post(page, {"act": "decline", "version": 1, "words": HOSTILE}).status_code == 303
    assert state_of(ask) == AskState.DECLINED
    assert kinds_for(carla) == []
    told = Letter.objects.get(kind="meeting-declined")
    assert told.to == of_eve.registration.email
    assert "alert(1)" in told.text
    assert "<script>" not in told.html + eve.get(page).content.decode()
    link = re.search(r"http\S+?(/\w\w/events/link/\S+)", told.text)
    assert link
    assert Client().get(link[1]).status_code == 302


def test_eve_declines_by_mail_and_says_why_later_once(of_anna, of_eve, opened_by):
    ask = ask_for_meeting(by=of_anna, to=of_eve)
    assert Client().post(links_in("meeting-asked", of_eve.registration.email)["decline"]).status_code == 303
    browser = opened_by(of_eve)
    page = f"{ME}requests/{ask.pk}/"
    assert browser.post(page, {"act": "decline", "words": "I leave at noon."}).status_code == 303
    assert Ask.objects.get().answer == "I leave at noon."
    assert browser.post(page, {"act": "decline", "words": "And more."}).status_code == 409
    assert Notice.objects.filter(kind="meeting-declined").count() == 2


def test_strangers_and_those_who_have_not_joined_find_nothing(
    of_anna, of_eve, browser_of, ben, eve, opened_by
):
    ask = ask_for_meeting(by=of_anna, to=of_eve)
    for browser in (browser_of(ben), eve):
        for page in ("requests/", f"requests/{ask.pk}/", "people/", f"people/{of_eve.pk}/", "profile/"):
            assert browser.get(ME + page).status_code == 404
    third = new_profile(of_anna.bilaterals, "Gil")
    by_gil = opened_by(third)
    assert by_gil.get(f"{ME}requests/{ask.pk}/").status_code == 404
    assert by_gil.get(f"{ME}people/{of_anna.pk}/").status_code == 200
    Profile.objects.filter(pk=third.pk).update(left_at=timezone.now())
    assert by_gil.get(f"{ME}people/").status_code == 404


def test_a_request_is_withdrawn_and_may_be_made_again(of_anna, of_carla):
    ask = ask_for_meeting(by=of_anna, to=of_carla)
    with pytest.raises(Conflict, match="already"):
        ask_for_meeting(by=of_anna, to=of_carla)
    with pytest.raises(NotFound):
        withdraw_ask(by=of_carla, ask=ask)
    withdraw_ask(by=of_anna, ask=ask)
    with pytest.raises(Conflict, match="withdrawn"):
        accept_ask(by=of_carla, ask=ask)
    again = ask_for_meeting(by=of_anna, to=of_carla)
    meeting = accept_ask(by=of_carla, ask=again)
    Bilateral.objects.filter(pk=meeting.pk).update(
        state=BilateralState.CANCELLED, cancelled_at=timezone.now()
    )
    assert state_of(ask_for_meeting(by=of_carla, to=of_anna)) == AskState.SENT


def test_only_between_the_hours_by_the_clock_of_the_database(bilaterals, of_anna, of_carla):
    now = timezone.now()
    ask = ask_for_meeting(by=of_anna, to=of_carla)
    bilaterals.asking_opens_at, bilaterals.asking_closes_at = now + timedelta(days=1), now + timedelta(days=2)
    bilaterals.save()
    with pytest.raises(Closed, match="not open yet"):
        accept_ask(by=of_carla, ask=ask)
    assert end_what_is_over() == 0
    bilaterals.asking_opens_at, bilaterals.asking_closes_at = None, now - timedelta(seconds=1)
    bilaterals.save()
    with pytest.raises(Closed, match="are closed"):
        ask_for_meeting(by=of_carla, to=of_anna)
    assert (end_what_is_over(), end_what_is_over()) == (1, 0)
    assert state_of(ask) == AskState.EXPIRED
    assert Notice.objects.get(kind="meeting-expired").person == of_anna.registration.person


def test_whoever_comes_no_more_is_neither_asked_nor_met(of_anna, of_carla, of_eve):
    ask = ask_for_meeting(by=of_eve, to=of_anna)
    of_eve.registration.state = "cancelled"
    of_eve.registration.save()
    with pytest.raises(Conflict, match="takes no part"):
        accept_ask(by=of_anna, ask=ask)
    with pytest.raises(Conflict, match="takes no part"):
        ask_for_meeting(by=of_carla, to=of_eve)
    assert end_what_is_over() == 1


def test_nobody_has_more_requests_or_meetings_than_allowed(bilaterals, of_anna, of_carla, of_eve):
    bilaterals.most_asked, bilaterals.most_meetings = 1, 1
    bilaterals.save()
    ask = ask_for_meeting(by=of_anna, to=of_carla)
    with pytest.raises(Full, match="You have 1 open requests"):
        ask_for_meeting(by=of_anna, to=of_eve)
    with pytest.raises(Full, match="enough requests to answer"):
        ask_for_meeting(by=of_eve, to=of_carla)
    other = ask_for_meeting(by=of_carla, to=of_eve)
    accept_ask(by=of_carla, ask=ask)
    with pytest.raises(Full, match="as many meetings"):
        accept_ask(by=of_eve, ask=other)
    assert state_of(other) == AskState.SENT  # Carla may yet get a place


def test_a_delegation_shares_its_meetings_with_all_that_are_free(bilaterals, of_anna, of_carla, of_eve):
    team = Delegation.objects.create(bilaterals=bilaterals, name="Port de Brest")
    ben, dora = (new_profile(bilaterals, name) for name in ("Ben", "Dora"))
    first, *others = bilaterals.slots.all()
    for one in (of_eve, ben, dora):
        one.delegation = team
        one.save()
    of_eve.away.set(others)  # Eve is there in the first slot only, in which Dora is away
    dora.away.set([first])
    of_eve.half = Half.MORNING
    of_eve.save()
    ask = ask_for_meeting(by=of_anna, to=of_eve)
    with pytest.raises(Conflict, match="or somebody who comes with them"):
        ask_for_meeting(by=of_anna, to=ben)
    with pytest.raises(Refused, match="share your meetings"):
        ask_for_meeting(by=ben, to=of_eve)
    meeting = accept_ask(by=of_eve, ask=ask)
    assert set(meeting.people.all()) == {of_anna, of_eve, ben}
    assert meeting.half == Half.MORNING
    assert Letter.objects.get(kind="meeting-agreed", to=ben.registration.email)
    with pytest.raises(Conflict, match="already"):
        ask_for_meeting(by=ben, to=of_anna)
    assert accept_ask(by=dora, ask=ask_for_meeting(by=of_carla, to=dora)).parties.count() == 3  # with Ben


def test_two_who_are_never_there_together_neither_ask_nor_agree(bilaterals, of_anna, of_carla, of_eve):
    slots = list(bilaterals.slots.all())
    of_anna.away.set(slots[:3])
    ask = ask_for_meeting(by=of_anna, to=of_carla)
    of_carla.away.set(slots[3:])
    with pytest.raises(Refused, match="never there"):
        accept_ask(by=of_carla, ask=ask)
    of_eve.away.set(slots)
    with pytest.raises(Refused, match="never there"):
        ask_for_meeting(by=of_carla, to=of_eve)


def test_the_list_of_requests_costs_the_same_for_two_and_for_many(bilaterals, of_anna, browser_of, anna):
    browser = browser_of(anna)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"{ME}requests/").status_code == 200
            assert browser.get(f"{ME}people/").status_code == 200
        return len(queries)

    def more(number: int) -> None:
        for n in range(number):
            other = new_profile(bilaterals, f"P{Profile.objects.count()}x{n}")
            agreed(of_anna, new_profile(bilaterals, f"Q{Profile.objects.count()}x{n}"))
            Ask.objects.create(bilaterals=bilaterals, by=other, to=of_anna)

    more(2)
    count()  # what is asked once is asked now
    few = count()
    more(10)
    assert count() == few


def all_at_once(*calls: Callable[[], Any]) -> list[str]:
    """Each on a connection of its own; what each came to."""
    ready, told = Barrier(len(calls)), []

    def run(call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            ready.wait(30)
            call()
            told.append("done")
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_each_other_at_once_meet_and_limits_hold_at_once(bilaterals, of_anna, of_carla):
    told = all_at_once(
        lambda: ask_for_meeting(by=of_anna, to=of_carla), lambda: ask_for_meeting(by=of_carla, to=of_anna)
    )
    assert told == ["done", "done"]
    assert Ask.objects.get().state == AskState.ACCEPTED
    assert Bilateral.objects.get().parties.count() == 2
    bilaterals.most_asked, bilaterals.most_meetings = 3, 2
    bilaterals.save()
    for n in range(4):  # a tap in the mail and the other's change of mind hold each other's locks
        asked = ask_for_meeting(by=of_carla, to=new_profile(bilaterals, f"T{n}"))
        key = links_in("meeting-asked", asked.to.registration.email)["decline"].split("/")[3]
        told = all_at_once(
            lambda asked=asked: withdraw_ask(by=of_carla, ask=asked),
            lambda key=key: answer(key=key, choice="decline"),
        )
        assert told in (["Conflict", "done"], ["KeyUsed", "done"])
    crowd = [new_profile(bilaterals, f"P{n}") for n in range(8)]
    asked = all_at_once(*[lambda one=one: ask_for_meeting(by=one, to=of_anna) for one in crowd])
    assert asked == ["Full"] * 5 + ["done"] * 3
    waiting = list(Ask.objects.filter(state=AskState.SENT))
    taken = all_at_once(*[lambda one=one: accept_ask(by=of_anna, ask=one) for one in waiting])
    assert taken == ["Full", "Full", "done"]
    declined = all_at_once(
        *[lambda one=one: decline_ask(by=of_anna, ask=one) for one in waiting for _twice in range(2)]
    )
    assert declined == ["Conflict"] * 4 + ["done"] * 2
