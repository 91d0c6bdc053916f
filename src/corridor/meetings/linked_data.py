"""A public meeting as programs read it."""

from __future__ import annotations

from typing import Final

from corridor.kernel.linked_data.events import CANCELLED, SCHEDULED, PublicEvent
from corridor.kernel.linked_data.words import name_of

from .enums import MeetingState
from .models import Meeting
from .queries import Beside

STATES: Final = {MeetingState.FIXED: SCHEDULED, MeetingState.CANCELLED: CANCELLED}


def public_event(meeting: Meeting, beside: Beside) -> PublicEvent:
    return PublicEvent(
        page=_page(meeting),
        uid=str(meeting.uid),
        title=meeting.title,
        description=meeting.note,
        status=STATES[MeetingState(meeting.state)],
        language=meeting.language,
        zone=meeting.zone,
        organiser=name_of("portal:group", meeting.group.slug),
        organiser_name=meeting.group.name,
        day=meeting.held_on,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        before=_page(beside.before),
        after=_page(beside.after),
    )


def _page(meeting: Meeting | None) -> str:
    return name_of("meetings:meeting", meeting.group.slug, meeting.pk) if meeting else ""
