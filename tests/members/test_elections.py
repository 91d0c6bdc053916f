"""Elections: one secret vote of each hub, closed by the database's clock, counted once (case 33)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.journal import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.members.enums import SeatRole
from corridor.members.groups.elections import actions, results
from corridor.members.groups.elections.counting import count
from corridor.members.groups.elections.models import Ballot, Candidate, Election, Participation
from corridor.members.groups.elections.queries import electorate
from corridor.members.models import GroupMembership, GroupRole, Hub
from corridor.members.queries import viewer_of
from corridor.post.answers import answer
from corridor.post.models import Question
from tests.conftest import SINCE, seated

ELECTIONS = "/en/smart-connectivity/elections/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def hubs(hub, other_hub, norway, group) -> list[Hub]:
    """Three member hubs: Nordlys, Sørvest, and Tredje."""
    third = Hub.objects.create(slug="tredje", name="Tredje", title="Tredje", kind="DIH", country=norway)
    for one in (other_hub, third):
        GroupMembership.objects.create(group=group, hub=one, since=SINCE)
    return [hub, other_hub, third]


@pytest.fixture
def dana(hubs):
    return seated("Dana", hubs[2], SeatRole.DELEGATE)


def opened(dora, group, **changes) -> Election:
    now = timezone.now()
    values = {
        "role": "moderator",
        "nominations_close": now + timedelta(days=7),
        "voting_closes": now + timedelta(days=14),
        "term_since": timezone.localdate() + timedelta(days=15),
    }
    return actions.open_election(by=dora, group=group, **values | changes)


def nominated(election, by, hub, person) -> Candidate:
    candidate = actions.nominate(by=by, election=election, hub=hub, person=person)
    return actions.answer_nomination(by=person, candidate=candidate, accepts=True)


def shifted(election, **days) -> Election:
    """The poll's hours moved, as time cannot be moved in the database."""
    now = timezone.now()
    Election.objects.filter(pk=election.pk).update(
        **{key: now + timedelta(days=n) for key, n in days.items()}
    )
    election.refresh_from_db()
    return election


def voting(election) -> Election:
    return shifted(election, nominations_close=-1, voting_closes=1)


def closed(election) -> Election:
    return shifted(election, nominations_close=-2, voting_closes=-1)


