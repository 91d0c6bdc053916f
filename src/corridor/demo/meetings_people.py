"""Who is asked to the demo's next meeting, what they answered, and who came to those before. All of it is
invented, and nobody gets a letter for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any, Final

from django.utils import timezone

from corridor.meetings.enums import Reply, Via
from corridor.meetings.models import Invitation, Meeting
from corridor.members.models import GroupRole, Seat

from .contacts import ANNA
from .meetings_stage import Stage

Due = Callable[[str], bool]
GUEST: Final = {
    "name": "Henrik Solberg, port authority (fictional)",
    "address": "h.solberg@port.example.org",
    "zone": "Europe/Oslo",
}
REPLIES: Final = (  # of one hub after the other
    (Reply.ACCEPTED, Via.CALENDAR, ""),
    (Reply.ACCEPTED, Via.LINK, ""),
    (Reply.DECLINED, Via.LINK, "A trade fair in our region; we read the minutes."),
    (Reply.ACCEPTED, Via.PAGE, "I can show our crane's measurements."),
    (Reply.NEEDS_ACTION, "", ""),
    (Reply.TENTATIVE, Via.CALENDAR, "Only until four o’clock."),
    (Reply.ACCEPTED, Via.CALENDAR, ""),
)
AT_PLENARY: Final = (True, True, False, True, True, None, True)  # None: somebody said that they cannot come


def fill_in_people(stage: Stage, is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    if not is_due("meeting-people"):
        return 0
    rows = [*_coming(stage), *_task_force(stage), *_plenaries(stage)]
    return len(Invitation.objects.bulk_create(rows))


def _coming(stage: Stage) -> Iterator[Invitation]:
    """Anna is asked and has not answered yet, so that whoever signs in as her can."""
    meeting = stage.coming
    if meeting is None:
        return
    for seat, (reply, via, note) in zip(stage.editors, cycle(REPLIES), strict=False):
        is_open = seat.person.email == ANNA
        yield _of_seat(meeting, seat, **({} if is_open else _answer(reply, via, note)))
    taken = {seat.person_id for seat in stage.editors}
    roles = GroupRole.objects.current().filter(group=stage.group).select_related("person")
    for person in {role.person_id: role.person for role in roles if role.person_id not in taken}.values():
        yield _invitation(meeting, person=person, **_answer(Reply.ACCEPTED, Via.PAGE))
    yield _invitation(meeting, is_required=True, **GUEST, **_answer(Reply.ACCEPTED, Via.LINK))


def _task_force(stage: Stage) -> Iterator[Invitation]:
    for meeting in stage.held("task-force"):
        for place, seat in enumerate(stage.editors[:12]):
            yield _past(meeting, seat, came=place < len(stage.table) or None)


def _plenaries(stage: Stage) -> Iterator[Invitation]:
    for meeting in stage.held("plenary"):
        for seat, came in zip(stage.editors, cycle(AT_PLENARY), strict=False):
            yield _past(meeting, seat, came=came)


def _past(meeting: Meeting, seat: Seat, *, came: bool | None) -> Invitation:
    reply = Reply.ACCEPTED if came is not None else Reply.DECLINED
    arrived = meeting.starts_at if came else None
    return _of_seat(meeting, seat, came=came, checked_in_at=arrived, **_answer(reply, Via.CALENDAR))


def _of_seat(meeting: Meeting, seat: Seat, **fields: Any) -> Invitation:
    return _invitation(meeting, person=seat.person, hub=seat.hub, **fields)


def _invitation(meeting: Meeting, **fields: Any) -> Invitation:
    person = fields.get("person")
    reader = {"language": person.language, "zone": person.time_zone} if person else {}
    return Invitation(
        meeting=meeting,
        sent_revision=meeting.revision,
        asked_revision=meeting.revision,
        asked_for=meeting.starts_at,
        **reader,
        **fields,
    )


def _answer(reply: Reply, via: str, note: str = "") -> dict[str, Any]:
    if reply == Reply.NEEDS_ACTION:
        return {}
    return {
        "reply": reply,
        "replied_via": via,
        "replied_at": timezone.now() - timedelta(days=2),
        "note": note,
    }
