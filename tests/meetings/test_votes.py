"""Votes at meetings: one of each hub, closed by the database's clock, sealed in the journal (33, 38)."""

from __future__ import annotations

import hashlib
import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.journal import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.meetings.models import Decision, Elector, Meeting, Vote, VoteBallot
from corridor.meetings.votes import actions, queries
from corridor.meetings.votes.counting import count, quorum_of, seal_of
from corridor.members.enums import SeatRole
from corridor.members.models import GroupMembership, Hub, Seat, WorkingGroup
from corridor.members.queries import viewer_of
from corridor.people.models import Person
from corridor.vocab.models import Country
from tests.conftest import SINCE, with_role

pytestmark = pytest.mark.django_db


def opened(dora, meeting, **changes) -> Vote:
    values = {
        "question": "Do we test in Lisbon?",
        "is_secret": False,
        "majority": "simple",
        "closes_at": timezone.now() + timedelta(minutes=5),
    }
    return actions.open_vote(by=dora, meeting=meeting, **values | changes)


def ended(vote) -> Vote:
    """As if its time were over: the database's clock cannot be moved."""
    hours = [timezone.now() - timedelta(minutes=minutes) for minutes in (10, 1)]
    Vote.objects.filter(pk=vote.pk).update(opened_at=hours[0], closes_at=hours[1])
    return Vote.objects.get(pk=vote.pk)


def test_seven_hubs_vote_on_their_phones_and_it_passes_with_quorum(
    browser_of, dora, anna, seven_hubs, hub, coming, django_assert_max_num_queries
):
    """Five for, one against, one stays out, Nordlys says nothing; it becomes a decision in one tap."""
    page = browser_of(dora)
    votes = f"/en/smart-connectivity/meetings/{coming.pk}/votes/"
    form = {"question": "Do we test in Lisbon?", "how": "open", "majority": "two-thirds", "minutes": "10"}
    assert page.get(f"{votes}new/").status_code == 200
    assert page.post(f"{votes}new/", form | {"question": ""}).status_code == 422
    assert page.post(f"{votes}new/", form).status_code == 303
    vote = Vote.objects.get()
    address = f"{votes}{vote.pk}/"
    assert (vote.electors.count(), vote.quorum) == (8, 4)
    person = seven_hubs[0].person
    (item,) = waiting_for(person, viewer_of(person))
    assert (item.title, item.url) == ("Your hub has a vote: Do we test in Lisbon?", address)

    choices = ["yes"] * 5 + ["no"]
    for one, choice in zip(seven_hubs, choices, strict=False):
        given = browser_of(one.person).post(f"{address}ballot/", {"hub": one.hub.pk, "choice": choice})
        assert given.status_code == 303
    out = seven_hubs[6]
    concerned = {"hub": out.hub.pk, "reason": "It is our own test bed."}
    assert browser_of(out.person).post(f"{address}recusal/", concerned | {"reason": " "}).status_code == 422
    assert browser_of(out.person).post(f"{address}recusal/", concerned).status_code == 303
    vote.refresh_from_db()
    assert vote.quorum == 4  # half of seven, rounded up
    member = browser_of(anna)
    member.get(address)
    with django_assert_max_num_queries(14):
        running = member.get(address).content.decode()
    assert "Athína" not in running
    state = browser_of(anna).get(f"{address}state/?was=open")
    assert "Voted: <strong>6</strong> of 7" in " ".join(state.content.decode().split())
    assert "HX-Refresh" not in state.headers

    assert page.post(f"{address}closing/").status_code == 303
    assert browser_of(anna).get(f"{address}state/?was=open").headers["HX-Refresh"] == "true"
    told = browser_of(anna).get(address).content.decode()
    for words in ("Carried.", "5 for, 1 against, 0 abstained", "our own test bed", "the seal holds"):
        assert words in told
    vote.refresh_from_db()
    sealed = browser_of(anna).get(f"{address}result.json").content
    assert hashlib.sha256(sealed).hexdigest() == vote.seal == journal_seal(vote)
    late = browser_of(anna).post(f"{address}ballot/", {"hub": hub.pk, "choice": "no"})
    assert (late.status_code, "The vote is closed." in late.content.decode()) == (409, True)
    noted = page.post(f"{address}decision/")
    decision = Decision.objects.get()
    assert noted.headers["Location"].endswith(f"/decisions/{decision.code}/")
    assert (decision.text, decision.vote) == ("Do we test in Lisbon?", vote)
    assert page.post(f"{address}decision/").status_code == 409
    assert "Do we test in Lisbon?" in browser_of(anna).get(votes).content.decode()