def test_from_the_nomination_to_the_new_moderator(browser_of, dora, anna, ben, carla, dana, hubs, group):
    """Anna is nominated and accepts by the link in her mail; she wins two to none."""
    page = browser_of(dora)
    now = timezone.localtime()
    form = {
        "role": "moderator",
        "nominations_close": (now + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"),
        "voting_closes": (now + timedelta(days=14)).strftime("%Y-%m-%dT%H:%M"),
        "term_since": (now.date() + timedelta(days=20)).isoformat(),
        "tie_rule": "support",
    }
    assert (
        page.post(f"{ELECTIONS}new/", form | {"voting_closes": form["nominations_close"]}).status_code == 422
    )
    assert page.post(f"{ELECTIONS}new/", form).status_code == 303
    election = Election.objects.get()
    address = f"{ELECTIONS}{election.pk}/"
    assert (
        browser_of(ben).post(f"{address}nomination/", {"who": f"{hubs[0].pk}-{anna.pk}"}).status_code == 303
    )
    assert browser_of(ben).post(f"{address}nomination/", {"who": f"{hubs[0].pk}-{ben.pk}"}).status_code == 409
    assert (
        browser_of(ben).post(f"{address}nomination/", {"who": f"{hubs[1].pk}-{carla.pk}"}).status_code == 404
    )
    question = Question.objects.get(purpose="candidacy")
    answer(key=question.plain_key, choice="yes")
    assert Candidate.objects.get().accepted_at is not None

    voting(election)
    results.keep_time()
    for voter, hub in ((ben, hubs[0]), (carla, hubs[1])):
        ballot = {"hub": hub.pk, "candidate": Candidate.objects.get().pk}
        assert browser_of(voter).get(address).status_code == 200
        assert browser_of(voter).post(f"{address}ballot/", ballot).status_code == 303
    again = browser_of(anna).post(f"{address}ballot/", {"hub": hubs[0].pk, "candidate": "none"})
    assert again.status_code == 409
    assert "already voted" in again.content.decode()

    closed(election)
    results.keep_time()
    results.keep_time()
    election.refresh_from_db()
    assert election.result["votes"] == {str(Candidate.objects.get().pk): 2}
    assert (election.given.person, election.given.basis) == (anna, "elected")
    sealed = JournalEntry.objects.get(verb="count-election")
    assert sealed.after["electorate"] == 3
    text = browser_of(dana).get(address).content.decode()
    assert "is elected" in text
    assert GroupRole.objects.filter(group=group, role="moderator").count() == 2


def test_a_ballot_says_nothing_of_its_hub(dora, anna, ben, carla, hubs, group):
    election = opened(dora, group)
    candidate = nominated(election, anna, hubs[0], anna)
    voting(election)
    actions.cast_ballot(by=carla, election=election, hub=hubs[1], candidate=candidate)
    columns = {field.name for field in Ballot._meta.get_fields()}
    assert columns == {"id", "election", "candidate"}
    assert {field.name for field in Participation._meta.get_fields()} == {"id", "election", "hub", "by"}
    entry = JournalEntry.objects.get(verb="vote")
    assert entry.after == {"hub": hubs[1].pk}


def test_votes_outside_the_hours_and_of_strangers_do_not_count(dora, anna, carla, otto, hubs, group):
    election = opened(dora, group)
    candidate = nominated(election, anna, hubs[0], anna)
    with pytest.raises(Conflict):  # not yet open
        actions.cast_ballot(by=carla, election=election, hub=hubs[1], candidate=candidate)
    voting(election)
    for somebody, hub in ((otto, hubs[1]), (carla, hubs[0]), (dora, hubs[1])):
        with pytest.raises(NotFound):
            actions.cast_ballot(by=somebody, election=election, hub=hub, candidate=candidate)
    closed(election)
    with time_machine.travel(timezone.now() - timedelta(days=1, hours=12)), pytest.raises(Conflict):
        # the web process thinks that it is still yesterday: the database knows better
        actions.cast_ballot(by=carla, election=election, hub=hubs[1], candidate=candidate)
    assert Ballot.objects.count() == Participation.objects.count() == 0
    with pytest.raises(Conflict):
        actions.answer_nomination(by=anna, candidate=candidate, accepts=False)


@pytest.mark.django_db(transaction=True)
def test_a_hub_votes_once_however_many_press_at_the_same_moment(dora, anna, ben, hubs, group):
    election = opened(dora, group)
    candidate = nominated(election, anna, hubs[0], anna)
    voting(election)
    said = []

    def vote(person):
        try:
            actions.cast_ballot(by=person, election=election, hub=hubs[0], candidate=candidate)
            said.append("taken")
        except Conflict:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=vote, args=(person,)) for person in (anna, ben) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["refused"] * 7 + ["taken"]
    assert Ballot.objects.count() == 1
    closed(election)
    results.count_election(election=election)
    results.count_election(election=election)
    election.refresh_from_db()
    numbers = election.result
    assert sum(numbers["votes"].values()) + numbers["abstained"] == Participation.objects.count() == 1
    assert JournalEntry.objects.filter(verb="count-election").count() == 1


def tied(dora, group, hubs, anna, carla, **changes) -> Election:
    election = opened(dora, group, **changes)
    mine, theirs = nominated(election, anna, hubs[0], anna), nominated(election, carla, hubs[1], carla)
    voting(election)
    actions.cast_ballot(by=anna, election=election, hub=hubs[0], candidate=mine)
    actions.cast_ballot(by=carla, election=election, hub=hubs[1], candidate=theirs)
    return results.count_election(election=closed(election))


def test_equal_votes_are_decided_by_the_support_team_and_by_nobody_else(
    browser_of, dora, anna, carla, tess, otto, hubs, group
):
    election = tied(dora, group, hubs, anna, carla)
    address = f"{ELECTIONS}{election.pk}/decision/"
    chosen = {"candidate": Candidate.objects.get(person=carla).pk, "reason": "Longest in the group"}
    for person in (dora, otto, anna):
        assert browser_of(person).post(address, chosen).status_code == 404
    assert browser_of(tess).post(address, chosen | {"reason": ""}).status_code == 422
    assert browser_of(tess).post(address, chosen).status_code == 303
    assert browser_of(tess).post(address, chosen).status_code == 409
    election.refresh_from_db()
    assert election.given.person == carla
    assert JournalEntry.objects.get(verb="decide-tie").after["reason"] == "Longest in the group"


