"""Where proposals for an agenda come from: each with a reason that one can check, and the page it is on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.kernel import agenda
from corridor.kernel.agenda import Matter, Occasion, matters_for
from corridor.kernel.audience import Audience
from corridor.meetings.agenda import actions, queries
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import Approval, MinutesState
from corridor.meetings.minutes.models import Comment, Correction, Minutes, Passage
from corridor.meetings.models import Meeting, Series
from corridor.meetings.registers.models import Action
from corridor.members.admission.models import Application
from corridor.members.groups.elections.models import Election
from corridor.members.groups.handovers.models import Handover
from corridor.members.groups.models import Mandate, Milestone
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat
from tests.conftest import SINCE

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
GROUP = "/en/smart-connectivity/"


def in_days(days: int) -> date:
    return TODAY() + timedelta(days=days)


def said(day: date) -> str:
    return f"{day:%-d %B %Y}"


def held(group, series, days: int, **fields) -> Meeting:
    values = {"title": {"en": f"Plenary {days}"}, "held_on": in_days(days)}
    return Meeting.objects.create(group=group, series=series, **values | fields)


def proposed(meeting: Meeting, source: str) -> dict[str, tuple[str, str]]:
    """Title: reason and link."""
    found = (one for one in queries.proposals_for(meeting) if one.origin.startswith(f"{source}:"))
    return {one.matter.title: (one.matter.why, one.url) for one in found}


def at(meeting: Meeting, page: str) -> str:
    return f"{GROUP}meetings/{meeting.pk}/{page}"


# What earlier meetings left


def test_what_was_postponed_comes_back_until_it_is_taken_up(dora, group, series, coming):
    spring, summer = held(group, series, -60), held(group, series, -20)
    put = actions.add_item(by=dora, meeting=spring, values={"title": "Test beds", "minutes": 25})
    actions.postpone_item(by=dora, item=put)
    why = f"Postponed at “Plenary -60” on {said(spring.held_on)}."
    link = at(spring, f"agenda/#item-{put.pk}")
    assert proposed(coming, "meetings.postponed") == {"Test beds": (why, link)}
    assert proposed(spring, "meetings.postponed") == {}

    again = actions.take_proposal(by=dora, meeting=summer, origin=f"meetings.postponed:{put.pk}")
    assert (again.minutes, proposed(coming, "meetings.postponed")) == (25, {})
    actions.postpone_item(by=dora, item=again)
    assert proposed(coming, "meetings.postponed")["Test beds"][1] == at(summer, f"agenda/#item-{again.pk}")


def test_what_was_postponed_and_still_lives_is_proposed_once(dora, group, series, coming):
    """An action was to be talked about, and postponed, twice: it comes as the action, with both reasons."""
    spring, summer = held(group, series, -60), held(group, series, -20)
    action = noted(group, spring, 1, due_on=in_days(-30))
    taken = actions.take_proposal(by=dora, meeting=summer, origin=f"meetings.actions:{action.pk}")
    actions.postpone_item(by=dora, item=taken)
    assert proposed(coming, "meetings.postponed") == {}
    [(why, link)] = proposed(coming, "meetings.actions").values()
    assert why.endswith(f"Postponed at “Plenary -20” on {said(summer.held_on)}.")
    assert f"Overdue since {said(in_days(-30))}" in why
    assert link == f"{GROUP}actions/A-2026-1/"
    Action.objects.filter(pk=action.pk).update(state="done", closed_at=timezone.now())
    assert list(proposed(coming, "meetings.postponed")) == [taken.title]
    kept = actions.take_proposal(by=dora, meeting=coming, origin=f"meetings.postponed:{taken.pk}")
    actions.remove_item(by=dora, item=kept)
    assert list(proposed(coming, "meetings.postponed")) == [taken.title]


def test_what_the_last_meeting_did_not_reach(dora, group, series, coming):
    last = held(group, series, -20)
    first, second = (actions.add_item(by=dora, meeting=last, values={"title": t}) for t in ("A", "B"))
    now = timezone.now()
    Meeting.objects.filter(pk=last.pk).update(opened_at=now, closed_at=now)
    assert proposed(coming, "meetings.postponed") == {}
    actions.close_item(by=dora, item=first)
    why = f"Not reached at “Plenary -20” on {said(last.held_on)}."
    assert proposed(coming, "meetings.postponed") == {"B": (why, at(last, f"agenda/#item-{second.pk}"))}


def noted(group, meeting, number: int, **fields) -> Action:
    values = {"text": f"Do {number}", "noted_on": in_days(-60), "year": 2026}
    return Action.objects.create(group=group, meeting=meeting, number=number, **values | fields)


def test_old_actions_are_one_matter_and_a_task_force_has_its_own(group, series, coming):
    """Of the last meeting and overdue ones one by one; the plenary is not asked about the task force's."""
    older, last = held(group, series, -60), held(group, series, -20)
    other = held(group, Series.objects.create(group=group, slug="task-force"), -10)
    noted(group, older, 1), noted(group, older, 2), noted(group, None, 3)
    noted(group, older, 4, due_on=in_days(5)), noted(group, last, 5), noted(group, other, 6)
    noted(group, last, 7, state="done", closed_at=timezone.now())
    found = proposed(coming, "meetings.actions")
    assert list(found) == ["Action A-2026-4: Do 4", "Action A-2026-5: Do 5", "Open actions (3)"]
    assert found["Open actions (3)"][1] == f"{GROUP}actions/"
    assert queries.occasion_of(coming).before_id == last.pk