def journal_seal(vote) -> str:
    entry = JournalEntry.objects.get(verb="count-vote", record_id=str(vote.pk))
    return entry.after["seal"]


def test_a_changed_ballot_breaks_the_seal(browser_of, dora, seven_hubs, coming):
    vote = opened(dora, coming)
    for one in seven_hubs:
        actions.cast(by=one.person, vote=vote, hub=one.hub, choice="yes")
    vote = actions.close_vote(by=dora, vote=vote)
    assert queries.check_of(vote).holds
    with connection.cursor() as cursor:  # by somebody who is stronger than the trigger
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            "update meetings_voteballot set choice = 'no' where hub_id = %s", [seven_hubs[0].hub.pk]
        )
        cursor.execute("set local session_replication_role = origin")
    assert not queries.check_of(vote).holds
    address = f"/en/smart-connectivity/meetings/{coming.pk}/votes/{vote.pk}/"
    assert "does not hold" in browser_of(dora).get(address).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("update meetings_voteballot set choice = 'yes'")
        cursor.execute("set local session_replication_role = origin")
    faked = vote.result | {"no": 1}
    Vote.objects.filter(pk=vote.pk).update(result=faked, seal=seal_of(faked))
    vote = queries.votes().get(pk=vote.pk)
    assert not queries.check_of(vote).holds, "the journal still has the first one"


def test_an_open_vote_can_be_changed_by_who_knows_what_it_replaces(dora, anna, ben, hub, coming):
    vote = opened(dora, coming)
    actions.cast(by=anna, vote=vote, hub=hub, choice="yes")
    actions.cast(by=ben, vote=vote, hub=hub, choice="yes")  # the same again: nothing to say
    with pytest.raises(Conflict, match="already voted for your hub: yes"):
        actions.cast(by=ben, vote=vote, hub=hub, choice="no")
    actions.cast(by=ben, vote=vote, hub=hub, choice="no", instead_of="yes")
    assert VoteBallot.objects.get().choice == "no"
    last, first = JournalEntry.objects.filter(verb="cast-vote")
    assert (first.before, last.before, last.after) == ({}, {"choice": "yes"}, {"hub": hub.pk, "choice": "no"})


def test_a_secret_vote_is_tied_to_no_hub_anywhere(dora, seven_hubs, coming):
    """Neither a column, nor the journal, nor the place or the transaction of a ballot tells whose it is."""
    vote = opened(dora, coming, is_secret=True)
    for one, choice in zip(seven_hubs, ["yes", "no"] * 4, strict=False):
        actions.cast(by=one.person, vote=vote, hub=one.hub, choice=choice)
    with pytest.raises(Conflict):
        actions.cast(by=seven_hubs[0].person, vote=vote, hub=seven_hubs[0].hub, choice="no")
    assert list(VoteBallot.objects.values_list("hub", flat=True)) == [None] * 7
    cast = JournalEntry.objects.filter(verb="cast-vote")
    assert [entry.after for entry in cast.order_by("pk")] == [{"hub": one.hub.pk} for one in seven_hubs]
    with connection.cursor() as cursor:
        cursor.execute("select id from meetings_voteballot order by ctid")
        as_stored = [row[0] for row in cursor.fetchall()]
        cursor.execute("select count(distinct (xmin::text, cmin::text)) from meetings_voteballot")
        assert cursor.fetchone() == (1,), "all were written by one and the same statement"
    assert as_stored == sorted(as_stored), "in the order of their random keys"
    vote = actions.close_vote(by=dora, vote=vote)
    assert vote.result["ballots"] == {}
    assert (vote.result["yes"], vote.result["no"]) == (4, 3)
    sealed = JournalEntry.objects.get(verb="count-vote")
    assert "ballots" not in sealed.after


