"""The first page after signing in: what waits for Anna, Dora and Olga, and the answers in one tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.bilaterals.models import Ask, Proposal
from corridor.catalogue.models import CoProvider, Review
from corridor.kernel import waiting
from corridor.kernel.models import JournalEntry
from corridor.kernel.waiting import Item, OneTap, register_waiting, waiting_for
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.minutes.models import Minutes
from corridor.meetings.models import Meeting
from corridor.meetings.polls.models import Poll, PollInvitee
from corridor.meetings.registers.models import Action
from corridor.meetings.votes.models import Elector, Vote
from corridor.members.admission.models import Application, Claim
from corridor.members.groups.elections.models import Election
from corridor.members.groups.handovers.models import Handover
from corridor.members.groups.models import Milestone
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat
from corridor.members.queries import viewer_of
from corridor.people.actions import erase
from corridor.post.models import InboundMail, Suppression
from tests.bilaterals.making import new_bilaterals, new_event, new_profile
from tests.catalogue.making import make_service
from tests.conftest import PASSWORD, SINCE, person, seated
from tests.referrals.making import make_need, make_referral

LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture(autouse=True)
def forget_counts(db):
    cache.clear()


@pytest.fixture
def only(monkeypatch):
    """Only this source offers anything."""

    def make(*items: Item) -> None:
        monkeypatch.setattr(waiting, "_SOURCES", {})
        register_waiting("story", lambda *_: items)

    return make


@pytest.fixture
def stale(hub):
    Hub.objects.filter(pk=hub.pk).update(created_at=LONG_AGO)
    return hub


def page_of(client) -> str:
    response = client.get("/en/now/")
    assert response.status_code == 200
    return response.content.decode()


def item(title: str, **values) -> Item:
    return Item(
        kind="story", title=title, url="/en/", **({"for_whom": "Nordlys", "as_role": "editor"} | values)
    )


def test_what_is_due_comes_first_and_each_place_has_its_items(browser_of, anna, only):
    day = timezone.localdate()
    only(
        item("Someday"),
        item("Late", for_whom="The group", as_role="moderator", due=day - timedelta(days=2)),
        item(
            "Tomorrow", due=day + timedelta(days=1), answers=(OneTap("Yes", "/en/x/", (("answer", "yes"),)),)
        ),
    )
    page = page_of(browser_of(anna))
    places = [page.index(word) for word in ("The group", ">Late<", ">Tomorrow<", ">Someday<")]
    assert places == sorted(places)
    assert "3 things wait for you." in page
    assert "2 are due within a week." in page
    assert "2 days late" in page
    assert "due in 1 day" in page
    assert '<form method="post" action="/en/x/">' in page
    assert '<input type="hidden" name="answer" value="yes">' in page


def test_nothing_waits_and_the_next_meeting_is_told(browser_of, anna, group, only):
    only()
    assert "Nothing waits for you." in (page := page_of(browser_of(anna)))
    assert "No meeting is announced" in page
    Meeting.objects.create(
        group=group,
        held_on=timezone.localdate() + timedelta(days=9),
        title={"en": "In Tromsø"},
        place="Tromsø",
    )
    assert "Next meeting:" in (page := page_of(browser_of(anna)))
    assert "In Tromsø" in page


def test_a_hostile_name_stays_text(browser_of, anna, only):
    only(item("<script>alert(1)</script>", for_whom="</h2><img src=x onerror=alert(2)>"))
    page = page_of(browser_of(anna))
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_an_editor_says_in_one_tap_that_the_profile_is_still_right(browser_of, anna, ben, stale):
    client = browser_of(anna)
    assert "Is your hub’s profile still right?" in page_of(client)
    assert "Is your hub’s profile still right?" not in page_of(browser_of(ben))  # an alternate edits nothing
    address = "/en/hubs/nordlys/confirmation/"
    answers = [client.post(address), client.post(address)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(303, "/en/now/")] * 2
    assert JournalEntry.objects.filter(verb="confirm-hub", by=anna).count() == 1  # case 34: tapped twice
    assert "Is your hub’s profile still right?" not in page_of(client)


def test_a_moderator_sees_which_hubs_nobody_looks_after(browser_of, dora, anna, group, norway, stale):
    lonely = Hub.objects.create(slug="lonely", name="Lonely", title="Lonely", kind="DIH", country=norway)
    hidden = Hub.objects.create(
        slug="hidden", name="Hidden", title="Hidden", kind="DIH", country=norway, audience="hub"
    )
    for one in (lonely, hidden):
        GroupMembership.objects.create(group=group, hub=one, since=SINCE)
    client = browser_of(dora)
    page = page_of(client)
    assert "1 hub has nobody who edits it" in page
    assert "1 hub is in the hands of one person" in page
    assert "1 profile was not confirmed for a year" in page

    def listed(neglect: str) -> str:
        return client.get(f"/en/smart-connectivity/upkeep/{neglect}/").content.decode()

    assert "Lonely" in listed("no-editor")
    assert "Hidden" not in listed("no-editor")  # a moderator is no reader of a hub's own records
    assert "Nordlys" in listed("one-editor")
    assert "Nordlys" in listed("stale")
    seated("Second", stale, "editor")
    cache.clear()
    assert "in the hands of one person" not in page_of(client)
    assert "None: every hub is looked after." in listed("one-editor")


def test_when_the_last_editor_and_the_last_moderator_leave_others_are_told(
    browser_of, anna, dora, cora, olga, stale, settings, tmp_path
):
    settings.DATA_FOLDER = tmp_path
    erase(anna)
    assert "1 hub has nobody who edits it" in page_of(browser_of(dora))
    assert "This group has no moderator" not in page_of(browser_of(olga))
    erase(dora)
    erase(cora)
    cache.clear()
    assert "This group has no moderator" in page_of(browser_of(olga))


def something_of_everything(norway, group, hub, anna, ben, carla, dora, otto) -> None:
    """Every room has something for somebody."""
    day, now = timezone.localdate(), timezone.now()
    sender = {"name": "Nils", "email": "nils@example.org", "consent": "I agree.", "confirmed_at": now}
    of_hub = {
        "hub_name": "Ny",
        "hub_title": "Ny",
        "hub_country": norway,
        "hub_kind": "DIH",
        "is_new_hub": True,
    }
    Application.objects.create(group=group, state="open", due_on=day, why="It fits.", **sender, **of_hub)
    Claim.objects.create(hub=hub, state="open", due_on=day + timedelta(days=3), **sender)
    Seat.objects.filter(person=ben).update(until=day + timedelta(days=9))
    GroupRole.objects.filter(person=otto).update(until=day)
    Milestone.objects.create(group=group, due_on=day - timedelta(days=1), title={"en": "Late"})
    Election.objects.create(
        group=group,
        role="co-moderator",
        nominations_close=now - timedelta(days=1),
        voting_closes=now + timedelta(days=1),
        term_since=day,
    )
    role = GroupRole.objects.get(person=dora)
    Handover.objects.create(role=role, group=group, successor=carla, on_date=day + timedelta(days=5))
    Suppression.objects.create(address="anna@example.org", obstacle="bounce")
    InboundMail.objects.create(digest="1", arrival="other")
    outcomes_of_a_meeting(group, hub, anna)
    services_that_wait(group, hub, anna, carla)
    needs_that_wait(group, hub, carla)
    repaired = {"state": "done", "change": "cancelled", "number": 1}
    Proposal.objects.create(bilaterals=new_bilaterals(group, event=new_event(group, "fair")), **repaired)
    somebody_asks_for_a_meeting(group, anna)


def somebody_asks_for_a_meeting(group, anna) -> None:
    """Anna, at an event to which both come."""
    made = new_bilaterals(group)
    asked = new_profile(made, "Anna", person=anna, email=anna.email)
    Ask.objects.create(bilaterals=made, by=new_profile(made, "Nils"), to=asked)


def needs_that_wait(group, hub, carla) -> None:
    """One for Dora to look at, one that Carla's hub has not answered, one that it asks Anna about."""
    asked = Seat.objects.get(person=carla).hub
    make_need(group, state="received", due_on=timezone.localdate())
    make_referral(make_need(group, hub), asked, due_on=timezone.localdate() - timedelta(days=1))
    make_referral(make_need(group, hub), asked, state="asked")


