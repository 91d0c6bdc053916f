"""What somebody's day looks like: their 1:1 meetings, the sessions that they attend, and the time between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from corridor.bilaterals.models import Booking, Profile, Table
from corridor.events.models import Event, Registration, Session
from corridor.kernel.i18n.zones import Span, span

from . import queries

GAP: Final = timedelta(minutes=10)  # less is the way from one table to the next


@dataclass(frozen=True)
class Entry:
    """A 1:1 meeting with ``others``, a session of the programme, or neither: free time."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    booking: Booking | None = None
    session: Session | None = None
    others: tuple[Registration, ...] = ()

    @property
    def span(self) -> Span:
        return span(self.starts_at, self.ends_at, self.zone)

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def is_free(self) -> bool:
        return self.booking is None and self.session is None

    @property
    def title(self) -> str:
        if self.booking:
            return ", ".join(one.name for one in self.others) or _("1:1 meeting")
        return str(self.session) if self.session else _("free")

    @property
    def place(self) -> str:
        if self.booking:
            return place_of(self.booking.table)
        return self.session.room.name if self.session and self.session.room else ""


@dataclass(frozen=True)
class Day:
    name: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Agenda:
    """``entries`` in the order of their hours, by the clock of ``zone``."""

    profile: Profile
    zone: str
    entries: Sequence[Entry]

    @property
    def event(self) -> Event:
        event: Event = self.profile.bilaterals.event
        return event

    @property
    def meetings(self) -> Sequence[Entry]:
        return [one for one in self.entries if one.booking]

    @property
    def days(self) -> Sequence[Day]:
        by_day = groupby(self.entries, key=lambda one: one.day)
        listed = [list(entries) for _day, entries in by_day]
        return [Day(entries[0].span.day, entries) for entries in listed]

    def link_of(self, entry: Entry) -> str:
        """Where it is joined online; empty where it is not."""
        if entry.booking:
            table = entry.booking.table
            own = table.link or (table.room.link if table.room else "")
            return own or self.event.link if table.is_online else ""
        room = entry.session.room if entry.session else None
        return room.link if room else ""


def place_of(table: Table) -> str:
    """ "Table 3, Foyer"."""
    if table.is_online:
        return _("online")
    words = _("Table %(number)s") % {"number": table.number}
    return f"{words}, {table.room.name}" if table.room else words


def agenda_of(profile: Profile) -> Agenda:
    return agendas_of([profile])[0]


def agendas_of(profiles: Sequence[Profile]) -> list[Agenda]:
    """Of several people of one event, with as many queries as for one."""
    if not profiles:
        return []
    bilaterals = profiles[0].bilaterals
    booked = queries.bookings_by_profile(profiles, bilaterals)
    attended = queries.sessions_by_registration((one.registration for one in profiles), bilaterals)
    return [_agenda(one, booked.get(one.pk, []), attended.get(one.registration_id, [])) for one in profiles]


def _agenda(profile: Profile, booked: Iterable[Booking], attended: Iterable[Session]) -> Agenda:
    zone = queries.zone_of(profile.registration)
    meetings = [
        Entry(one.starts_at, one.ends_at, zone, booking=one, others=queries.others_in(one, profile))
        for one in booked
    ]
    sessions = [Entry(one.starts_at, one.ends_at, zone, session=one) for one in attended]
    entries = sorted([*meetings, *sessions], key=lambda one: (one.starts_at, one.ends_at))
    return Agenda(profile, zone, list(with_gaps(entries)))


def with_gaps(entries: Iterable[Entry]) -> Iterable[Entry]:
    """The same, with the free time between two of a day."""
    until: datetime | None = None
    day: date | None = None
    for entry in entries:
        if until and entry.day == day and entry.starts_at - until >= GAP:
            yield Entry(until, entry.starts_at, entry.zone)
        yield entry
        until = max(until, entry.ends_at) if until and entry.day == day else entry.ends_at
        day = entry.day
