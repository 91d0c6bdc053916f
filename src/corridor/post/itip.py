"""Calendar objects that go with letters (iTIP, RFC 5546): what somebody is asked to, has taken a place in, or
is rid of again.

Each object lists one ATTENDEE, the reader: who else is asked, and who declined, is read on pages by those who
may, and not in files that are passed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from icalendar import Calendar, vCalAddress, vUri
from icalendar import Event as VEvent

from . import clean, keys
from .calendars import PRODUCT, add_hours
from .feeds import Event
from .zones import zones_of

REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"


def full_uid(uid: str) -> str:
    """``uid`` is that of a feed's event, so that a calendar knows both as one."""
    return f"{uid}@{keys.own_domain()}"


@dataclass(frozen=True)
class Attendee:
    """``status`` is a PARTSTAT; where it ``asks``, the calendar offers to answer."""

    address: str
    name: str
    status: str = "NEEDS-ACTION"
    is_required: bool = True
    asks: bool = True


@dataclass(frozen=True)
class Entry:
    """``event`` in the reader's language, made at its ``changed_at``. ``priority`` is that of RFC 5545."""

    method: str
    event: Event
    language: str
    organizer: str
    organizer_name: str
    attendee: Attendee
    priority: int | None = None


def written(entry: Entry) -> str:
    """The object as text, with the line ends of RFC 5545."""
    whole, event = Calendar(), entry.event
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", entry.method)
    if event.starts_at:
        for zone in zones_of([(event.zone, event.starts_at)]):
            whole.add_component(zone)
    whole.add_component(_event(entry))
    return bytes(whole.to_ical()).decode()


def _event(entry: Entry) -> VEvent:
    event, one = entry.event, VEvent()
    is_off = entry.method == CANCEL
    one.add("uid", full_uid(event.uid))
    one.add("sequence", event.revision)
    one.add("dtstamp", event.changed_at)
    add_hours(one, event.day, event.starts_at, event.ends_at, event.zone)
    one.add("organizer", _address(entry.organizer, entry.organizer_name))
    one.add("attendee", _attendee(entry))
    language = {"language": entry.language}
    one.add("summary", clean.one_line(event.title), parameters=language)
    one.add("status", "CANCELLED" if is_off else "CONFIRMED")
    one.add("transp", "OPAQUE" if event.starts_at and not is_off else "TRANSPARENT")
    if entry.priority is not None:
        one.add("priority", entry.priority)
    if event.place:
        one.add("location", clean.one_line(event.place))
    if event.note:
        text = clean.LINE_BREAKS.sub("\n", event.note.replace("\r\n", "\n"))
        one.add("description", clean.visible(text), parameters=language)
    if event.url:
        one.add("url", vUri(clean.one_line(event.url)))
    return one


def _attendee(entry: Entry) -> vCalAddress:
    reader = entry.attendee
    address = _address(clean.address(reader.address), reader.name)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT" if reader.is_required else "OPT-PARTICIPANT"
    if entry.method == REQUEST:
        address.params["PARTSTAT"] = reader.status.upper()
        address.params["RSVP"] = "TRUE" if reader.asks else "FALSE"
    address.params["LANGUAGE"] = entry.language
    return address


def _address(plain: str, name: str) -> vCalAddress:
    """With the name as it may stand in a parameter: quotation marks cannot."""
    address = vCalAddress(f"mailto:{plain}")
    if shown := clean.name(clean.one_line(name)).replace('"', "’"):
        address.params["CN"] = shown
    return address
