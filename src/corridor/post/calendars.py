"""iCalendar (RFC 5545) for subscriptions, and to publish by mail. Without ATTENDEE: nobody is invited
(RFC 5546)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, vCalAddress
from icalendar import Event as VEvent

from corridor.kernel.i18n.languages import DEFAULT

from . import keys
from .clean import visible
from .feeds import Event
from .zones import zones_of

PRODUCT = "-//Corridor//Calendar//EN"
REFRESH = timedelta(hours=6)


def personal_name() -> str:
    return _("Meetings of my groups")


def calendar(name: str, events: Iterable[Event], *, method: str = "") -> bytes:
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    if method:
        whole.add("method", method)
    whole.add("name", name)
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    listed = list(events)
    for zone in zones_of((one.zone, one.starts_at) for one in listed if one.starts_at):
        whole.add_component(zone)
    for event in listed:
        whole.add_component(_event(event))
    return bytes(whole.to_ical())


def answer(content: bytes, file_name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _event(event: Event) -> VEvent:
    """``DTSTAMP`` is the last change, not now, so that an unchanged event is the same text each time."""
    one = VEvent()
    language = {"language": get_language() or DEFAULT}
    one.add("uid", f"{event.uid}@{keys.own_domain()}")
    one.add("dtstamp", event.changed_at)
    one.add("last-modified", event.changed_at)
    one.add("sequence", event.revision)
    add_hours(one, event.day, event.starts_at, event.ends_at, event.zone)
    if event.organizer:
        one.add("organizer", vCalAddress(f"mailto:{event.organizer}"))
    one.add("summary", visible(event.title), parameters=language)
    one.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    one.add("transp", "OPAQUE" if event.starts_at and not event.cancelled else "TRANSPARENT")
    for name, value in (("location", event.place), ("description", event.note), ("url", event.url)):
        if value:
            one.add(name, visible(value))
    return one


def add_hours(
    one: VEvent, day: date, starts_at: datetime | None, ends_at: datetime | None, zone: str
) -> None:
    """From when to when: by the wall clock of its zone, or the whole day."""
    if starts_at is None or ends_at is None:
        one.add("dtstart", day)
        one.add("dtend", day + timedelta(days=1))
        return
    there = ZoneInfo(zone)
    one.add("dtstart", starts_at.astimezone(there))
    one.add("dtend", ends_at.astimezone(there))
