"""What the demo's task force decided, what it set out to do, and how its hubs voted. All of it is invented.

It belongs to meetings that were held; without them there is nothing to note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils import timezone

from corridor.kernel import journal
from corridor.kernel.audience import Audience
from corridor.meetings.enums import ActionState, Choice
from corridor.meetings.models import Meeting
from corridor.meetings.registers.models import Action, Decision
from corridor.meetings.votes.counting import count, quorum_of, seal_of
from corridor.meetings.votes.models import Elector, Vote, VoteBallot
from corridor.members.models import Seat

from .contacts import ANNA
from .meetings_stage import Stage

Due = Callable[[str], bool]
QUESTION: Final = "Shall the first joint test take place in the port of Antwerp?"
DECISIONS: Final = (
    ("Test beds are shared for three days at a time, once a quarter.", Audience.GROUP),
    ("Test beds are shared for five days at a time, and the guest pays for travel only.", Audience.NETWORK),
    ("The first joint test takes place in the port of Antwerp, with at least four hubs.", Audience.PUBLIC),
)
ACTIONS: Final = (  # what, days from today until it is due, whether it is done, what became of it
    ("Ask the port authority for a frequency licence for the test week.", -6, False, ""),
    (
        "Collect the list of devices that each hub brings to the joint test.",
        9,
        False,
        "Four of seven so far.",
    ),
    ("Write a page on how companies book a shared test bed.", 30, False, ""),
    (
        "Send the five-day rule to all hubs with a test bed.",
        -20,
        True,
        "Sent to all, two questions answered.",
    ),
)
OF_PLENARY: Final = (
    ("Ask three insurers what a test day in a port would cost.", -9, False, ""),
    ("Compare prices of test days in five countries.", 14, False, "Two countries are missing."),
    ("Put the prices of all test beds on one page.", -30, True, "It is on the group’s page."),
)
NEXT_QUESTION: Final = "Shall the task force on shared test beds go on until next summer?"
STILL_OPEN: Final = 4  # days


def fill_in_registers(stage: Stage, is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    held = stage.held("task-force") if is_due("meeting-registers") else []
    if not held or not stage.table:
        return 0
    last, before = held[0], held[-1]
    votes, rows = _votes(last, stage)
    rows += _decisions(last, before, votes[0])
    noted = [(last if n % 2 else before, one) for n, one in enumerate(ACTIONS)]
    noted += [(plenary, one) for plenary in stage.held("plenary")[:1] for one in OF_PLENARY]
    return rows + _actions(noted, stage.table)


def _votes(last: Meeting, stage: Stage) -> tuple[list[Vote], int]:
    """One that was closed, counted and sealed as it would have been; and one that is open before the next
    plenary."""
    votes = [_closed(last, stage.table)]
    votes += [_open(stage.coming, stage.editors)] if stage.coming else []
    Vote.objects.bulk_create(votes)
    electors = [*_electors(votes[0], stage.table, len(stage.table))]
    for vote in votes[1:]:
        electors += _electors(vote, stage.editors, len(stage.editors) // 2)
    Elector.objects.bulk_create(electors)
    ballots = [*_ballots(electors)]
    VoteBallot.objects.bulk_create(ballots)  # while they are open: the database takes no late ones
    closes = votes[0].opened_at + timedelta(minutes=5)
    _count(votes[0], closes, [one for one in ballots if one.vote is votes[0]], len(stage.table))
    return votes, len(votes) + len(electors) + len(ballots)


def _closed(meeting: Meeting, seats: Sequence[Seat]) -> Vote:
    return Vote(
        meeting=meeting,
        question=QUESTION,
        quorum=quorum_of(50, len(seats) - 1),
        opened_at=_hour(meeting.held_on or timezone.localdate()),
        closes_at=timezone.now() + timedelta(1),
    )


def _open(meeting: Meeting, seats: Sequence[Seat]) -> Vote:
    now = timezone.now()
    return Vote(
        meeting=meeting,
        question=NEXT_QUESTION,
        quorum=quorum_of(50, len(seats) - 1),
        opened_at=now - timedelta(days=2),
        closes_at=now + timedelta(days=STILL_OPEN),
    )


def _electors(vote: Vote, seats: Sequence[Seat], voted: int) -> Iterator[Elector]:
    """The first stays out of it, and Anna's hub has not voted where the vote is open."""
    out, *others = seats
    why = "The port is a partner of our own consortium."
    yield Elector(vote=vote, hub=out.hub, recused_by=out.person, recused_why=why)
    for place, seat in enumerate(others, 1):
        has_voted = place < voted and (vote.question == QUESTION or seat.person.email != ANNA)
        yield Elector(vote=vote, hub=seat.hub, voted=has_voted, voted_by=seat.person if has_voted else None)


