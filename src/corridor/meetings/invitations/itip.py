"""Invitations as calendar objects. ORGANIZER is an address of the site for this invitation alone, so that a
calendar's reply says by itself whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from corridor.kernel.i18n.fields import best_text
from corridor.meetings.models import Invitation, Meeting
from corridor.post import itip
from corridor.post.feeds import Event
from corridor.post.itip import Attendee

HIGHEST, NORMAL = 1, 5


def uid_of(meeting: Meeting) -> str:
    """Without the domain: feeds add it as well, so that a calendar knows both as one event."""
    return f"meeting-{meeting.uid}"


def full_uid(meeting: Meeting) -> str:
    return itip.full_uid(uid_of(meeting))


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
    return itip.written(
        itip.Entry(
            method=entry.method,
            event=_event(invitation.meeting, entry, stamp),
            language=entry.language,
            organizer=entry.reply_address,
            organizer_name=best_text(invitation.meeting.group.name, entry.language),
            attendee=Attendee(
                invitation.mail, invitation.shown_name, invitation.reply, invitation.is_required
            ),
            priority=HIGHEST if invitation.is_required else NORMAL,
        )
    )


def _event(meeting: Meeting, entry: Entry, stamp: datetime) -> Event:
    assert meeting.held_on is not None  # noqa: S101 - only meetings with a day are announced
    return Event(
        uid=uid_of(meeting),
        day=meeting.held_on,
        title=best_text(meeting.title, entry.language),
        changed_at=stamp,
        revision=meeting.revision,
        place=meeting.place,
        note=entry.description,
        url=entry.url,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
    )
