"""Fifty people in one meeting, each on a connection of their own: all write the minutes and vote at once,
until the database's clock closes the vote (cases 33 and 34)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from threading import Barrier, Lock, Thread

import pytest
from django.db import connection
from django.db.models.functions import Now

from corridor.kernel.errors import Conflict
from corridor.kernel.journal import JournalEntry
from corridor.meetings.minutes import actions as minutes
from corridor.meetings.minutes.models import Clash, Passage, PassageText
from corridor.meetings.models import Vote, VoteBallot
from corridor.meetings.votes import actions, queries
from corridor.meetings.votes.queries import Phase

from .test_votes import of_25_hubs, opened

WINDOW = timedelta(seconds=1.5)
ROUNDS = 2  # that each person takes at least


class Participant:
    """One of fifty: adds words, votes or changes the hub's vote, then again until the vote is closed."""

    def __init__(self, number: int, person, hub, vote: Vote, passage: Passage, text: str) -> None:
        self.number, self.person, self.hub = number, person, hub
        self.vote, self.passage, self.text = vote, passage, text
        self.written: list[str] = []
        self.given: list[str] = []
        self.chance = random.Random(number)  # noqa: S311 - the same in every run

    def takes_part(self) -> None:
        for step in count():
            self.writes(f"w{self.number}s{step}")
            if not self.votes() and step + 1 >= ROUNDS:
                return

    def writes(self, word: str) -> None:
        """Into a paragraph of everybody's, and as one of one's own; the base is what was seen last."""
        paragraphs = self.text.split("\n\n")
        paragraphs[self.number % len(paragraphs)] += f" {word}"
        paragraphs.insert(self.chance.randrange(len(paragraphs)), f"New {word}n")
        saved = minutes.save_passage(
            by=self.person, passage=self.passage, base=self.text, text="\n\n".join(paragraphs)
        )
        self.text = saved.passage.text
        self.written += [word, f"{word}n"]

    def votes(self) -> bool:
        """Whether the vote is still open. Somebody of the same hub may have been quicker: that is a conflict
        as well."""
        choice = self.chance.choice(["yes", "no", "abstain"])
        ballot = VoteBallot.objects.filter(vote=self.vote, hub=self.hub).first()
        before = ballot.choice if ballot else ""
        try:
            actions.cast(by=self.person, vote=self.vote, hub=self.hub, choice=choice, instead_of=before)
        except Conflict:
            return queries.phase_of(queries.votes().get(pk=self.vote.pk)) == Phase.OPEN
        self.given.append(choice)
        return True


def all_at_once(people: list[Participant], vote: Vote) -> Iterator[BaseException]:
    """What went wrong. The vote gets its time once everybody is connected."""
    ready, lock, wrong = Barrier(len(people) + 1), Lock(), []

    def act(one: Participant) -> None:
        try:
            connection.ensure_connection()
            ready.wait(30)
            one.takes_part()
        except BaseException as error:  # noqa: BLE001 - told to whoever waits
            with lock:
                wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=act, args=[one]) for one in people]
    for thread in threads:
        thread.start()
    ready.wait(30)
    Vote.objects.filter(pk=vote.pk).update(closes_at=Now() + WINDOW)
    for thread in threads:
        thread.join(30)
    yield from wrong


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_case_33_and_case_34_fifty_people_write_the_minutes_and_vote_at_once():
    meeting, dora, pairs = of_25_hubs()
    passage = minutes.open_minutes(by=dora, meeting=meeting).passages.get(item=None)
    start = "\n\n".join(f"Paragraph {n} as it was." for n in range(10))
    minutes.save_passage(by=dora, passage=passage, base="", text=start)
    vote = opened(dora, meeting)
    people = [Participant(n, person, hub, vote, passage, start) for n, (person, hub) in enumerate(pairs)]
    assert list(all_at_once(people, vote)) == []
    assert (len(people), actions.count_closed(), actions.count_closed()) == (50, 1, 0)
    no_word_is_lost(passage, people)
    every_hub_counts_once(queries.votes().get(pk=vote.pk), people)


def no_word_is_lost(passage: Passage, people: list[Participant]) -> None:
    passage.refresh_from_db()
    there = set(passage.text.split())
    wanted = {word for one in people for word in one.written}
    assert len(wanted) >= 50 * 2 * ROUNDS
    assert wanted - there == set()
    versions = (
        PassageText.objects.filter(passage=passage).order_by("version").values_list("version", flat=True)
    )
    assert list(versions) == list(range(1, passage.version + 1))
    assert all(passage.text.count(one.mine) for one in Clash.objects.filter(settled_at=None))


def every_hub_counts_once(vote: Vote, people: list[Participant]) -> None:
    """The sum is the electorate; nothing was taken after the end, by the database's clock."""
    result = queries.result_of(vote)
    assert result.yes + result.no + result.abstained + result.not_voted + result.recused == 25
    assert queries.check_of(vote).holds
    cast = list(JournalEntry.objects.filter(verb="cast-vote", record_id=str(vote.pk)).order_by("pk"))
    assert max(entry.at for entry in cast) < vote.closes_at <= vote.counted_at
    last = {str(entry.after["hub"]): entry.after["choice"] for entry in cast}
    assert result.ballots == last
    assert sum(len(one.given) for one in people) >= len(cast) >= len(last) == 25 - result.not_voted
