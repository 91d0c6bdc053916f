"""Agendas in calendars: by subscription, and as the object that goes with a letter. Both know a meeting by
the same UID, so that a later one changes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from corridor.bilaterals.models import Profile
from corridor.kernel.i18n.fields import best_text
from corridor.post import calendars, clean
from corridor.post.feeds import Event, register_events

from . import queries
from .agenda import Agenda, Entry, agenda_of

PUBLISH: Final = "PUBLISH"


def register() -> None:
    register_events("bilaterals", events_of_person)


def events_of_person(person: Any) -> Iterable[Event]:
    """The 1:1 meetings in the calendar of somebody with an account."""
    mine = Profile.objects.present().filter(registration__person=person)
    for profile in mine.select_related("bilaterals__event__group", "registration__event"):
        yield from events(agenda_of(profile), sessions=False)


def feed(profile: Profile) -> bytes:
    """In the language of whoever subscribed."""
    with override(profile.registration.language):
        return _calendar(agenda_of(profile))


def for_letter(agenda: Agenda) -> str:
    """The whole agenda as one object that nobody needs to answer (iTIP, RFC 5546)."""
    return _calendar(agenda, method=PUBLISH, organizer=clean.sender()[1]).decode()


def _calendar(agenda: Agenda, *, method: str = "", organizer: str = "") -> bytes:
    return calendars.calendar(
        best_text(agenda.event.title), events(agenda, organizer=organizer), method=method
    )


def events(agenda: Agenda, *, sessions: bool = True, organizer: str = "") -> list[Event]:
    published = queries.published_at(agenda.profile.bilaterals)
    wanted = [one for one in agenda.entries if one.booking or (sessions and one.session)]
    return [_event(agenda, one, published, organizer) for one in wanted]


def _event(agenda: Agenda, entry: Entry, published: datetime | None, organizer: str) -> Event:
    name, revision, changed_at = _state(agenda, entry, published)
    return Event(
        uid=name,
        day=entry.day,
        title=_title(entry),
        changed_at=changed_at,
        revision=revision,
        place=", ".join(filter(None, (entry.place, _venue(agenda, entry)))),
        note="\n".join(_lines(agenda, entry)),
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        zone=agenda.zone,
        organizer=organizer,
    )


def _state(agenda: Agenda, entry: Entry, published: datetime | None) -> tuple[str, int, datetime]:
    """UID, revision, and when it changed last."""
    event = agenda.event
    if entry.booking is None:
        name = f"session-{event.uid}-{entry.session.pk if entry.session else 0}"
        return name, event.revision, event.changed_at
    meeting = entry.booking.meeting
    changed_at = max(one for one in (meeting.agreed_at, published) if one)
    return f"bilateral-{event.uid}-{meeting.pk}", entry.booking.revision, changed_at


def _title(entry: Entry) -> str:
    return _("1:1 meeting: %(who)s") % {"who": entry.title} if entry.booking else entry.title


def _venue(agenda: Agenda, entry: Entry) -> str:
    is_online = entry.booking is not None and entry.booking.table.is_online
    return "" if is_online else str(agenda.event.place)


def _lines(agenda: Agenda, entry: Entry) -> Iterable[str]:
    yield best_text(agenda.event.title)
    for one in entry.others:
        yield ", ".join(filter(None, (one.name, one.organisation)))
    if link := agenda.link_of(entry):
        yield _("To join: %(link)s") % {"link": link}
