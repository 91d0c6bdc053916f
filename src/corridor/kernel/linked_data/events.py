"""A public event in schema.org's words, for programs that read pages. What is for participants, such as the
link to join, is not in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from .words import SCHEMA, in_languages, said

SCHEDULED: Final = "EventScheduled"
CANCELLED: Final = "EventCancelled"


@dataclass(frozen=True)
class PublicEvent:
    """``page`` is also its name in RDF. Where no hours are known, ``day`` is when it is. ``mode`` is one of
    schema.org's EventAttendanceMode, ``country`` a code of ISO 3166; ``before`` and ``after`` are the pages
    of its neighbours in a series."""

    page: str
    uid: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    status: str
    language: str
    zone: str
    organiser: str
    organiser_name: Mapping[str, str]
    day: date | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    address: str = ""
    country: str = ""
    mode: str = ""
    capacity: int | None = None
    before: str = ""
    after: str = ""

    def wall_time(self, moment: datetime | None) -> str:
        """With the offset of its own zone, so that its wall time can be read."""
        return moment.astimezone(ZoneInfo(self.zone)).isoformat() if moment else ""


def as_json_ld(event: PublicEvent) -> dict[str, Any]:
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": event.page,
        "name": in_languages(event.title),
        "description": in_languages(event.description),
        "url": event.page,
        "startDate": event.wall_time(event.starts_at) or (event.day.isoformat() if event.day else ""),
        "endDate": event.wall_time(event.ends_at),
        "eventStatus": {"@id": SCHEMA + event.status},
        "eventAttendanceMode": {"@id": SCHEMA + event.mode} if event.mode else None,
        "maximumPhysicalAttendeeCapacity": event.capacity,
        "inLanguage": event.language,
        "location": _location(event),
        "organizer": {
            "@type": "Organization",
            "@id": event.organiser,
            "name": in_languages(event.organiser_name),
            "url": event.organiser,
        },
    }
    return said(data)


def _location(event: PublicEvent) -> Any:
    online = {"@type": "VirtualLocation", "url": event.page}
    if not event.place:
        return online
    address = said({"streetAddress": event.address, "addressCountry": event.country})
    place = {"@type": "Place", "name": event.place}
    told: Any = place | {"address": {"@type": "PostalAddress", **address}} if address else place
    return [told, online] if event.mode == "MixedEventAttendanceMode" else told
