"""Dora lets a schedule be made, sees what is proven of it, and publishes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from corridor.bilaterals.enums import Half, Proof, ProposalState
from corridor.bilaterals.models import Booking, Proposal
from corridor.bilaterals.scheduling import placing
from corridor.bilaterals.scheduling.actions import request_proposal, stop_proposal
from corridor.bilaterals.scheduling.making import make
from corridor.bilaterals.scheduling.problem import ONLINE, read_event
from corridor.bilaterals.scheduling.publishing import publish_proposal
from corridor.bilaterals.scheduling.showing import Shown
from corridor.engines.scheduling import Aim, solve_here
from corridor.events.enums import SessionKind
from corridor.events.models import Room, Session
from corridor.kernel.errors import Conflict
from corridor.post.models import Letter

from .conftest import NAMES
from .making import agreed, new_profile, published

pytestmark = pytest.mark.django_db


def of(bilaterals, number=1) -> str:
    event = bilaterals.event
    return f"/en/{event.group.slug}/events/{event.slug}/bilaterals/schedules/{number}/"


def test_the_problem_is_what_the_rows_say(bilaterals, people, meetings):
    """Anna is away at first, Ben comes late, Carla is online, Eve chose a workshop and the afternoon."""
    anna, ben, carla, eve = people
    slots = list(bilaterals.slots.all())
    anna.away.add(slots[0])
    ben.late_until = slots[2].starts_at
    ben.save()
    carla.registration.presence = "online"
    carla.registration.save()
    hours = {"starts_at": slots[5].starts_at + timedelta(minutes=5), "ends_at": slots[5].ends_at}
    event = bilaterals.event
    workshop = Session.objects.create(event=event, kind=SessionKind.WORKSHOP, title={"en": "5G"}, **hours)
    eve.registration.sessions.add(workshop)
    keynote = {"starts_at": slots[4].starts_at, "ends_at": slots[4].ends_at}
    Session.objects.create(event=event, kind=SessionKind.PLENARY, title={"en": "Keynote"}, **keynote)
    eve.half = Half.AFTERNOON
    eve.priority = 3
    eve.save()
    meetings[0].slot = slots[3]
    meetings[0].save()
    meetings[3].after.add(meetings[0])
    bilaterals.tables.filter(number=4).update(lost_at=event.starts_at)
    bilaterals.tables.filter(number=3).update(is_online=True)
    left = new_profile(bilaterals, "Left", state="cancelled")
    agreed(anna, left)

    read = read_event(bilaterals)

    problem = read.problem
    assert [profile.registration.name for profile in read.people] == list(NAMES)
    assert [sorted(one.forbidden) for one in problem.participants] == [[0, 4], [0, 1, 4], [], [4, 5]]
    assert problem.tables == ((2,) * 6, (1,) * 6)
    assert [one.kind for one in problem.meetings] == [0, ONLINE, ONLINE, 0, 0, ONLINE]
    assert [one.fixed for one in problem.meetings] == [3, None, None, None, None, None]
    assert [one.required for one in problem.meetings] == [True] + [False] * 5
    assert [one.priority for one in problem.meetings] == [1, 3, 1, 3, 3, 1]
    assert [one.wish == {3, 4, 5} for one in problem.meetings] == [False, True, False, True, True, False]
    assert problem.precedences == ((0, 3),)
    answer = solve_here(problem)
    faults, worth = placing.faults(problem, answer.schedule)
    assert (faults, tuple(worth[aim] for aim in problem.aims)) == ([], answer.objective)
    back = placing.from_json(placing.as_json(placing.placed(read, answer.schedule)))
    assert read.schedule_of(back) == answer.schedule
    online = {table.pk for table in read.tables[ONLINE]}
    kinds = {key: table in online for key, (_slot, table) in back.items()}
    assert all(
        kinds[row.pk] == (one.kind == ONLINE)
        for row, one in zip(read.meetings, problem.meetings, strict=True)
        if row.pk in kinds
    )


def test_dora_proposes_sees_the_proof_and_publishes(bilaterals, people, meetings, dora, anna, browser_of):
    page = browser_of(dora)
    overview = "/en/smart-connectivity/events/summit/bilaterals/"
    assert "No schedule has been made yet" in page.get(overview).content.decode()
    assert page.post(overview, {"seconds": "0"}).status_code == 422
    assert page.post(overview, {"seconds": "20"}).status_code == 303
    assert page.post(overview, {"seconds": "20"}).status_code == 409  # one at a time
    assert "waits for the worker" in page.get(of(bilaterals)).content.decode()
    assert "HX-Refresh" not in page.get(f"{of(bilaterals)}progress/").headers
    assert page.post(f"{of(bilaterals)}publication/").status_code == 409

    make(Proposal.objects.get().pk)

    assert page.get(f"{of(bilaterals)}progress/")["HX-Refresh"] == "true"
    shown = page.get(of(bilaterals)).content.decode()
    assert "Proven best" in shown
    assert "Anna – Ben" in shown
    made = Proposal.objects.get()
    assert made.values == made.bounds == {"unheld": 0, "idle": 0, "breaks": 0, "worst": 0}
    assert not Booking.objects.exists()
    assert page.post(f"{of(bilaterals)}publication/").status_code == 303
    assert Booking.objects.count() == 6
    assert Letter.objects.filter(kind="bilateral-agenda").count() == 4
    assert page.post(f"{of(bilaterals)}publication/").status_code == 409  # once is enough
    assert "Eve" in page.get(f"{of(bilaterals)}?show=people").content.decode()
    for address in (overview, of(bilaterals), f"{of(bilaterals)}progress/"):
        assert browser_of(anna).get(address).status_code == 404


def test_the_impossible_is_explained_by_the_demands_of_people_with_names(
    bilaterals, people, dora, browser_of
):
    """Anna and Ben, Anna and Carla, both fixed in the first slot."""
    anna, ben, carla, eve = people
    slot = bilaterals.slots.first()
    for other in (ben, carla):
        agreed(anna, other, slot=slot)
    agreed(ben, eve)
    made = request_proposal(by=dora, bilaterals=bilaterals, seconds=20)
    make(made.pk)
    made.refresh_from_db()
    assert (made.state, made.proof, made.placed) == (ProposalState.DONE, Proof.IMPOSSIBLE, {})
    shown = browser_of(dora).get(of(bilaterals)).content.decode()
    assert "Impossible" in shown
    assert f'href="{of(bilaterals)}?show=people#profile-{anna.pk}"' in shown
    assert "Anna, Ben is fixed" in shown
    assert f"profile-{eve.pk}" not in shown
    with pytest.raises(Conflict):
        publish_proposal(by=dora, proposal=made)


def test_what_cannot_be_held_says_why(bilaterals, people, meetings, dora, browser_of):
    """Anna has two slots for three meetings. If all have to be held, it is said what stands against it."""
    anna = people[0]
    anna.away.set(bilaterals.slots.all()[2:])
    made = request_proposal(by=dora, bilaterals=bilaterals, seconds=20)
    make(made.pk)
    made.refresh_from_db()
    assert (made.proof, made.values[Aim.UNHELD]) == (Proof.OPTIMAL, 1)
    shown = browser_of(dora).get(of(bilaterals)).content.decode()
    assert "Slots that suit all of them: 2. Somebody has another meeting in 2 of them" in shown
    whole = request_proposal(by=dora, bilaterals=bilaterals, seconds=20, all_held=True)
    make(whole.pk)
    shown = browser_of(dora).get(of(bilaterals, 2)).content.decode()
    assert "Anna has all meetings that have to be held." in shown
    assert "Anna is away, in a session" in shown


def test_a_stopped_search_ends_and_a_killed_worker_leaves_nothing_stuck(bilaterals, meetings, dora):
    made = request_proposal(by=dora, bilaterals=bilaterals, seconds=20)
    row = Proposal.objects.filter(pk=made.pk)
    row.update(state=ProposalState.RUNNING, started_at=timezone.now())  # by a worker that was killed
    stop_proposal(by=dora, proposal=made)
    assert row.get().state == ProposalState.RUNNING
    make(made.pk)  # the job is run again
    ended = row.get().ended_at
    assert row.get().state in (ProposalState.DONE, ProposalState.FAILED)
    make(made.pk)
    assert row.get().ended_at == ended
    waits = request_proposal(by=dora, bilaterals=bilaterals, seconds=20)  # and no worker ever comes
    stop_proposal(by=dora, proposal=waits)
    make(waits.pk)
    assert Proposal.objects.get(pk=waits.pk).state == ProposalState.FAILED
    assert request_proposal(by=dora, bilaterals=bilaterals, seconds=1).number == 3


def test_who_has_to_run_to_another_building_is_told_to_dora(bilaterals, people, meetings, dora, browser_of):
    """Anna's first two meetings are five minutes and two buildings apart; ten are needed."""
    rooms = [
        Room.objects.create(event=bilaterals.event, name=name, building=name) for name in ("Port", "Hill")
    ]
    for table, room in zip(bilaterals.tables.all(), rooms, strict=False):
        bilaterals.tables.filter(pk=table.pk).update(room=room)
    made = published(bilaterals, {meetings[0]: (1, 1), meetings[2]: (2, 2), meetings[3]: (3, 1)})
    page = browser_of(dora)
    assert "Too little time to walk" not in page.get(of(bilaterals)).content.decode()
    bilaterals.walk_minutes = 10
    bilaterals.save()
    shown = Shown(Proposal.objects.select_related("bilaterals__event").get(pk=made.pk))
    assert [(str(one), meeting.row) for one, meeting in shown.hurried()] == [("Anna", meetings[2])]
    assert "Too little time to walk" in page.get(of(bilaterals)).content.decode()
