"""A poll's slots in words: in the reader's own time, and in the meeting's where clocks differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.zones import Span
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES

from . import keys, queries
from .models import Poll, PollInvitee


@dataclass(frozen=True)
class Told:
    """A span of time where the reader is, and ``there`` at the meeting where its clocks show another time."""

    here: Span
    there: Span | None

    @property
    def short(self) -> str:
        """ "Mon 2 Nov", for the head of a column."""
        language = get_language() or DEFAULT
        locale = DATE_LOCALES.get(language, language)
        return str(format_skeleton("MMMEd", self.here.starts, locale=locale))

    @property
    def warning(self) -> str:
        """ "14:00–15:30 in Brussels", with the day where that is another one."""
        if self.there is None:
            return ""
        said = {"hours": self.there.hours, "city": self.there.city, "day": self.there.day}
        if self.there.starts.date() != self.here.starts.date():
            return _("%(day)s, %(hours)s in %(city)s") % said
        return _("%(hours)s in %(city)s") % said

    def __str__(self) -> str:
        own = f"{self.here.day}, {self.here.hours}"
        return f"{own} ({self.warning})" if self.there else own


def told(starts: datetime, ends: datetime, zone: str, meeting_zone: str) -> Told:
    here, there = (_span(starts, ends, one) for one in (zone, meeting_zone))
    same = (
        here.starts.utcoffset() == there.starts.utcoffset()
        and here.ends.utcoffset() == there.ends.utcoffset()
    )
    return Told(here, None if same else there)


def _span(starts: datetime, ends: datetime, zone: str) -> Span:
    return Span(starts.astimezone(ZoneInfo(zone)), ends.astimezone(ZoneInfo(zone)), zone)


def zone_of(invitee: PollInvitee) -> str:
    return str(invitee.person.time_zone if invitee.person else invitee.zone)


def numbered(poll: Poll, invitee: PollInvitee) -> Sequence[tuple[int, Told]]:
    zone = zone_of(invitee)
    slots = queries.slots_of(poll)
    return [
        (number, told(slot.starts_at, slot.ends_at, zone, poll.meeting.zone))
        for number, slot in enumerate(slots, 1)
    ]


def how_to_reply() -> tuple[str, ...]:
    return (
        _("Answer this mail with the numbers that suit you, in the first line: 1 3"),
        _("With a question mark, it suits if need be: 2?"),
        _("Nothing suits: 0. Everything suits: *"),
    )


def link_line(invitee: PollInvitee) -> str:
    address = keys.page(invitee, get_language() or DEFAULT)
    return _("Or answer on this page, without signing in: %(address)s") % {"address": address}