def test_the_database_itself_refuses_what_comes_late(dora, anna, hub, coming):
    vote = opened(dora, coming)
    actions.cast(by=anna, vote=vote, hub=hub, choice="yes")
    over = {
        "closed": {"opened_at": timezone.now() - timedelta(2), "closes_at": timezone.now() - timedelta(1)},
        "counted": {"counted_at": timezone.now()},
        "cancelled": {"cancelled_at": timezone.now()},
    }
    for values in over.values():
        with transaction.atomic():
            Vote.objects.filter(pk=vote.pk).update(**values)
            for write in (
                lambda: VoteBallot.objects.create(vote=vote, choice="no"),
                lambda: VoteBallot.objects.update(choice="no"),
                lambda: Elector.objects.update(voted=False),
                lambda: Elector.objects.update(voted=False, recused_by=anna),
            ):
                with pytest.raises(IntegrityError, match="is not open"), transaction.atomic():
                    write()
            transaction.set_rollback(True)


@pytest.mark.parametrize("minutes", [-5, 5])
def test_the_clock_of_the_web_server_changes_nothing(browser_of, dora, anna, hub, coming, minutes):
    """Case 38: whether a vote is open is asked of the database, whose clock is right."""
    page = browser_of(dora)
    votes = f"/en/smart-connectivity/meetings/{coming.pk}/votes/"
    form = {"question": "Now?", "how": "open", "majority": "simple", "minutes": "2"}
    member, now = browser_of(anna), timezone.now()
    with time_machine.travel(now + timedelta(minutes=minutes), tick=True):
        assert page.post(f"{votes}new/", form).status_code == 303
        vote = Vote.objects.get()
        assert abs(vote.closes_at - now - timedelta(minutes=2)) < timedelta(seconds=20)
        assert queries.phase_of(queries.votes().get()) == "open"
        assert member.post(f"{votes}{vote.pk}/ballot/", {"hub": hub.pk, "choice": "yes"}).status_code == 303
        assert actions.count_closed() == 0
        ended(vote)
        answer = {"hub": hub.pk, "choice": "no", "instead_of": "yes"}
        Vote.objects.filter(pk=vote.pk).update(
            opened_at=now - timedelta(9), closes_at=now - timedelta(seconds=1)
        )
        assert member.post(f"{votes}{vote.pk}/ballot/", answer).status_code == 409
        assert (actions.count_closed(), actions.count_closed()) == (1, 0)
    vote.refresh_from_db()
    assert vote.result["yes"] == 1


def test_strangers_observers_and_other_hubs_have_no_vote(dora, anna, carla, otto, hub, other_hub, coming):
    vote = opened(dora, coming)
    for somebody, whose in ((otto, hub), (carla, hub), (carla, other_hub), (anna, other_hub), (dora, hub)):
        with pytest.raises(NotFound):
            actions.cast(by=somebody, vote=vote, hub=whose, choice="yes")
    with pytest.raises(Refused):
        opened(dora, coming, closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused):
        opened(dora, coming, closes_at=timezone.now() + timedelta(days=31))
    GroupMembership.objects.create(group=coming.group, hub=other_hub, since=timezone.localdate())
    with pytest.raises(NotFound):  # a member since the vote was opened: too late for it
        actions.cast(by=carla, vote=vote, hub=other_hub, choice="yes")
    with pytest.raises(Conflict):
        actions.count_vote(vote=vote)
    actions.recuse(by=anna, vote=vote, hub=hub, reason="Our own.")
    with pytest.raises(Conflict):
        actions.cast(by=anna, vote=vote, hub=hub, choice="yes")
    vote = actions.close_vote(by=dora, vote=vote)
    assert (vote.result["quorum_met"], vote.result["passed"]) == (False, False)
    again = opened(dora, coming)
    actions.cancel_vote(by=dora, vote=again)
    for step in (actions.cancel_vote, actions.close_vote):
        with pytest.raises(Conflict):
            step(by=dora, vote=again)


@pytest.mark.parametrize(
    ("votes", "majority", "quorum", "passed"),
    [
        ({"yes": 2, "no": 1}, "simple", 3, True),
        ({"yes": 2, "no": 1}, "simple", 4, False),
        ({"yes": 2, "no": 2, "abstain": 3}, "simple", 4, False),
        ({"yes": 1, "abstain": 6}, "simple", 7, True),
        ({"abstain": 6}, "simple", 4, False),
        ({"yes": 4, "no": 2}, "two-thirds", 4, True),
        ({"yes": 5, "no": 3}, "two-thirds", 4, False),
        ({}, "two-thirds", 1, False),
    ],
)
def test_what_passes(votes, majority, quorum, passed):
    result = count(
        votes=votes, electorate=9, recused=1, quorum=quorum, majority=majority, vote=1, question="?",
        closed_at="", ballots={},
    )  # fmt: skip
    assert result.passed is passed
    assert result.yes + result.no + result.abstained + result.recused + result.not_voted == 9