def services_that_wait(group, hub, anna, carla) -> None:
    """One for Dora to review, one that Carla's hub is asked about, one returned to Anna, one stale."""
    waits = {"state": "draft", "submitted_at": timezone.now(), "submitted_by": anna}
    make_service(hub, group, slug="submitted", **waits)
    joint = make_service(hub, group, slug="joint", **waits)
    asked = Seat.objects.get(person=carla).hub
    CoProvider.objects.create(service=joint, hub=asked, asked_version=1)
    returned = make_service(hub, group, slug="returned", state="draft")
    Review.objects.create(service=returned, version=1, verdict="returned", comment="Which bands?")
    make_service(hub, group, slug="stale", good_until=timezone.localdate() - timedelta(days=1))


def outcomes_of_a_meeting(group, hub, anna) -> None:
    """An action of Anna's, and a vote of her hub."""
    day, now = timezone.localdate(), timezone.now()
    meeting = Meeting.objects.create(group=group, held_on=day, title={"en": "Plenary"})
    Action.objects.create(group=group, year=2026, number=1, text="Ask.", owner=anna, noted_on=day)
    vote = Vote.objects.create(
        meeting=meeting, question="Yes?", quorum=1, opened_at=now, closes_at=now + timedelta(hours=1)
    )
    Elector.objects.create(vote=vote, hub=hub)
    closed = timezone.now() - timedelta(days=1)
    hours = {"opened_at": closed - timedelta(hours=2), "closed_at": closed}
    held = Meeting.objects.create(group=group, held_on=day, title={"en": "Held"}, **hours)
    Minutes.objects.create(meeting=held)
    before_the_next_meeting(group, hub, anna)


