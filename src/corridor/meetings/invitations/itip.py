"""Invitations as calendar objects (iTIP, RFC 5546).

Each object lists one ATTENDEE, the reader: who else is asked, and who declined, is read on the meeting's page
by those who may, and not in files that are passed on. ORGANIZER is an address of the site for this
invitation alone, so that a calendar's reply says by itself whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from icalendar import Calendar, vCalAddress, vUri
from icalendar import Event as VEvent

from corridor.kernel.i18n.fields import best_text
from corridor.meetings.enums import MeetingState
from corridor.meetings.models import Invitation, Meeting
from corridor.post import clean, keys
from corridor.post.calendars import PRODUCT, add_hours
from corridor.post.zones import zones_of

REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"
HIGHEST, NORMAL = 1, 5


def uid_of(meeting: Meeting) -> str:
    """Without the domain: feeds add it as well, so that a calendar knows both as one event."""
    return f"meeting-{meeting.uid}"


def full_uid(meeting: Meeting) -> str:
    return f"{uid_of(meeting)}@{keys.own_domain()}"


@dataclass(frozen=True)
class Entry:
    """What an object says beside the meeting itself, in the reader's language."""

    method: str
    language: str
    description: str
    reply_address: str
    url: str = ""


def written(invitation: Invitation, entry: Entry, stamp: datetime) -> str:
    """The object as text, with the line ends of RFC 5545. ``stamp`` is when it is made."""
    meeting = invitation.meeting
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", entry.method)
    if meeting.starts_at:
        for zone in zones_of([(meeting.zone, meeting.starts_at)]):
            whole.add_component(zone)
    whole.add_component(_event(invitation, entry, stamp))
    return bytes(whole.to_ical()).decode()


def _event(invitation: Invitation, entry: Entry, stamp: datetime) -> VEvent:
    meeting, one = invitation.meeting, VEvent()
    is_off = entry.method == CANCEL
    one.add("uid", full_uid(meeting))
    one.add("sequence", meeting.revision)
    one.add("dtstamp", stamp)
    assert meeting.held_on is not None  # noqa: S101 - only meetings with a day are announced
    add_hours(one, meeting.held_on, meeting.starts_at, meeting.ends_at, meeting.zone)
    one.add("organizer", _organizer(meeting, entry))
    one.add("attendee", _attendee(invitation, entry))
    language = {"language": entry.language}
    one.add("summary", clean.one_line(best_text(meeting.title, entry.language)), parameters=language)
    one.add("status", "CANCELLED" if is_off else "CONFIRMED")
    one.add("transp", "OPAQUE" if meeting.starts_at and not is_off else "TRANSPARENT")
    one.add("priority", HIGHEST if invitation.is_required else NORMAL)
    if meeting.place:
        one.add("location", clean.one_line(meeting.place))
    if entry.description:
        text = clean.LINE_BREAKS.sub("\n", entry.description.replace("\r\n", "\n"))
        one.add("description", clean.visible(text), parameters=language)
    if entry.url:
        one.add("url", vUri(clean.one_line(entry.url)))
    return one


def _organizer(meeting: Meeting, entry: Entry) -> vCalAddress:
    address = vCalAddress(f"mailto:{entry.reply_address}")
    if name := _name(best_text(meeting.group.name, entry.language)):
        address.params["CN"] = name
    return address


def _attendee(invitation: Invitation, entry: Entry) -> vCalAddress:
    address = vCalAddress(f"mailto:{clean.address(invitation.mail)}")
    if name := _name(invitation.shown_name):
        address.params["CN"] = name
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT" if invitation.is_required else "OPT-PARTICIPANT"
    if entry.method == REQUEST:
        address.params["PARTSTAT"] = invitation.reply.upper()
        address.params["RSVP"] = "TRUE"
    address.params["LANGUAGE"] = entry.language
    return address


def _name(value: str) -> str:
    """As it may stand in a parameter: quotation marks cannot."""
    return clean.name(clean.one_line(value)).replace('"', "’")


def method_for(meeting: Meeting) -> str:
    return CANCEL if meeting.state == MeetingState.CANCELLED else REQUEST
