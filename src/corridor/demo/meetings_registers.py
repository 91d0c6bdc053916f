"""What the demo's task force decided, what it set out to do, and how its hubs voted. All of it is invented.

It belongs to the last two meetings of a series that were held; without them there is nothing to note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from corridor.kernel import journal
from corridor.kernel.audience import Audience
from corridor.meetings.enums import ActionState, Choice
from corridor.meetings.models import Meeting
from corridor.meetings.registers.models import Action, Decision
from corridor.meetings.votes.counting import count, quorum_of, seal_of
from corridor.meetings.votes.models import Elector, Vote, VoteBallot
from corridor.members.enums import SeatRole
from corridor.members.models import Seat
from corridor.members.queries import memberships_today

Due = Callable[[str], bool]
GROUP: Final = "smart-connectivity"
QUESTION: Final = "Shall the first joint test take place in the port of Antwerp?"
DECISIONS: Final = (
    ("Test beds are shared for three days at a time, once a quarter.", Audience.GROUP),
    ("Test beds are shared for five days at a time, and the guest pays for travel only.", Audience.NETWORK),
    ("The first joint test takes place in the port of Antwerp, with at least four hubs.", Audience.PUBLIC),
)
ACTIONS: Final = (  # what, days from today until it is due, state, what became of it
    ("Ask the port authority for a frequency licence for the test week.", -6, "open", ""),
    (
        "Collect the list of devices that each hub brings to the joint test.",
        9,
        "open",
        "Four of seven so far.",
    ),
    ("Write a page on how companies book a shared test bed.", 30, "open", ""),
    (
        "Send the five-day rule to all hubs with a test bed.",
        -20,
        "done",
        "Sent to all, two questions answered.",
    ),
)


def fill_in_registers(is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    held = Meeting.objects.past().filter(group__slug=GROUP, series__isnull=False).select_related("group")
    meetings = list(held[:2])
    if not meetings or not is_due("meeting-registers"):
        return 0
    last, before = meetings[0], meetings[-1]
    memberships = memberships_today().filter(group=last.group)
    seats = Seat.objects.current().filter(hub__in=memberships.values("hub"), role=SeatRole.EDITOR)
    editors = list(seats.select_related("person", "hub").order_by("hub__slug")[:9])
    if not editors:
        return 0
    vote, rows = _vote(last, editors)
    return rows + _decisions(last, before, vote) + _actions(last, before, editors)


def _vote(meeting: Meeting, editors: Sequence[Seat]) -> tuple[Vote, int]:
    """Seven for, one abstention, one that stays out; counted and sealed, as it would have been."""
    opens = _hour(meeting.held_on or timezone.localdate())
    quorum, closes = quorum_of(50, len(editors) - 1), opens + timedelta(minutes=5)
    vote = Vote.objects.create(
        meeting=meeting,
        question=QUESTION,
        quorum=quorum,
        opened_at=opens,
        closes_at=timezone.now() + timedelta(1),
    )
    out, *voters = editors
    electors = [Elector(vote=vote, hub=seat.hub, voted=True, voted_by=seat.person) for seat in voters]
    why = "The port is a partner of our own consortium."
    electors.append(Elector(vote=vote, hub=out.hub, recused_by=out.person, recused_why=why))
    Elector.objects.bulk_create(electors)
    said = [Choice.ABSTAIN, *[Choice.YES] * (len(voters) - 1)]
    ballots = [
        VoteBallot(vote=vote, hub=seat.hub, choice=choice) for seat, choice in zip(voters, said, strict=True)
    ]
    VoteBallot.objects.bulk_create(ballots)  # while it is open: the database takes no late ones
    _count(vote, closes, ballots, len(editors))
    return vote, 1 + len(electors) + len(ballots)


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
    made: list[Decision] = []
    for n, (text, audience) in enumerate(DECISIONS):
        meeting = last if n else before
        day = meeting.held_on or timezone.localdate()
        made.append(
            Decision.objects.create(
                **_numbered(Decision, meeting, day),
                text=text,
                audience=audience,
                decided_on=day,
                supersedes=made[0] if n == 1 else None,
                vote=vote if n == len(DECISIONS) - 1 else None,
            )
        )
    return len(made)


def _actions(last: Meeting, before: Meeting, editors: Sequence[Seat]) -> int:
    today = timezone.localdate()
    for n, (text, days, state, note) in enumerate(ACTIONS):
        seat, meeting = editors[n % len(editors)], last if n % 2 else before
        Action.objects.create(
            **_numbered(Action, meeting, meeting.held_on or today),
            text=text,
            owner=seat.person,
            hub=seat.hub,
            due_on=today + timedelta(days=days),
            noted_on=meeting.held_on or today,
            state=state,
            closing_note=note,
            closed_at=None if state == ActionState.OPEN else timezone.now() - timedelta(days=21),
            closed_by=None if state == ActionState.OPEN else seat.person,
        )
    return len(ACTIONS)


def _numbered(model: Any, meeting: Meeting, day: date) -> dict[str, Any]:
    taken = model.objects.filter(group=meeting.group_id, year=day.year).count()
    return {
        "group": meeting.group,
        "meeting": meeting,
        "year": day.year,
        "number": taken + 1,
        "language": meeting.language,
    }


def _hour(day: date) -> datetime:
    return datetime.combine(day, time(15, 20), ZoneInfo("Europe/Brussels"))