def _ballots(electors: Sequence[Elector]) -> Iterator[VoteBallot]:
    """One abstention in eight, and all others for it."""
    for place, one in enumerate(one for one in electors if one.voted):
        yield VoteBallot(vote=one.vote, hub=one.hub, choice=Choice.YES if place % 8 else Choice.ABSTAIN)


def _count(vote: Vote, closes: datetime, ballots: Sequence[VoteBallot], hubs: int) -> None:
    said = sorted((ballot.hub_id or 0, str(ballot.choice)) for ballot in ballots)
    choices = [choice for _hub, choice in said]
    result = count(
        votes={choice: choices.count(choice) for choice in Choice},
        electorate=hubs,
        recused=1,
        quorum=vote.quorum,
        majority=vote.majority,
        vote=vote.pk,
        question=vote.question,
        closed_at=closes.astimezone(UTC).isoformat(),
        ballots={str(hub): choice for hub, choice in said},
    ).as_json()
    vote.closes_at, vote.counted_at = closes, closes + timedelta(seconds=1)
    vote.result, vote.seal = result, seal_of(result)
    vote.save(update_fields=["closes_at", "counted_at", "result", "seal"])
    journal.record("count-vote", vote, after={"seal": vote.seal})


def _decisions(last: Meeting, before: Meeting, vote: Vote) -> int:
    """The second replaced the first, which therefore has to be there before."""
    numbered = _numbers(Decision, last.group_id)
    rows = [
        Decision(
            **_noted(last if n else before, numbered),
            text=text,
            audience=audience,
            decided_on=(last if n else before).held_on or timezone.localdate(),
            vote=vote if n == len(DECISIONS) - 1 else None,
        )
        for n, (text, audience) in enumerate(DECISIONS)
    ]
    Decision.objects.bulk_create(rows[:1])
    rows[1].supersedes = rows[0]
    Decision.objects.bulk_create(rows[1:])
    return len(rows)


def _actions(noted: Sequence[tuple[Meeting, tuple[str, int, bool, str]]], editors: Sequence[Seat]) -> int:
    today, now = timezone.localdate(), timezone.now()
    numbered = _numbers(Action, noted[0][0].group_id)
    rows = [
        Action(
            **_noted(meeting, numbered),
            text=text,
            owner=seat.person,
            hub=seat.hub,
            due_on=today + timedelta(days=days),
            noted_on=meeting.held_on or today,
            state=ActionState.DONE if is_done else ActionState.OPEN,
            closing_note=note,
            closed_at=now - timedelta(days=21) if is_done else None,
            closed_by=seat.person if is_done else None,
        )
        for (meeting, (text, days, is_done, note)), seat in zip(noted, cycle(editors), strict=False)
    ]
    return len(Action.objects.bulk_create(rows))


def _numbers(model: Any, group: int) -> Counter[int]:
    """The last number of each year so far."""
    taken = model.objects.filter(group=group).order_by().values_list("year").annotate(Max("number"))
    return Counter(dict(taken))


def _noted(meeting: Meeting, numbered: Counter[int]) -> dict[str, Any]:
    year = (meeting.held_on or timezone.localdate()).year
    numbered[year] += 1
    return {
        "group": meeting.group,
        "meeting": meeting,
        "year": year,
        "number": numbered[year],
        "language": meeting.language,
    }


def _hour(day: date) -> datetime:
    return datetime.combine(day, time(15, 20), ZoneInfo("Europe/Brussels"))
