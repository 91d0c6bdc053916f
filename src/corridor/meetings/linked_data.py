"""A public meeting in schema.org's words, for programs that read pages. What is for participants, such as
the link to join, is not in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.addresses import in_language

from .enums import MeetingState
from .models import Meeting

SCHEMA: Final = "https://schema.org/"
STATES: Final = {MeetingState.FIXED: "EventScheduled", MeetingState.CANCELLED: "EventCancelled"}


def address_of(meeting: Meeting) -> str:
    """The same in every language, since it names the meeting."""
    path = reverse("meetings:meeting", args=[meeting.group.slug, meeting.pk])
    return settings.BASE_URL + in_language(path, DEFAULT)


def address_of_group(meeting: Meeting) -> str:
    return settings.BASE_URL + in_language(reverse("portal:group", args=[meeting.group.slug]), DEFAULT)


def event_as_json_ld(meeting: Meeting) -> dict[str, Any]:
    online = {"@type": "VirtualLocation", "url": address_of(meeting)}
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address_of(meeting),
        "name": _in_languages(meeting.title),
        "description": _in_languages(meeting.note),
        "url": address_of(meeting),
        "startDate": wall_time(meeting, meeting.starts_at) or day_of(meeting),
        "endDate": wall_time(meeting, meeting.ends_at),
        "eventStatus": {"@id": SCHEMA + STATES[MeetingState(meeting.state)]},
        "inLanguage": meeting.language,
        "location": {"@type": "Place", "name": meeting.place} if meeting.place else online,
        "organizer": {
            "@type": "Organization",
            "@id": address_of_group(meeting),
            "name": _in_languages(meeting.group.name),
            "url": address_of_group(meeting),
        },
    }
    return {name: value for name, value in data.items() if value}


def _in_languages(texts: dict[str, str]) -> list[dict[str, str]]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]


def wall_time(meeting: Meeting, moment: datetime | None) -> str:
    """With the offset of the meeting's own zone, so that its wall time can be read."""
    return moment.astimezone(ZoneInfo(meeting.zone)).isoformat() if moment else ""


def day_of(meeting: Meeting) -> str:
    return meeting.held_on.isoformat() if isinstance(meeting.held_on, date) else ""
