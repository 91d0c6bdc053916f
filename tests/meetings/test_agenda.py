"""The agenda that writes itself: from what the last meeting left to the mail to those who are invited."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.journal import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.meetings.agenda import actions, queries, suggesting
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ItemState, MeetingState, Outcome
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.minutes.models import Minutes, Passage
from corridor.meetings.models import Meeting
from corridor.meetings.registers.models import Action
from corridor.members.models import GroupMembership
from corridor.members.queries import viewer_of
from corridor.post.models import Letter, Notice
from tests.meetings.test_meeting_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def last(group, series) -> Meeting:
    """The plenary of two weeks ago."""
    day = timezone.localdate() - timedelta(days=14)
    return Meeting.objects.create(group=group, series=series, held_on=day, title={"en": "Spring plenary"})


@pytest.fixture
def three_actions(group, last, anna, ben, hub) -> list[Action]:
    """Anna's is overdue by the coming meeting, Ben's is due later, one is nobody's."""
    day = timezone.localdate()
    told = (
        ("Ask the port of Lisbon for a licence.", anna, day + timedelta(days=3)),
        ("Write down how test beds are booked.", ben, day + timedelta(days=40)),
        ("Find a room in Tenerife.", None, None),
    )
    return Action.objects.bulk_create(
        Action(
            group=group,
            year=2026,
            number=number,
            meeting=last,
            text=text,
            owner=owner,
            hub=hub if owner else None,
            due_on=due,
            noted_on=last.held_on,
        )
        for number, (text, owner, due) in enumerate(told, 1)
    )


def at(meeting: Meeting, rest: str = "") -> str:
    return f"/en/{meeting.group.slug}/meetings/{meeting.pk}/agenda/{rest}"


def titles(meeting: Meeting) -> list[str]:
    return [item.title for item in queries.items_of(meeting)]


def origins(meeting: Meeting) -> list[str]:
    return [one.origin for one in queries.proposals_for(meeting) if one.origin.startswith("meetings.")]


def test_the_next_agenda_proposes_itself_from_three_open_actions(
    browser_of, dora, anna, otto, coming, last, three_actions
):
    """Dora takes one, sets one aside and thinks again, takes what is due, orders it, and is warned."""
    page = browser_of(dora)
    said = words(page.get(at(coming)))
    on, day = (f"{one:%-d %B %Y}" for one in (last.held_on, three_actions[0].due_on))
    assert "Action A-2026-1: Ask the port of Lisbon for a licence." in said
    assert f"Noted on {on} for Anna, Nordlys. Due on {day}." in said
    assert f"Noted on {on}. Still open." in said
    first, second, third = (f"meetings.actions:{one.pk}" for one in three_actions)
    assert origins(coming) == [first, second, third]

    assert page.post(at(coming, "proposals/"), {"origin": third, "aside": "1"}).status_code == 303
    assert origins(coming) == [first, second]
    aside = AgendaItem.objects.get(state=ItemState.SET_ASIDE)
    assert page.post(at(coming, "proposals/"), {"origin": third, "take": "1"}).status_code == 303
    assert titles(coming) == ["Action A-2026-3: Find a room in Tenerife."]
    assert page.post(at(coming, f"items/{aside.pk}/removal/")).status_code == 303
    assert third in origins(coming)

    assert page.post(at(coming, "usual-items/")).status_code == 303
    assert page.post(at(coming, "proposals/due/")).status_code == 303
    assert titles(coming) == [
        "Opening and agenda",
        "Minutes of the last meeting",
        "Action A-2026-1: Ask the port of Lisbon for a licence.",
        "Any other business",
    ]
    taken = AgendaItem.objects.get(origin=first)
    assert (taken.speaker, taken.minutes, taken.url) == (
        anna,
        5,
        "/en/smart-connectivity/actions/A-2026-1/",
    )
    assert "25 of 90 minutes are planned; 65 are free." in words(page.get(at(coming)))
    long = {"title": "Strategy", "kind": "decision", "minutes": "70", "speaker_name": "Prof. Lind"}
    assert page.post(at(coming, "items/"), long).status_code == 303
    assert "The items add up to 95 of 90 minutes: 5 too many." in words(page.get(at(coming)))
    assert words(page.get(at(coming))).count("does not fit in") == 1
    strategy = AgendaItem.objects.get(title="Strategy")
    for _time in range(3):
        page.post(at(coming, f"items/{strategy.pk}/place/"), {"earlier": "1"})
    assert titles(coming)[0] == "Strategy"
    assert titles(coming)[-1] == "Any other business"

    anna.time_zone = "Europe/Helsinki"
    anna.save()
    read = words(browser_of(anna).get(at(coming)))
    assert "15:00 14:00 Brussels 1. Strategy 70 minutes for decision Prof. Lind" in read
    assert "16:10 15:10 Brussels 2. Opening" in read
    assert "Set aside" not in read
    assert "Find a room in Tenerife" not in read
    assert "Suggest an item" in read
    assert "Suggest an item" not in words(browser_of(otto).get(at(coming)))


