"""A public event as programs read it."""

from __future__ import annotations

from typing import Final

from corridor.kernel.linked_data.events import CANCELLED, SCHEDULED, PublicEvent
from corridor.kernel.linked_data.words import name_of

from .enums import EventState, Mode
from .models import Event

STATES: Final = {EventState.PUBLISHED: SCHEDULED, EventState.CANCELLED: CANCELLED}
MODES: Final = {
    Mode.ON_SITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


def public_event(event: Event) -> PublicEvent:
    is_on_site = event.is_on_site
    return PublicEvent(
        page=name_of("events:event", event.group.slug, event.slug),
        uid=str(event.uid),
        title=event.title,
        description=event.description or event.summary,
        status=STATES[EventState(event.state)],
        language=event.language,
        zone=event.zone,
        organiser=name_of("portal:group", event.group.slug),
        organiser_name=event.group.name,
        day=event.starts_at.date(),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place if is_on_site else "",
        address=event.address if is_on_site else "",
        country=(event.country_id or "") if is_on_site else "",
        mode=MODES[Mode(event.mode)],
        capacity=event.capacity if is_on_site else None,
    )