def test_the_quorum_is_rounded_up_and_never_nobody():
    assert [quorum_of(50, hubs) for hubs in (0, 1, 7, 8)] == [1, 1, 4, 4]
    assert (quorum_of(67, 3), quorum_of(100, 25), quorum_of(1, 25)) == (3, 25, 1)


def of_25_hubs() -> tuple[Meeting, Person, list[tuple[Person, Hub]]]:
    """Two people of each hub, in mixed order."""
    group = WorkingGroup.objects.create(slug="crowd", name={"en": "Crowd"})
    country = Country.objects.get(code="NO")
    hubs = Hub.objects.bulk_create(
        Hub(slug=f"h{n}", name=f"H{n}", title="T", kind="DIH", country=country) for n in range(25)
    )
    people = Person.objects.bulk_create(
        Person(email=f"p{n}@example.org", name=f"P{n}", password="!") for n in range(50)
    )
    GroupMembership.objects.bulk_create(GroupMembership(group=group, hub=hub, since=SINCE) for hub in hubs)
    pairs = [(person, hubs[n % 25]) for n, person in enumerate(people)]
    Seat.objects.bulk_create(
        Seat(person=person, hub=hub, role=SeatRole.DELEGATE, since=SINCE) for person, hub in pairs
    )
    random.Random(33).shuffle(pairs)  # noqa: S311 - the same in every run
    meeting = Meeting.objects.create(group=group, held_on=timezone.localdate(), title={"en": "M"})
    return meeting, with_role("Dora", group, "moderator"), pairs


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_secret", [False, True])
def test_case_33_fifty_people_of_25_hubs_vote_at_once_while_it_is_closed(is_secret):
    """Every vote that was said to be given is in the result, no other is, and the sum is the
    electorate."""
    meeting, dora, pairs = of_25_hubs()
    vote = opened(dora, meeting, is_secret=is_secret)
    given, refused, chance = [], [], random.Random(7)  # noqa: S311 - as above
    choices = [chance.choice(["yes", "no", "abstain"]) for _ in pairs]
    begin, many = threading.Barrier(10), threading.Event()
    work = list(zip(pairs, choices, strict=True))

    def vote_some(part) -> None:
        begin.wait()
        try:
            for (person, hub), choice in part:
                try:
                    if len(given) < 2:
                        actions.recuse(by=person, vote=vote, hub=hub, reason="Our own.")
                        given.append((hub.pk, "recused"))
                    else:
                        actions.cast(by=person, vote=vote, hub=hub, choice=choice)
                        given.append((hub.pk, choice))
                except Conflict:
                    refused.append(hub.pk)
                if len(given) >= 15:
                    many.set()
        finally:
            connection.close()

    def close_and_count() -> None:
        begin.wait()
        many.wait(20)
        try:
            actions.close_vote(by=dora, vote=vote)
        finally:
            connection.close()

    threads = [threading.Thread(target=vote_some, args=[work[n::9]]) for n in range(9)]
    threads.append(threading.Thread(target=close_and_count))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    vote = queries.votes().get(pk=vote.pk)
    result = queries.result_of(vote)
    assert len(given) + len(refused) == 50
    assert result.yes + result.no + result.abstained + result.not_voted + result.recused == 25
    said = Counter(choice for _hub, choice in dict(given).items())
    assert (result.yes, result.no, result.abstained) == (said["yes"], said["no"], said["abstain"])
    assert result.recused == said["recused"]
    assert not any(journaled_after(vote))
    assert queries.check_of(vote).holds
    if not is_secret:
        assert result.ballots == {str(hub): choice for hub, choice in given if choice != "recused"}
    assert actions.count_vote(vote=vote).seal == vote.seal


def journaled_after(vote) -> list[JournalEntry]:
    """Votes that were written after the vote was closed."""
    entries = JournalEntry.objects.filter(record_id=str(vote.pk), record_type="meetings.vote")
    closed = entries.get(verb="close-vote")
    return list(entries.filter(verb__in=["cast-vote", "recuse"], pk__gt=closed.pk))