def test_case_34_nothing_is_lost_when_two_prepare_an_agenda(
    browser_of, dora, cora, tess, coming, last, three_actions
):
    """Cora saves while Dora writes; what Dora takes a moment after Cora is there once."""
    origin = f"meetings.actions:{three_actions[0].pk}"
    pages = [browser_of(one) for one in (dora, cora, tess)]
    for page in pages:
        assert page.post(at(coming, "proposals/"), {"origin": origin}).status_code == 303
    item = AgendaItem.objects.get(origin=origin)
    values = {"title": "Licence in Lisbon", "kind": "discussion", "minutes": "15", "version": "1"}
    address = at(coming, f"items/{item.pk}/")
    assert 'name="version" value="1"' in pages[0].get(address).content.decode()
    assert pages[1].post(address, values).status_code == 303
    late = pages[0].post(address, values | {"title": "Licence for the port", "note": "Bring papers."})
    assert late.status_code == 409
    said = words(late)
    assert "Somebody else saved this while you were writing" in said
    assert "<td>Licence in Lisbon</td><td>Licence for the port</td>" in late.content.decode()
    assert 'name="version" value="2"' in late.content.decode()
    assert pages[0].post(address, values | {"minutes": "900"}).status_code == 422
    both = values | {"version": "2", "speaker": str(dora.pk), "speaker_name": "Somebody"}
    assert pages[0].post(address, both).status_code == 422
    assert pages[0].post(address, values | {"version": "2", "note": "Bring papers."}).status_code == 303

    with pytest.raises(Conflict):
        actions.set_aside(by=cora, meeting=coming, origin=origin)
    gone = three_actions[1]
    Action.objects.filter(pk=gone.pk).update(state="done", closed_at=timezone.now())
    done = pages[0].post(at(coming, "proposals/"), {"origin": f"meetings.actions:{gone.pk}"})
    assert done.status_code == 409
    assert "not proposed any more" in done.content.decode()
    for wrong in ("", "nothing:1", "members.terms:\x00", "meetings.actions:999999"):
        status = pages[0].post(at(coming, "proposals/"), {"origin": wrong}).status_code
        assert status in (404, 409)
    entry = JournalEntry.objects.filter(verb="edit-agenda-item").latest("pk")
    assert "papers" not in str(entry.after)


