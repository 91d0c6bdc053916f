"""The demo's task force looks for a date: slots as they are really proposed, and answers from many hubs and
zones. All of it is invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from corridor.meetings.enums import Suits, Via
from corridor.meetings.models import Meeting, OfficeHours
from corridor.meetings.polls import proposing
from corridor.meetings.polls.actions import invitee_of, slot_of
from corridor.meetings.polls.asked import Asked, key_of_person
from corridor.meetings.polls.models import Poll, PollAnswer, PollInvitee, PollSlot
from corridor.meetings.polls.proposing import Slot, Wish
from corridor.members.models import Seat

from .contacts import ANNA
from .meetings_stage import Stage

Due = Callable[[str], bool]
GUEST: Final = Asked(
    key="guest",
    name="Yaiza Betancor, island ferries (fictional)",
    zone="Atlantic/Canary",
    address="y.betancor@ferries.example.org",
)
DAYS: Final = (12, 23)  # from today, in which it may take place
ANSWERS: Final = 6  # days from today
SLOTS: Final = 5
SILENT: Final = 4  # every fourth has not answered
NOTES: Final = ("Mornings are better for us.", "", "With a train to catch at five.")


def fill_in_poll(stage: Stage, is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    meeting = stage.draft if is_due("meeting-poll") else None
    if meeting is None:
        return 0
    seats = _asked(stage)
    made = len(OfficeHours.objects.bulk_create(_hours(seats), ignore_conflicts=True))
    people = [*map(_as_asked, seats), GUEST]
    slots = _slots(meeting, people)
    return made + (_open(meeting, people, slots) if slots else 0)


def _asked(stage: Stage) -> list[Seat]:
    """Every third hub, from Ireland to Greece; Anna, who has not answered, among them."""
    return [seat for place, seat in enumerate(stage.editors) if not place % 3 or seat.person.email == ANNA]


def _hours(seats: Sequence[Seat]) -> list[OfficeHours]:
    """Somebody begins early, and somebody has Fridays off."""
    return [
        OfficeHours(person=seat.person, begins=hour * 60, ends=(hour + 8) * 60, days=days)
        for seat, hour, days in zip(seats, (8, 10), ("01234", "0123"), strict=False)
    ]


def _as_asked(seat: Seat) -> Asked:
    return Asked(
        key=key_of_person(seat.person_id),
        name=seat.person.name,
        zone=seat.person.time_zone,
        language=seat.person.language,
        person_id=seat.person_id,
        hub_id=seat.hub_id,
        hub=seat.hub.name,
        country=seat.hub.country_id,
        region=seat.hub.region_id or "",
    )


def _slots(meeting: Meeting, people: Sequence[Asked]) -> Sequence[Slot]:
    first, last = (timezone.localdate() + timedelta(days=days) for days in DAYS)
    minutes = meeting.series.usual_minutes if meeting.series else 90
    wish = Wish(first, last, minutes, meeting.zone, tuple(people))
    return sorted(proposing.propose(meeting, wish).slots[:SLOTS], key=lambda slot: slot.at)


def _open(meeting: Meeting, people: Sequence[Asked], slots: Sequence[Slot]) -> int:
    day = timezone.localdate() + timedelta(days=ANSWERS)
    closes_at = datetime.combine(day, time(18), ZoneInfo(meeting.zone))
    poll = Poll.objects.create(meeting=meeting, minutes=slots[0].minutes, closes_at=closes_at)
    invitees = PollInvitee.objects.bulk_create(
        invitee_of(poll, one, **_answered(n, one)) for n, one in enumerate(people)
    )
    ids = {one.key: str(row.pk) for one, row in zip(people, invitees, strict=True)}
    rows = PollSlot.objects.bulk_create(slot_of(poll, one, ids) for one in slots)
    answers = [
        PollAnswer(invitee=invitee, slot=row, suits=_suits(n, m, str(invitee.pk), row.reasons))
        for n, invitee in enumerate(invitees)
        for m, row in enumerate(rows)
        if invitee.answered_at
    ]
    return 1 + len(invitees) + len(rows) + len(PollAnswer.objects.bulk_create(answers))


def _answered(place: int, one: Asked) -> dict[str, Any]:
    """Nothing of those who are silent."""
    if place % SILENT == 1 or one.name.startswith("Anna "):
        return {}
    return {
        "answered_at": timezone.now() - timedelta(hours=5 + 7 * place),
        "answered_via": Via.LINK if place % 2 else Via.PAGE,
        "note": NOTES[place % len(NOTES)] if place % 5 == 0 else "",
    }


def _suits(place: int, slot: int, key: str, reasons: dict[str, Any]) -> str:
    """Nobody comes on a holiday, an odd hour is for need only, and now and then something else is on."""
    if key in {one["who"] for one in reasons.get("away", ())} or (place + 2 * slot) % 7 == 0:
        return Suits.NO.value
    strained = {one["who"] for one in reasons.get("strained", ())}
    return Suits.MAYBE.value if key in strained or (place + slot) % 5 == 0 else Suits.YES.value
