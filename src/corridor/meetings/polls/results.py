"""The result as it stands: who can when, hub by hub, and the order of the slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from corridor.engines import datepoll
from corridor.engines.datepoll import Start, Wanted
from corridor.meetings.enums import Suits

from . import asked, queries
from .asked import Asked
from .models import Poll, PollAnswer, PollInvitee, PollSlot

COMES = frozenset({Suits.YES.value, Suits.MAYBE.value})


@dataclass
class Column:
    """A slot: its place among all, and how many can."""

    slot: PollSlot
    number: int  # as mails count
    rank: int = 0
    hubs: int = 0
    people: int = 0
    maybe: int = 0
    missing: list[str] = field(default_factory=list)  # who has to be there, and cannot
    strained: list[dict[str, Any]] = field(default_factory=list)
    is_best: bool = False


@dataclass(frozen=True)
class Row:
    """``said`` is for each slot what this person answered, empty before they did."""

    invitee: PollInvitee
    name: str
    said: Sequence[str]


@dataclass
class Result:
    columns: list[Column]
    hubs: list[tuple[str, list[Row]]]  # without a hub last
    answered: int
    asked: int
    of_hubs: int
    people: Mapping[str, Asked]


def wanted_for(poll: Poll, invitees: Sequence[PollInvitee] | None = None) -> Wanted:
    """The engine's problem, for the people and the slots of this poll."""
    people = asked.asked_in(queries.invitees_of(poll) if invitees is None else invitees)
    days = sorted(start.date() for start in poll.slots.values_list("starts_at", flat=True))
    wanted = asked.invitees_for(poll.meeting, people, days[0], days[-1])
    return Wanted(wanted, days[0], days[-1], poll.minutes, poll.meeting.zone)


def result_of(poll: Poll) -> Result:
    """With the same number of queries however many were asked."""
    invitees, slots = queries.invitees_of(poll), queries.slots_of(poll)
    wanted = wanted_for(poll, invitees)
    said = _said(poll)
    columns = [Column(slot, number) for number, slot in enumerate(slots, 1)]
    _rank(columns, _order(wanted, slots, said), invitees, said)
    rows = [
        Row(
            one,
            _name(one),
            [said[one.pk].get(slot.pk, "") for slot in slots] if said[one.pk] else [""] * len(slots),
        )
        for one in invitees
    ]
    return Result(
        columns,
        _by_hub(rows),
        sum(one.answered_at is not None for one in invitees),
        len(invitees),
        len({one.hub for one in wanted.invitees} - {""}),
        {one.key: one for one in asked.asked_in(invitees)},
    )


def _said(poll: Poll) -> dict[int, dict[int, str]]:
    said: dict[int, dict[int, str]] = defaultdict(dict)
    answers = PollAnswer.objects.filter(invitee__poll=poll)
    for invitee, slot, suits in answers.values_list("invitee_id", "slot_id", "suits"):
        said[invitee][slot] = suits
    return said


def _order(
    wanted: Wanted, slots: Sequence[PollSlot], said: Mapping[int, Mapping[int, str]]
) -> Sequence[Start]:
    starts: dict[int, datetime] = {slot.pk: slot.starts_at for slot in slots}
    coming = {
        str(invitee): [starts[slot] for slot, suits in of_one.items() if suits in COMES]
        for invitee, of_one in said.items()
    }
    return datepoll.weigh(wanted, list(starts.values()), coming)


def _rank(
    columns: Sequence[Column],
    order: Sequence[Start],
    invitees: Sequence[PollInvitee],
    said: Mapping[int, Mapping[int, str]],
) -> None:
    by_start = {_minute(column.slot.starts_at): column for column in columns}
    for rank, start in enumerate(order, 1):
        column = by_start[start.at]
        column.rank, column.hubs, column.people = rank, start.hubs, start.people
        column.is_best = rank == 1 and start.people > 0
        column.strained = [{"who": one.key, "minutes": one.minutes, "burden": 0} for one in start.strained]
    for column in columns:
        of_slot = {one.pk: said[one.pk].get(column.slot.pk, "") for one in invitees if one.pk in said}
        column.maybe = sum(suits == Suits.MAYBE for suits in of_slot.values())
        column.missing = [
            _name(one) for one in invitees if one.is_required and of_slot.get(one.pk) == Suits.NO
        ]


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)  # as the engine counts


def _name(invitee: PollInvitee) -> str:
    """Never an address: observers and other guests read this too."""
    return str(invitee.person.name if invitee.person else invitee.name)


def _by_hub(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    hubs: dict[str, list[Row]] = {}
    for row in rows:
        hubs.setdefault(row.invitee.hub.name if row.invitee.hub else "", []).append(row)
    return sorted(hubs.items(), key=lambda pair: (not pair[0], pair[0]))