def test_actions_are_carried_from_agenda_to_agenda_one_by_one_until_they_are_closed(
    dora, group, series, coming
):
    """Whether the meeting reached them or not; what is done is not "not reached"."""
    older, last = held(group, series, -60), held(group, series, -20)
    rows = [noted(group, older, number) for number in (1, 2, 3, 4)]
    items = [
        AgendaItem.objects.create(meeting=last, title=f"{one}", origin=f"meetings.actions:{one.pk}")
        for one in rows[:3]
    ]
    now = timezone.now()
    Meeting.objects.filter(pk=last.pk).update(opened_at=now, closed_at=now)
    actions.close_item(by=dora, item=items[0])
    Action.objects.filter(pk=rows[1].pk).update(state="done", closed_at=now)
    assert list(proposed(coming, "meetings.actions")) == [
        *("Action A-2026-1: Do 1", "Action A-2026-3: Do 3", "Open actions (1)")
    ]
    assert proposed(coming, "meetings.postponed") == {}


def test_minutes_wait_for_approval_objections_and_corrections(anna, dora, group, series, coming):
    last = held(group, series, -20)
    minutes = Minutes.objects.create(meeting=last, state=MinutesState.DRAFT)
    passage = Passage.objects.create(minutes=minutes, text="We agreed.")
    day, link = said(last.held_on), at(last, "minutes/")
    assert proposed(coming, "meetings.minutes") == {}  # silence approves them
    Series.objects.filter(pk=series.pk).update(approval=Approval.NEXT_MEETING)
    writing = "They are still being written, and the next meeting approves them."
    assert proposed(coming, "meetings.minutes") == {f"Minutes of {day}: approval": (writing, link)}
    Minutes.objects.update(state=MinutesState.COMMENTS, comments_until=timezone.now())
    assert "open for comments" in proposed(coming, "meetings.minutes")[f"Minutes of {day}: approval"][0]

    Comment.objects.create(minutes=minutes, by=anna, text="We did not.", is_objection=True)
    Comment.objects.create(minutes=minutes, by=anna, text="A comma.")
    [(title, (_why, where))] = proposed(coming, "meetings.objections").items()
    assert (title, where) == (f"Objection to the minutes of {day}", link)
    Comment.objects.update(settled_at=timezone.now())
    assert proposed(coming, "meetings.objections") == {}

    Correction.objects.create(passage=passage, before="a", after="b", reason="A name", by=dora)
    [(title, (_why, where))] = proposed(coming, "meetings.corrections").items()
    assert (title, where) == (f"Correction of the minutes of {day}", link)
    Minutes.objects.update(state=MinutesState.APPROVED, approved_at=timezone.now())
    assert proposed(coming, "meetings.minutes") == {}