def test_equal_votes_lead_to_a_second_round_where_that_is_the_rule(dora, anna, carla, dana, hubs, group):
    election = tied(dora, group, hubs, anna, carla, tie_rule="second-round")
    second = Election.objects.get(first_round=election)
    assert set(second.candidates.values_list("person", flat=True)) == {anna.pk, carla.pk}
    theirs = second.candidates.get(person=carla)
    actions.cast_ballot(by=dana, election=second, hub=hubs[2], candidate=theirs)
    results.count_election(election=closed(second))
    assert Election.objects.get(pk=second.pk).given.person == carla


def test_who_is_elected_again_serves_without_a_gap(dora, anna, hubs, group):
    """Anna moderates without an end; elected again, her old term ends where the new one begins."""
    old = GroupRole.objects.create(person=anna, group=group, role="moderator", since=SINCE)
    election = opened(dora, group)
    candidate = nominated(election, anna, hubs[0], anna)
    voting(election)
    actions.cast_ballot(by=anna, election=election, hub=hubs[0], candidate=candidate)
    results.count_election(election=closed(election))
    old.refresh_from_db()
    new = Election.objects.get().given
    assert old.until == new.since - timedelta(days=1)


def test_hubs_that_join_after_the_poll_began_do_not_vote(dora, hubs, group, norway):
    election = voting(opened(dora, group))
    late = Hub.objects.create(slug="late", name="Late", title="Late", kind="DIH", country=norway)
    GroupMembership.objects.create(group=group, hub=late, since=timezone.localdate())
    assert set(electorate(election)) == set(hubs)


def test_counting_is_arithmetic():
    assert count(5, {1: 2, 2: 1}, 1).winner == 1
    assert count(5, {1: 2, 2: 2, 3: 1}, 0).tied == [1, 2]
    empty = count(5, {1: 0, 2: 0}, 3)
    assert (empty.winner, empty.tied) == (None, [])
    assert count(0, {}, 0).winner is None


def test_elections_are_for_the_group(browser_of, dora, carla, group, hub):
    """Carla's hub is in another group: she does not even learn that there is an election."""
    election = opened(dora, group)
    assert browser_of(carla).get(f"{ELECTIONS}{election.pk}/").status_code == 404
    assert browser_of(dora).post(f"{ELECTIONS}{election.pk}/cancellation/").status_code == 303
    assert browser_of(dora).post(f"{ELECTIONS}{election.pk}/cancellation/").status_code == 409


def test_what_waits_for_whom(browser_of, dora, anna, ben, tess, hubs, group, carla):
    """Anna is asked whether she stands, then each hub whether it votes; Tess decides between equal votes."""
    election = opened(dora, group)
    candidate = actions.nominate(by=ben, election=election, hub=hubs[0], person=anna)

    def waits(person) -> list[str]:
        items = waiting_for(person, viewer_of(person))
        return [item.title.split(":")[0] for item in items if item.kind == "election"]

    assert (waits(anna), waits(ben)) == (["Do you stand for election?"], [])
    assert len(waiting_for(anna, viewer_of(anna))) == 1  # the question in her mail is no second item
    (item,) = waiting_for(anna, viewer_of(anna))
    yes, _no = item.answers  # in one tap
    assert browser_of(anna).post(yes.url, dict(yes.fields)).status_code == 303
    candidate.refresh_from_db()
    assert candidate.accepted_at is not None
    assert waits(anna) == []
    theirs = nominated(election, carla, hubs[1], carla)
    voting(election)
    assert waits(ben) == waits(carla) == ["Your hub has a vote"]
    actions.cast_ballot(by=anna, election=election, hub=hubs[0], candidate=candidate)
    actions.cast_ballot(by=carla, election=election, hub=hubs[1], candidate=theirs)
    assert waits(ben) == waits(carla) == waits(dora) == []
    results.count_election(election=closed(election))
    assert waits(tess) == ["Equal votes"]