@pytest.mark.django_db(transaction=True)
def test_case_34_moderators_who_take_the_same_at_once_make_one_item(dora, cora, coming, last, three_actions):
    origin = f"meetings.actions:{three_actions[0].pk}"
    start, made = threading.Barrier(4), []

    def take(person) -> None:
        start.wait()
        made.append(actions.take_proposal(by=person, meeting=coming, origin=origin).pk)
        connection.close()

    threads = [threading.Thread(target=take, args=(one,)) for one in (dora, cora, dora, cora)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert AgendaItem.objects.get().position == 0


def test_members_suggest_and_are_told(browser_of, anna, ben, carla, dora, otto, gil, finn, coming):
    cache.clear()
    page, form = (
        browser_of(anna),
        {"title": "A joint test\nin the north", "minutes": "20", "note": "Why not?"},
    )
    assert page.post(at(coming, "suggestions/"), form | {"title": " "}).status_code == 422
    assert page.post(at(coming, "suggestions/"), form).status_code == 303
    assert page.post(at(coming, "suggestions/"), form | {"title": "Robots"}).status_code == 303
    for somebody in (otto, gil, finn, carla):
        assert browser_of(somebody).post(at(coming, "suggestions/"), form).status_code == 404
    north, robots = AgendaItem.objects.order_by("id")
    assert north.title == "A joint test in the north"
    assert titles(coming) == []

    waits = [one for one in waiting_for(dora, viewer_of(dora)) if one.kind == "agenda-suggestion"]
    assert [one.title for one in waits] == ["2 suggestions for the agenda of Tests across borders"]
    assert waits[0].url == at(coming) + "#suggestions"
    assert "agenda-suggestion" not in [one.kind for one in waiting_for(anna, viewer_of(anna))]
    assert "Anna of Nordlys suggests it." in words(browser_of(dora).get(at(coming)))
    assert "A joint test" not in words(browser_of(ben).get(at(coming)))

    decide = browser_of(dora)
    assert decide.post(at(coming, f"suggestions/{robots.pk}/"), {"aside": "1"}).status_code == 422
    reason = {"aside": "1", "reason": "We did that last time."}
    assert decide.post(at(coming, f"suggestions/{robots.pk}/"), reason).status_code == 303
    assert decide.post(at(coming, f"suggestions/{north.pk}/"), {"take": "1"}).status_code == 303
    assert decide.post(at(coming, f"suggestions/{north.pk}/"), {"take": "1"}).status_code == 303
    assert decide.post(at(coming, f"suggestions/{north.pk}/"), reason).status_code == 409
    told = list(Notice.objects.filter(person=anna).order_by("id").values_list("kind", "title"))
    assert told == [
        ("agenda-suggestion-set-aside", "Not on the agenda: Robots"),
        ("agenda-suggestion-taken", "On the agenda: A joint test in the north"),
    ]
    assert "Set aside: We did that last time." in words(page.get(at(coming)))
    assert titles(coming) == ["A joint test in the north"]
    assert decide.post(at(coming, f"items/{robots.pk}/return/")).status_code == 303
    assert browser_of(ben).post(at(coming, f"suggestions/{robots.pk}/withdrawal/")).status_code == 404
    assert page.post(at(coming, f"suggestions/{robots.pk}/withdrawal/")).status_code == 303
    assert not AgendaItem.objects.filter(pk=robots.pk).exists()
    for number in range(suggesting.MOST_OPEN):
        suggesting.suggest_item(by=ben, meeting=coming, values={"title": f"Idea {number}"})
    assert browser_of(ben).post(at(coming, "suggestions/"), form).status_code == 422


def test_the_agenda_goes_to_each_invited_once(browser_of, dora, anna, coming, last, three_actions):
    page = browser_of(dora)
    actions.add_item(by=dora, meeting=coming, values={"title": "Test beds", "note": "Bring <papers>."})
    assert page.post(at(coming, "mailing/")).status_code == 422
    anna.time_zone, anna.language = "Europe/Helsinki", "de"
    anna.save()
    guest = {"address": "lind@example.org", "name": "Prof. Lind", "zone": "Europe/Lisbon"}
    Invitation.objects.create(meeting=coming, person=anna)
    Invitation.objects.create(meeting=coming, **guest)
    gone = {"address": "gone@example.org", "name": "Gone", "withdrawn_at": timezone.now()}
    Invitation.objects.create(meeting=coming, **gone)
    for _twice in range(2):
        assert page.post(at(coming, "mailing/")).status_code == 303
    to_anna, to_guest = Letter.objects.order_by("to")
    assert (to_anna.to, to_anna.language, to_guest.to) == ("anna@example.org", "de", "lind@example.org")
    assert "1. 15:00  Test beds" in to_anna.text
    assert "(Brüssel)" in to_anna.text
    assert to_anna.text.index("A-2026-1: Ask the port") < to_anna.text.index("Test beds")
    assert "A-2026-2" not in to_anna.text
    assert f"/de/{coming.group.slug}/meetings/{coming.pk}/agenda/" in to_anna.text
    assert "1. 13:00  Test beds" in to_guest.text
    assert "/agenda/" not in to_guest.text
    assert "A-2026" not in to_guest.text
    assert "&lt;papers&gt;" in to_guest.html
    assert "Sent as it is now:" in words(page.get(at(coming)))

    Invitation.objects.create(meeting=coming, address="late@example.org", name="Late")
    assert "1 invited person does not have it." in words(page.get(at(coming)))
    page.post(at(coming, "mailing/"))
    assert sorted(Letter.objects.values_list("to", flat=True)) == [
        "anna@example.org",
        "late@example.org",
        "lind@example.org",
    ]
    actions.add_item(by=dora, meeting=coming, values={"title": "Robots"})
    assert "It has changed since it was sent:" in words(page.get(at(coming)))
    page.post(at(coming, "mailing/"))
    assert Letter.objects.count() == 6
    assert Notice.objects.get(person=anna, key__endswith=Letter.objects.filter(to=anna.email)[0].key)


def test_what_becomes_of_an_item_at_the_meeting(dora, cora, coming):
    one, two = (actions.add_item(by=dora, meeting=coming, values={"title": t}) for t in ("One", "Two"))
    begun = actions.begin_item(by=dora, item=one)
    assert actions.begin_item(by=cora, item=one).began_at == begun.began_at
    actions.begin_item(by=cora, item=two)
    one.refresh_from_db()
    assert (one.outcome, one.ended_at is None) == (Outcome.DONE, False)
    assert actions.close_item(by=dora, item=one).outcome == Outcome.DONE
    with pytest.raises(Conflict):
        actions.postpone_item(by=cora, item=one)
    with pytest.raises(Conflict):
        actions.begin_item(by=cora, item=one)
    with pytest.raises(Refused):
        actions.remove_item(by=dora, item=one)
    assert actions.reopen_item(by=dora, item=one).began_at is None
    assert actions.postpone_item(by=cora, item=one).outcome == Outcome.POSTPONED
    three = actions.add_item(by=dora, meeting=coming, values={"title": "Three"})
    minutes = Minutes.objects.create(meeting=coming)
    Passage.objects.create(minutes=minutes, item=three)
    AgendaItem.objects.filter(pk=three.pk).update(suggested_by=cora)
    with pytest.raises(Refused):
        actions.remove_item(by=dora, item=three)
    actions.remove_item(by=dora, item=actions.add_item(by=dora, meeting=coming, values={"title": "Four"}))
    assert titles(coming) == ["One", "Two", "Three"]


def test_a_cancelled_meeting_has_no_agenda_to_write(browser_of, dora, anna, coming, three_actions):
    item = actions.add_item(by=dora, meeting=coming, values={"title": "Test beds"})
    Meeting.objects.filter(pk=coming.pk).update(state=MeetingState.CANCELLED)
    page = browser_of(dora)
    for rest in ("mailing/", "usual-items/", f"items/{item.pk}/removal/"):
        assert page.post(at(coming, rest)).status_code == 422
    assert "Test beds" in words(page.get(at(coming)))
    assert browser_of(anna).post(at(coming, "suggestions/"), {"title": "x", "minutes": 5}).status_code == 422


def test_an_item_belongs_to_its_meeting_and_an_agenda_to_its_group(
    browser_of, dora, carla, olga, coming, last, group
):
    item = actions.add_item(by=dora, meeting=coming, values={"title": "Test beds"})
    page = browser_of(dora)
    assert page.get(at(last, f"items/{item.pk}/")).status_code == 404
    assert page.post(at(last, f"items/{item.pk}/removal/")).status_code == 404
    assert page.get(at(coming, f"items/{2**70}/")).status_code == 404
    for somebody in (carla, olga):
        assert browser_of(somebody).get(at(coming)).status_code == 404
    Meeting.objects.filter(pk=coming.pk).update(audience="public")
    assert "Test beds" not in words(Client().get(f"/en/{group.slug}/meetings/{coming.pk}/"))
    assert Client().get(at(coming)).status_code == 302
    with pytest.raises(NotFound):
        actions.take_proposal(by=dora, meeting=coming, origin="")


def test_moderators_read_reasons_that_members_do_not(browser_of, dora, anna, group, other_hub, coming):
    """That a hub has joined is for all; that a term ends or an application waits, for moderators."""
    GroupMembership.objects.create(group=group, hub=other_hub, since=timezone.localdate())
    role = dora.group_roles.get()
    role.until = coming.held_on
    role.save()
    for one in queries.proposals_for(coming):
        if one.origin.startswith(("members.new", "members.terms")):
            actions.take_proposal(by=dora, meeting=coming, origin=one.origin)
    for_members = browser_of(anna).get(at(coming)).content.decode()
    assert "has been a member since" in for_members
    assert 'href="/en/hubs/sorvest/"' in for_members
    assert "Its last day is" not in for_members
    assert "Its last day is" in browser_of(dora).get(at(coming)).content.decode()