def test_reasons_are_in_the_language_of_the_meeting_and_links_in_that_of_the_reader(group, coming):
    Meeting.objects.filter(pk=coming.pk).update(language="de")
    coming.refresh_from_db()
    milestone = Milestone.objects.create(
        group=group, title={"en": "Joint test", "de": "Gemeinsamer Test"}, due_on=date(2026, 3, 3)
    )
    [(title, (why, link))] = proposed(coming, "members.milestones").items()
    assert "Gemeinsamer Test" in title
    assert "3. März 2026" in why
    assert link == f"{GROUP}settings/work-plan/{milestone.pk}/"


# What is due in the work of the group


def applied(group, norway, number: int, **fields) -> Application:
    values = {
        "hub_name": f"Nordhavn {number}",
        "hub_title": "Nordhavn",
        "hub_country": norway,
        "is_new_hub": True,
        "state": "open",
        "confirmed_at": timezone.now(),
        "due_on": in_days(10),
    }
    return Application.objects.create(group=group, name="Nils", email="n@example.org", **values | fields)


def test_applications_are_to_be_discussed_and_many_are_shortened(group, norway, coming):
    first = applied(group, norway, 1)
    applied(group, norway, 2, state="unconfirmed", confirmed_at=None, due_on=None)
    applied(group, norway, 3, state="declined")
    why = f"Nordhavn 1 asked to join on {said(TODAY())}. The answer is due by {said(in_days(10))}."
    link = f"{GROUP}applications/{first.pk}/"
    assert proposed(coming, "members.applications") == {"Application of Nordhavn 1": (why, link)}
    for number in range(10, 17):
        applied(group, norway, number)
    found = proposed(coming, "members.applications")
    assert len(found) == agenda.SHOWN
    assert found["3 other applications"][1] == f"{GROUP}applications/"


def test_new_members_are_welcomed_unless_they_are_hidden(group, series, hub, other_hub, norway, coming):
    held(group, series, -20)
    GroupMembership.objects.create(group=group, hub=other_hub, since=in_days(-19))
    hidden = Hub.objects.create(
        slug="hidden", name="Hidden", title="Hidden", kind="DIH", country=norway, audience=Audience.HUB
    )
    GroupMembership.objects.create(group=group, hub=hidden, since=in_days(-3), until=in_days(20))
    why = f"Sørvest has been a member since {said(in_days(-19))}."
    assert proposed(coming, "members.new") == {"Welcome: Sørvest": (why, "/en/hubs/sorvest/")}
    assert proposed(coming, "members.leaving") == {}
    GroupMembership.objects.filter(hub=other_hub).update(since=SINCE, until=in_days(30))
    assert proposed(coming, "members.new") == {}
    told = {"The membership of Sørvest ends": (f"Its last day is {said(in_days(30))}.", f"{GROUP}people/")}
    assert proposed(coming, "members.leaving") == told


