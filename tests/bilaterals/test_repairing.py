"""The schedule is published; then somebody cancels, comes late, a table is lost, or two more want to meet."""

from __future__ import annotations

import pytest

from corridor.bilaterals.asking.actions import ask_for_meeting, withdraw_ask
from corridor.bilaterals.enums import BilateralState, Change, Proof, ProposalState
from corridor.bilaterals.models import BookedParty, Booking, Proposal
from corridor.bilaterals.repairing import actions
from corridor.bilaterals.scheduling.actions import request_proposal
from corridor.bilaterals.scheduling.making import make
from corridor.bilaterals.scheduling.publishing import publish_proposal
from corridor.events.registering.actions import cancel
from corridor.kernel.errors import Conflict
from corridor.kernel.waiting import waiting_for
from corridor.members.queries import viewer_of
from corridor.people.actions import erase
from corridor.post.models import Letter

from .making import agreed, booked, new_profile, published

pytestmark = pytest.mark.django_db
ROOM = "/en/smart-connectivity/events/summit/bilaterals/"
ME = "/en/smart-connectivity/events/summit/me/"


@pytest.fixture
def schedule(bilaterals, meetings):
    """Two at a time in the first three slots, at the first two tables."""
    places = [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]
    return published(bilaterals, dict(zip(meetings, places, strict=True)))


def told() -> list[str]:
    """Whose agendas were sent since it was asked last."""
    letters = Letter.objects.filter(kind__in=["bilateral-agenda", "bilaterals-none"])
    names = sorted(letters.values_list("name", flat=True))
    letters.delete()
    return names


def where(meeting) -> tuple[int, int]:
    found = Booking.objects.filter(meeting=meeting).values_list("slot__number", "table__number")
    return found.first()


def test_eve_cancels_one_meeting_and_only_its_two_people_are_told(
    bilaterals, people, meetings, dora, browser_of
):
    """Dora proposes, sees the proof, publishes; Eve cancels; Ben, whose day stays, hears nothing."""
    page = browser_of(dora)
    page.post(ROOM, {"seconds": "20"})
    make(Proposal.objects.get().pk)
    assert "Proven best" in page.get(f"{ROOM}schedules/1/").content.decode()
    assert page.post(f"{ROOM}schedules/1/publication/").status_code == 303
    assert told() == ["Anna", "Ben", "Carla", "Eve"]
    before = dict(Booking.objects.values_list("meeting", "revision"))

    carla_eve = meetings[1]
    assert page.get(f"{ROOM}meetings/{carla_eve.pk}/cancellation/").status_code == 200
    cancelled = page.post(f"{ROOM}meetings/{carla_eve.pk}/cancellation/", {"why": "Ill"})
    assert cancelled["Location"] == f"{ROOM}schedules/2/"
    shown = page.get(cancelled["Location"]).content.decode()
    assert "Proven least change: 0 published meetings move" in shown
    assert "Carla – Eve" in shown
    assert "and is not held" in shown
    assert (Booking.objects.count(), told()) == (6, [])  # nothing is said before it is published
    assert [item.kind for item in waiting_for(dora, viewer_of(dora))] == ["repair"]

    assert page.post(f"{ROOM}schedules/2/publication/").status_code == 303

    assert told() == ["Carla", "Eve"]
    del before[carla_eve.pk]
    assert dict(Booking.objects.values_list("meeting", "revision")) == before
    assert Proposal.objects.get(number=1).state == ProposalState.REPLACED


def test_ben_comes_later_and_the_others_stay_where_they_can(bilaterals, people, meetings, schedule, dora):
    third = bilaterals.slots.get(number=3)
    repair = actions.come_late(by=dora, profile=people[1], until=third.starts_at)
    assert (repair.moved, repair.least, repair.proof) == (2, 2, Proof.OPTIMAL)
    publish_proposal(by=dora, proposal=repair)
    assert [where(one) for one in (meetings[1], meetings[2])] == [(1, 2), (2, 1)]
    assert min(where(one)[0] for one in (meetings[0], meetings[3])) > 2
    assert told() == ["Anna", "Ben", "Eve"]
    moved = Booking.objects.filter(meeting__in=[meetings[0], meetings[3]])
    assert set(moved.values_list("revision", flat=True)) == {2}


def test_a_table_is_lost_and_its_meetings_go_to_another_in_the_same_slot(
    bilaterals, meetings, schedule, dora, browser_of
):
    lost = bilaterals.tables.get(number=2)
    page = browser_of(dora)
    assert page.post(f"{ROOM}changes/", {"change": "table-lost"}).status_code == 422
    assert page.post(f"{ROOM}changes/", {"change": "table-lost", "table": lost.pk}).status_code == 303
    repair = Proposal.objects.get(change=Change.TABLE_LOST)
    assert (repair.moved, repair.proof) == (0, Proof.OPTIMAL)
    publish_proposal(by=dora, proposal=repair)
    assert [where(one) for one in meetings] == [(1, 1), (1, 3), (2, 1), (2, 3), (3, 1), (3, 3)]


def test_two_more_want_to_meet_and_get_a_free_slot(bilaterals, people, schedule, dora, browser_of):
    anna, gil = people[0], new_profile(bilaterals, "Gil")
    late = agreed(anna, gil)
    page = browser_of(dora)
    assert "1 agreed meeting has no place" in page.get(f"{ROOM}changes/").content.decode()
    assert page.post(f"{ROOM}changes/", {"change": "new-request"}).status_code == 303
    publish_proposal(by=dora, proposal=Proposal.objects.get(change=Change.NEW_REQUEST))
    assert where(late)[0] == 4  # next to Anna's others
    assert told() == ["Anna", "Gil"]
    assert page.post(f"{ROOM}changes/", {"change": "new-request"}).status_code == 422


