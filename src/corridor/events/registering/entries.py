"""Somebody's own entry of an event for their calendar."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.events.enums import EventState, Presence
from corridor.events.models import Event, Registration
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.languages import DEFAULT
from corridor.post import clean, itip
from corridor.post.feeds import Event as Entry
from corridor.post.itip import Attendee


def uid_of(event: Event) -> str:
    """The same in feeds and letters, so that a calendar knows both as one."""
    return f"event-{event.uid}"


def in_calendar(event: Event, *, link: str = "") -> Entry:
    """In the active language; ``link`` is for those who are registered."""
    note = [best_text(event.summary)]
    if link:
        note.append(_("To join: %(link)s") % {"link": clean.one_line(link)})
    return Entry(
        uid=uid_of(event),
        day=event.starts_at.astimezone(ZoneInfo(event.zone)).date(),
        title=best_text(event.title),
        changed_at=event.changed_at,
        revision=event.revision,
        place=", ".join(filter(None, (event.place, event.address))) if event.is_on_site else "",
        note="\n".join(filter(None, note)),
        url=settings.BASE_URL + reverse("events:event", args=[event.group.slug, event.slug]),
        cancelled=event.state == EventState.CANCELLED,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
    )


def own_in_calendar(registration: Registration) -> Entry:
    """``revision`` grows with what becomes of the event and of the registration."""
    event = registration.event
    is_online = registration.presence == Presence.ONLINE
    shown = in_calendar(event, link=event.link if registration.is_coming and is_online else "")
    return replace(shown, revision=event.revision + registration.version)


def entry_of(registration: Registration, method: str) -> str:
    """As it goes with a letter, in the active language; nobody is asked to answer."""
    event = registration.event
    return itip.written(
        itip.Entry(
            method=method,
            event=replace(own_in_calendar(registration), changed_at=timezone.now()),
            language=get_language() or DEFAULT,
            organizer=event.contact or clean.sender()[1],
            organizer_name=best_text(event.group.name),
            attendee=Attendee(
                registration.person.email if registration.person else registration.email,
                registration.name,
                "ACCEPTED",
                asks=False,
            ),
        )
    )