def test_mandate_milestones_terms_elections_and_handovers(dora, cora, anna, group, series, coming):
    """What falls due before the meeting after the next; what is later waits."""
    after = held(group, series, 40)
    late = Milestone.objects.create(group=group, title={"en": "Joint test"}, due_on=in_days(-3))
    soon = Milestone.objects.create(group=group, title={"en": "Report"}, due_on=after.held_on)
    Milestone.objects.create(group=group, title={"en": "Far"}, due_on=in_days(41))
    Milestone.objects.create(group=group, title={"en": "Gone"}, due_on=in_days(-9), state="dropped")
    plan = f"{GROUP}settings/work-plan/"
    was = f"It was due on {said(in_days(-3))} and is not marked as done."
    assert proposed(coming, "members.milestones") == {
        "Milestone: Joint test": (was, f"{plan}{late.pk}/"),
        "Milestone: Report": (f"It is due on {said(after.held_on)}.", f"{plan}{soon.pk}/"),
    }
    Mandate.objects.create(group=group, valid_until=in_days(39))
    last_day = f"Its last day is {said(in_days(39))}."
    mandate = {"The mandate of the group": (last_day, f"{GROUP}settings/mandate/")}
    assert proposed(coming, "members.mandate") == mandate
    GroupRole.objects.filter(person=cora).update(until=in_days(39))
    GroupRole.objects.filter(person=dora).update(until=in_days(45))
    term = {"The term of Cora as co-moderator ends": (last_day, f"{GROUP}roles/")}
    assert proposed(coming, "members.terms") == term

    now = timezone.now()
    hours = {"nominations_close": now + timedelta(days=5), "voting_closes": now + timedelta(days=9)}
    election = Election.objects.create(group=group, role="moderator", term_since=in_days(50), **hours)
    why = f"Hubs can nominate until {said(in_days(5))} and vote until {said(in_days(9))}."
    told = {"Election: moderator": (why, f"{GROUP}elections/{election.pk}/")}
    assert proposed(coming, "members.elections") == told
    Election.objects.update(nominations_close=now - timedelta(days=1))
    assert proposed(coming, "members.elections")["Election: moderator"][0].startswith("Hubs can vote until")
    Election.objects.update(cancelled_at=now)
    assert proposed(coming, "members.elections") == {}

    role = cora.group_roles.get()
    Handover.objects.create(group=group, role=role, successor=anna, on_date=in_days(30))
    passed_on = f"Cora hands over to Anna on {said(in_days(30))}."
    told = {"Handover: co-moderator": (passed_on, f"{GROUP}handover/")}
    assert proposed(coming, "members.handovers") == told


def test_hubs_that_nobody_looks_after(group, hub, anna, coming):
    assert proposed(coming, "members.neglected") == {}
    Hub.objects.filter(pk=hub.pk).update(created_at=timezone.now() - timedelta(days=400))
    Seat.objects.filter(person=anna).delete()
    assert {title: link for title, (_why, link) in proposed(coming, "members.neglected").items()} == {
        "1 hub has nobody who edits it": f"{GROUP}upkeep/no-editor/",
        "1 profile was not confirmed for a year": f"{GROUP}upkeep/stale/",
    }


def test_the_most_urgent_comes_first_and_what_repeats_is_one(monkeypatch, group, coming):
    monkeypatch.setattr(agenda, "_SOURCES", {})
    one = Matter("1", "One", "Because.", "/en/", rank=40, due=in_days(9))
    two = Matter("2", "Two", "Since.", "/en/", rank=40, due=in_days(3))
    repeats = Matter("3", "Three", "It was left.", "/en/", rank=10, again="a:1")
    agenda.register_agenda_source("a", lambda _occasion: [two, one], open_to_members=True)
    agenda.register_agenda_source("b", lambda _occasion: [repeats])
    found = matters_for(Occasion(group.pk, coming.pk, coming.held_on))
    assert [(origin, matter.why) for origin, matter in found] == [
        ("a:1", "Because. It was left."),
        ("a:2", "Since."),
    ]
    assert agenda.is_open_to_members("a:1")
    assert not agenda.is_open_to_members("b:3")


def test_proposals_cost_the_same_for_one_and_for_thirty(
    browser_of, dora, anna, norway, group, series, coming
):
    last, page = held(group, series, -20), browser_of(dora)

    def filled(first: int, last_number: int) -> int:
        for number in range(first, last_number):
            noted(group, last, number, owner=anna)
            applied(group, norway, number)
            Milestone.objects.create(group=group, title={"en": f"M{number}"}, due_on=in_days(number))
            AgendaItem.objects.create(meeting=last, title=f"T{number}", outcome="postponed")
            AgendaItem.objects.create(meeting=coming, title=f"C{number}", position=number, speaker=anna)
            AgendaItem.objects.create(meeting=coming, title="S", state="suggested", suggested_by=anna)
            hub = Hub.objects.create(slug=f"h{number}", name="H", title="H", kind="DIH", country=norway)
            GroupMembership.objects.create(group=group, hub=hub, since=in_days(-1))
        page.get(at(coming, "agenda/"))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert page.get(at(coming, "agenda/")).status_code == 200
        return len(captured)

    few = filled(1, 2)
    assert filled(2, 32) == few
