"""Reads of votes. Whether one is open is asked of the database's clock, and of no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.clock import clock
from corridor.kernel.errors import NotFound
from corridor.kernel.journal import JournalEntry
from corridor.meetings.models import Meeting
from corridor.meetings.queries import meeting_for_leading, meeting_for_members
from corridor.members.groups.elections.queries import VOTERS
from corridor.members.models import GroupMembership, Hub, Seat

from .counting import Result, count, quorum_of, seal_of
from .models import Elector, Vote, VoteBallot

USUAL_QUORUM: Final = 50  # of a meeting that belongs to no series
COUNTED: Final = "count-vote"  # the verb of the seal in the journal


class Phase(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Turnout:
    """What everybody may know before a vote is closed: how many, not how."""

    electorate: int
    recused: int
    voted: int

    @property
    def expected(self) -> int:
        return self.electorate - self.recused

    @property
    def left(self) -> int:
        return self.expected - self.voted


@dataclass(frozen=True)
class OwnHub:
    """A hub for which the reader may vote; ``choice`` is what it said so far in an open vote."""

    elector: Elector
    choice: str = ""


@dataclass(frozen=True)
class Check:
    """The seal as it was written in the journal, and as it comes out now from the rows themselves."""

    in_journal: str
    at: datetime | None
    now: str

    @property
    def holds(self) -> bool:
        return self.in_journal == self.now != ""


def votes() -> QuerySet[Vote]:
    """Each with the database's hour as ``clock``."""
    return Vote.objects.select_related("meeting__group", "meeting__series", "item").annotate(clock=Now())


def phase_of(vote: Vote) -> Phase:
    """``vote`` comes from ``votes()``, which asked the clock."""
    hour: datetime = vote.clock  # type: ignore[attr-defined]
    if vote.cancelled_at:
        return Phase.CANCELLED
    if vote.counted_at:
        return Phase.COUNTED
    return Phase.OPEN if hour < vote.closes_at else Phase.CLOSED


def vote_for_members(viewer: Viewer, slug: str, pk: int, vote: int) -> Vote:
    """For those who belong to the group in whatever role."""
    return _vote_of(meeting_for_members(viewer, slug, pk), vote)


def vote_for_leading(person: Any, slug: str, pk: int, vote: int) -> Vote:
    return _vote_of(meeting_for_leading(person, slug, pk), vote)


def _vote_of(meeting: Meeting, pk: int) -> Vote:
    if pk.bit_length() > 63:  # noqa: PLR2004 - more than the column holds
        raise NotFound
    found = votes().filter(meeting=meeting, pk=pk).first()
    if found is None:
        raise NotFound
    found.meeting = meeting
    return found


def votes_of(meeting: Meeting) -> list[tuple[Vote, Phase]]:
    return [(one, phase_of(one)) for one in votes().filter(meeting=meeting).select_related("decision")]


def member_hubs(meeting: Meeting, day: Any) -> QuerySet[Hub]:
    """The hubs that are members on a day: one vote each."""
    rows = GroupMembership.objects.filter(group=meeting.group_id, since__lte=day).exclude(until__lt=day)
    return Hub.objects.filter(id__in=rows.values("hub")).order_by("name", "id")


def electorate_today(meeting: Meeting) -> dict[str, int]:
    """How many hubs could vote if a vote were opened now, and the quorum of so many."""
    hubs = member_hubs(meeting, timezone.localdate(clock())).count()
    return {"hubs": hubs, "quorum": quorum_of(percent_of(meeting), hubs)}


def percent_of(meeting: Meeting) -> int:
    return meeting.series.quorum if meeting.series else USUAL_QUORUM


def acts_for(person: Any, hub_id: int) -> bool:
    """Editor, delegate or alternate: whoever comes first votes for the hub."""
    return Seat.objects.current().filter(person=person, hub=hub_id, role__in=VOTERS).exists()


def turnout_of(vote: Vote) -> Turnout:
    return turnouts([vote])[vote.pk]


def turnouts(of: Iterable[Vote]) -> dict[int, Turnout]:
    """One query for all of them."""
    ids = [vote.pk for vote in of]
    rows: dict[int, list[tuple[bool, bool]]] = {pk: [] for pk in ids}
    states = Elector.objects.filter(vote__in=ids).order_by()
    for pk, voted, recused in states.values_list("vote", "voted", "recused_by"):
        rows[pk].append((voted, recused is not None))
    return {
        pk: Turnout(len(held), sum(recused for _, recused in held), sum(voted for voted, _ in held))
        for pk, held in rows.items()
    }


def own_hubs(vote: Vote, person: Any) -> list[OwnHub]:
    """The hubs for which this person may vote, and what they said if that is open."""
    seats = Seat.objects.current().filter(person=person.pk, role__in=VOTERS)
    electors = list(vote.electors.filter(hub__in=seats.values("hub")).select_related("hub", "voted_by"))
    said: dict[int | None, str] = {}
    if not vote.is_secret and electors:
        said = dict(
            VoteBallot.objects.filter(vote=vote, hub__in=[one.hub_id for one in electors]).values_list(
                "hub_id", "choice"
            )
        )
    return [OwnHub(one, said.get(one.hub_id, "")) for one in electors]


def electors_of(vote: Vote) -> list[Elector]:
    return list(vote.electors.select_related("hub", "recused_by"))


def result_of(vote: Vote) -> Result | None:
    """As it was counted."""
    return Result(**vote.result) if vote.counted_at and vote.result else None


def outcome_in_words(result: Result) -> str:
    """In one sentence."""
    if not result.quorum_met:
        return _("Not valid: the quorum was not reached.")
    return _("Carried.") if result.passed else _("Not carried.")


def tally(vote: Vote) -> Result:
    """Counted from the rows as they are now."""
    rows = list(VoteBallot.objects.filter(vote=vote).values_list("hub_id", "choice").order_by("hub_id"))
    standing = turnout_of(vote)
    return count(
        votes=Counter(choice for _, choice in rows),
        electorate=standing.electorate,
        recused=standing.recused,
        quorum=vote.quorum,
        majority=vote.majority,
        vote=vote.pk,
        question=vote.question,
        closed_at=vote.closes_at.astimezone(UTC).isoformat(),
        ballots={str(hub): choice for hub, choice in rows if hub is not None},
    )


def check_of(vote: Vote) -> Check:
    """Whether what stands in the tables today still is what was sealed."""
    label = vote._meta.label_lower  # noqa: SLF001 - Django's public-by-convention name
    entry = JournalEntry.objects.filter(verb=COUNTED, record_type=label, record_id=str(vote.pk)).first()
    in_journal = entry.after.get("seal", "") if entry else ""
    counted_again = seal_of(tally(vote).as_json())
    now = counted_again if counted_again == vote.seal == seal_of(vote.result) else ""
    return Check(in_journal, entry.at if entry else None, now)


def waiting_votes(viewer: Viewer) -> QuerySet[Vote]:
    """Open votes in which a hub of this viewer has not said anything yet."""
    mine = Elector.objects.filter(hub__in=viewer.hubs, voted=False, recused_by=None)
    running = votes().filter(counted_at=None, cancelled_at=None, closes_at__gt=Now())
    return running.filter(pk__in=mine.values("vote"), meeting__group__in=viewer.groups)