def before_the_next_meeting(group, hub, anna) -> None:
    """Anna is invited and asked for a date, somebody suggested something, and a poll is over."""
    day, now = timezone.localdate() + timedelta(days=9), timezone.now()
    coming = Meeting.objects.create(group=group, held_on=day, title={"en": "Coming"})
    Invitation.objects.create(meeting=coming, person=anna, hub=hub, sent_revision=0)
    AgendaItem.objects.create(meeting=coming, title="Ports", state="suggested", suggested_by=anna)
    for closes_at in (now + timedelta(days=1), now - timedelta(days=1)):
        drafted = Meeting.objects.create(group=group, state="draft", title={"en": "Drafted"})
        poll = Poll.objects.create(meeting=drafted, minutes=60, closes_at=closes_at)
        PollInvitee.objects.create(poll=poll, person=anna, hub=hub)


def test_no_source_is_passed_over_that_has_something(
    norway, group, stale, anna, ben, carla, dora, otto, olga, other_hub
):
    """Each source says in SQL whether it is worth asking; this asks them all the same."""
    something_of_everything(norway, group, stale, anna, ben, carla, dora, otto)
    told: set[str] = set()
    for somebody in (anna, ben, carla, dora, otto, olga):
        viewer = viewer_of(somebody)
        everything = {name: list(one.source(somebody, viewer)) for name, one in waiting._SOURCES.items()}
        told |= {name for name, items in everything.items() if items}
        assert sorted(map(str, waiting_for(somebody, viewer))) == sorted(
            str(item) for items in everything.values() for item in items
        )
    asked_first = {name for name, one in waiting._SOURCES.items() if one.if_any}
    assert told >= asked_first - {"post.questions"}  # which test_now_mail.py asks
    assert len(asked_first) > 8


def test_the_count_beside_the_name_is_counted_anew_after_an_answer(browser_of, anna, stale, only):
    only(item("One"), item("Two"))
    client = browser_of(anna)
    assert 'aria-label="2 things"' in client.get("/en/hubs/").content.decode()
    only(item("One"))
    assert 'aria-label="2 things"' in client.get("/en/hubs/").content.decode()
    client.post("/en/hubs/nordlys/confirmation/")
    assert 'aria-label="1 thing"' in client.get("/en/hubs/").content.decode()


def test_signing_in_leads_here(eve, anna):
    response = eve.post("/en/sign-in/", {"username": "anna@example.org", "password": PASSWORD})
    assert response["Location"] == "/en/now/"


def test_it_costs_the_same_for_one_hub_and_for_thirty(browser_of, dora, anna, group, norway, stale):
    def queries(somebody, address: str) -> int:
        client = browser_of(somebody)
        client.get(address)
        cache.delete(f"waiting:{somebody.pk}")
        with CaptureQueriesContext(connection) as told:
            assert client.get(address).status_code == 200
        return len(told)

    pages = ["/en/now/", "/en/account/", "/en/account/privacy/", "/en/smart-connectivity/upkeep/stale/"]
    one = [queries(dora, address) for address in pages], queries(anna, "/en/now/")
    for n in range(30):
        hub = Hub.objects.create(slug=f"h{n}", name=f"H{n}", title=f"H{n}", kind="DIH", country=norway)
        Hub.objects.filter(pk=hub.pk).update(created_at=LONG_AGO)
        GroupMembership.objects.create(group=group, hub=hub, since=SINCE)
        Seat.objects.create(person=anna, hub=hub, role="editor", since=SINCE)
        Seat.objects.create(person=person(f"P{n}"), hub=hub, role="editor", since=SINCE)
    assert ([queries(dora, address) for address in pages], queries(anna, "/en/now/")) == one
