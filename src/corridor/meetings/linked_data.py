"""A public meeting in schema.org's words, for programs that read pages. What is for participants, such as
the link to join, is not in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from corridor.kernel.linked_data.words import SCHEMA, in_languages, name_of, said

from .enums import MeetingState
from .models import Meeting

STATES: Final = {MeetingState.FIXED: "EventScheduled", MeetingState.CANCELLED: "EventCancelled"}


def address_of(meeting: Meeting) -> str:
    return name_of("meetings:meeting", meeting.group.slug, meeting.pk)


def address_of_group(meeting: Meeting) -> str:
    return name_of("portal:group", meeting.group.slug)


def event_as_json_ld(meeting: Meeting) -> dict[str, Any]:
    online = {"@type": "VirtualLocation", "url": address_of(meeting)}
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address_of(meeting),
        "name": in_languages(meeting.title),
        "description": in_languages(meeting.note),
        "url": address_of(meeting),
        "startDate": wall_time(meeting, meeting.starts_at) or day_of(meeting),
        "endDate": wall_time(meeting, meeting.ends_at),
        "eventStatus": {"@id": SCHEMA + STATES[MeetingState(meeting.state)]},
        "inLanguage": meeting.language,
        "location": {"@type": "Place", "name": meeting.place} if meeting.place else online,
        "organizer": {
            "@type": "Organization",
            "@id": address_of_group(meeting),
            "name": in_languages(meeting.group.name),
            "url": address_of_group(meeting),
        },
    }
    return said(data)


def wall_time(meeting: Meeting, moment: datetime | None) -> str:
    """With the offset of the meeting's own zone, so that its wall time can be read."""
    return moment.astimezone(ZoneInfo(meeting.zone)).isoformat() if moment else ""


def day_of(meeting: Meeting) -> str:
    return meeting.held_on.isoformat() if isinstance(meeting.held_on, date) else ""