def test_who_does_not_come_is_missed_by_all_they_were_to_meet(bilaterals, people, schedule, dora):
    """But three who meet are still two without her."""
    _anna, ben, carla, eve = people
    three = agreed(ben, carla, eve)
    publish_proposal(by=dora, proposal=actions.take_in(by=dora, bilaterals=bilaterals))
    told()
    publish_proposal(by=dora, proposal=actions.leave(by=dora, profile=eve, change=Change.NO_SHOW))
    assert bilaterals.meetings.filter(state=BilateralState.CANCELLED).count() == 3
    assert sorted(str(one.profile) for one in three.booking.parties.all()) == ["Ben", "Carla"]
    assert told() == ["Anna", "Ben", "Carla", "Eve"]


def test_two_changes_at_once_lose_nothing(bilaterals, people, meetings, schedule, dora, browser_of):
    """The second repair knows of both; a repair of a schedule that is none any more is a conflict."""
    first = actions.cancel_meeting(by=dora, meeting=meetings[0])
    second = actions.cancel_meeting(by=dora, meeting=meetings[1])
    page = browser_of(dora)
    assert page.post(f"{ROOM}schedules/{first.number}/publication/").status_code == 409
    assert page.post(f"{ROOM}schedules/{second.number}/publication/").status_code == 303
    stale = actions.cancel_meeting(by=dora, meeting=meetings[2])
    Proposal.objects.filter(pk=stale.pk).update(of=first)  # as if another was published in between
    refused = page.post(f"{ROOM}schedules/{stale.number}/publication/")
    assert (refused.status_code, Booking.objects.count()) == (409, 4)
    assert "Another schedule was published" in refused.content.decode()
    with pytest.raises(Conflict):
        actions.cancel_meeting(by=dora, meeting=meetings[2])


def test_anna_cancels_her_own_meeting_and_nobody_elses(
    bilaterals, people, meetings, schedule, anna, browser_of
):
    people[0].registration.person = anna
    people[0].registration.save()
    page = browser_of(anna)
    assert "Cancel this meeting" in page.get(f"{ME}changes/").content.decode()
    assert page.get(f"{ME}meetings/{meetings[1].pk}/cancellation/").status_code == 404
    assert page.get(f"{ME}meetings/{meetings[0].pk}/cancellation/").status_code == 200
    assert page.post(f"{ME}meetings/{meetings[0].pk}/cancellation/", {"why": ""}).status_code == 303
    assert (Booking.objects.count(), told()) == (5, ["Anna", "Ben"])  # nobody else's day changes: at once
    assert page.post(f"{ME}changes/", {}).status_code == 422
    slot = bilaterals.slots.get(number=3)
    assert page.post(f"{ME}changes/", {"slot": slot.pk}).status_code == 303
    assert (Proposal.objects.first().state, told()) == (ProposalState.DONE, [])  # others move: Dora looks
    assert browser_of(None).get(f"{ME}changes/").status_code == 404


def test_who_is_erased_leaves_the_published_schedule(
    bilaterals, of_anna, of_carla, anna, settings, tmp_path, browser_of, carla
):
    settings.DATA_FOLDER = tmp_path
    published(bilaterals, {agreed(of_anna, of_carla): (1, 1)})
    erase(anna, by=anna)
    assert not Booking.objects.exists()
    assert Letter.objects.filter(kind="bilaterals-none", to=carla.email).exists()
    assert "There is nothing in your agenda yet." in browser_of(carla).get(f"{ME}agenda/").content.decode()


def test_who_was_taken_off_cancels_nothing_of_those_who_come(bilaterals, people, opened_by):
    """Her link still opens her registration, and nothing of the meeting that the others keep."""
    *others, of_eve = people
    shared = agreed(*others, of_eve)
    published(bilaterals, {shared: (1, 1)})
    eve = opened_by(of_eve)
    cancel(by=None, registration=of_eve.registration)
    assert eve.post(f"{ME}meetings/{shared.pk}/cancellation/", {"why": "x"}).status_code == 404
    assert eve.post(f"{ME}agenda/{shared.pk}/attendance/", {"came": "alone"}).status_code == 404
    shared.refresh_from_db()
    assert shared.state == BilateralState.AGREED
    assert set(BookedParty.objects.values_list("profile", flat=True)) == {one.pk for one in others}


def test_a_schedule_that_does_not_know_of_a_new_booking_is_not_published(bilaterals, people, meetings, dora):
    make(request_proposal(by=dora, bilaterals=bilaterals, seconds=20).pk)
    table = bilaterals.tables.last()
    booked(agreed(people[0], new_profile(bilaterals, "Gil")), bilaterals.slots.last(), table)
    with pytest.raises(Conflict, match="booked in the meantime"):
        publish_proposal(by=dora, proposal=Proposal.objects.get())


def test_who_asks_again_and_again_is_held_back(bilaterals, of_anna, of_carla):
    for _time in range(3):
        withdraw_ask(by=of_anna, ask=ask_for_meeting(by=of_anna, to=of_carla))
    with pytest.raises(Conflict, match="several times"):
        ask_for_meeting(by=of_anna, to=of_carla)
