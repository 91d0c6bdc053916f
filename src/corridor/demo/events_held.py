"""An event that was: its schedule, proven best by the engine, who came, and what came of the meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from corridor.bilaterals.enums import OutcomeAt, OutcomeKind, Proof, ProposalState
from corridor.bilaterals.models import (
    Bilateral,
    Bilaterals,
    BookedParty,
    Booking,
    Outcome,
    Party,
    Profile,
    Proposal,
    Slot,
    Table,
)
from corridor.engines.scheduling import Aim, Answer, Meeting, Participant, Problem, solve_here
from corridor.engines.scheduling.seating import seat
from corridor.events.models import Registration

AIMS: Final = (Aim.UNHELD, Aim.BREAKS)
NOT_HELD: Final = 7  # of so many meetings one was not: somebody did not come
SAID: Final = (
    OutcomeKind.SECOND_MEETING,
    OutcomeKind.AGREEMENT,
    OutcomeKind.NOTHING,
    OutcomeKind.SECOND_MEETING,
    OutcomeKind.NOTHING,
    OutcomeKind.JOINT_SERVICE,
)


def hold_event(bilaterals: Bilaterals, profiles: Sequence[Profile]) -> None:
    meetings = list(bilaterals.meetings.prefetch_related("parties").order_by("pk"))
    slots, tables = list(bilaterals.slots.order_by("number")), list(bilaterals.tables.order_by("number"))
    problem = _problem(profiles, meetings, len(slots), len(tables))
    answer = solve_here(problem)
    placed = {
        meetings[number]: (slots[answer.schedule[number] or 0], tables[table])  # type: ignore[index]
        for number, (_kind, table) in seat(problem, answer.schedule or ()).items()
    }
    _book(placed)
    _publish(bilaterals, answer, placed)
    _check_in(profiles, bilaterals)
    _note(bilaterals, [meeting for meeting in meetings if meeting in placed])


def _problem(profiles: Sequence[Profile], meetings: Sequence[Bilateral], slots: int, tables: int) -> Problem:
    numbers = {profile.pk: number for number, profile in enumerate(profiles)}
    pairs = (tuple(numbers[one.profile_id] for one in meeting.parties.all()) for meeting in meetings)
    return Problem(
        slots,
        tuple(Participant() for _each in profiles),
        tuple(Meeting(pair, required=False) for pair in pairs),
        ((tables,) * slots,),
        aims=AIMS,
    )


def _book(placed: dict[Bilateral, tuple[Slot, Table]]) -> None:
    bookings = Booking.objects.bulk_create(
        Booking(meeting=meeting, slot=slot, table=table, starts_at=slot.starts_at, ends_at=slot.ends_at)
        for meeting, (slot, table) in placed.items()
    )
    BookedParty.objects.bulk_create(
        BookedParty(booking=one, profile_id=party.profile_id, starts_at=one.starts_at, ends_at=one.ends_at)
        for one in bookings
        for party in one.meeting.parties.all()
    )


def _publish(bilaterals: Bilaterals, answer: Answer, placed: dict[Bilateral, tuple[Slot, Table]]) -> None:
    at = bilaterals.event.starts_at - timedelta(days=5)
    Proposal.objects.create(
        bilaterals=bilaterals,
        number=1,
        state=ProposalState.PUBLISHED,
        proof=Proof(str(answer.status)),
        placed={str(one.pk): [slot.pk, table.pk] for one, (slot, table) in placed.items()},
        values=dict(zip(map(str, AIMS), answer.objective or (), strict=False)),
        bounds=dict(zip(map(str, AIMS), answer.bound, strict=False)),
        asked_at=at,
        started_at=at,
        ended_at=at,
        published_at=at,
    )


def _check_in(profiles: Sequence[Profile], bilaterals: Bilaterals) -> None:
    rows = [profile.registration for profile in profiles]
    for number, one in enumerate(rows):
        one.checked_in_at = bilaterals.event.starts_at - timedelta(minutes=5 + number)
    Registration.objects.bulk_update(rows, ["checked_in_at"])


def _note(bilaterals: Bilaterals, meetings: Sequence[Bilateral]) -> None:
    """Of most meetings both sides say that it was held, and some say more, at the table and a month later."""
    parties = []
    for number, meeting in enumerate(meetings):
        both = list(meeting.parties.all())
        held = number % NOT_HELD != NOT_HELD - 1
        meeting.held_at = bilaterals.event.ends_at if held else None
        for place, party in enumerate(both):
            party.came, party.noted_at = held or place == 0, bilaterals.event.ends_at
        parties += both
    Bilateral.objects.bulk_update(meetings, ["held_at"])
    Party.objects.bulk_update(parties, ["came", "noted_at"])
    Outcome.objects.bulk_create(_said([one for one in meetings if one.held_at]))


def _said(meetings: Sequence[Bilateral]) -> Iterator[Outcome]:
    for number, meeting in enumerate(meetings):
        first, second = meeting.parties.all()
        kind = SAID[number % len(SAID)]
        at_table = OutcomeKind.SECOND_MEETING if kind != OutcomeKind.NOTHING else kind
        said_at = meeting.held_at or meeting.agreed_at
        yield Outcome(
            meeting=meeting, profile_id=first.profile_id, at=OutcomeAt.TABLE, kind=at_table, said_at=said_at
        )
        if number % 2:
            later = said_at + timedelta(days=31)
            yield Outcome(
                meeting=meeting, profile_id=second.profile_id, at=OutcomeAt.MONTH, kind=kind, said_at=later
            )
