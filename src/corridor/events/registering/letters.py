"""Letters about somebody's own registration, each in its reader's language and time, with the entry for their
calendar. To people without an account each carries a new link to their own page."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.events import times
from corridor.events.enums import Presence, RegistrationState
from corridor.events.keys import new_link
from corridor.events.models import Registration
from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.post import actions as post
from corridor.post import clean, itip
from corridor.post.kinds import Kind, register_kind

from .entries import entry_of


def _kind(name: str, title: Text) -> Kind:
    """Secret, since its link lets the reader in."""
    return Kind(name, title, f"events/mail/{name}", needs_answer=True, is_secret=True)


CONFIRM: Final = "event-confirm"
KNOWN: Final = "event-known"
REGISTERED: Final = "event-registered"
WAITING: Final = "event-waiting"
PROMOTED: Final = "event-promoted"
UNREGISTERED: Final = "event-unregistered"
CHANGED: Final = "event-changed"
CANCELLED: Final = "event-cancelled"
KINDS: Final = (
    _kind(CONFIRM, _("Confirm your registration for an event")),
    _kind(KNOWN, _("You are registered for an event already")),
    _kind(REGISTERED, _("You are registered for an event")),
    _kind(WAITING, _("You wait for a place at an event")),
    _kind(PROMOTED, _("You have a place at an event now")),
    _kind(UNREGISTERED, _("Your registration for an event is cancelled")),
    _kind(CHANGED, _("An event has changed")),
    _kind(CANCELLED, _("An event is cancelled")),
)
ENTRIES: Final = {
    REGISTERED: itip.REQUEST,
    PROMOTED: itip.REQUEST,
    CHANGED: itip.REQUEST,
    UNREGISTERED: itip.CANCEL,
    CANCELLED: itip.CANCEL,
}


def register() -> None:
    for kind in KINDS:
        register_kind(kind)


def of_place(registration: Registration) -> str:
    return REGISTERED if registration.is_coming else WAITING


def send(registration: Registration, kind: str, *, key: str = "", has_place: bool | None = None) -> None:
    """Once for each version of the registration and revision of the event, or for each ``key``. Who only
    waits has nothing in the calendar; ``has_place`` is said where it was lost just now."""
    revision = registration.event.revision
    once = key or f"{revision}:{registration.version}"
    with override(language_of(registration)):
        is_entered = registration.is_coming if has_place is None else has_place
        calendar = entry_of(registration, ENTRIES[kind]) if is_entered and kind in ENTRIES else ""
        context = _context(registration) | {"has_calendar": bool(calendar)}
        name = "events:event" if kind == UNREGISTERED else "events:own"
        page = reverse(name, args=[registration.event.group.slug, registration.event.slug])
    told: dict[str, Any] = {
        "kind": kind,
        "key": f"{kind}:{registration.pk}:{once}",
        "about": registration.event,
    }
    told |= {"group_id": registration.event.group_id, "calendar": calendar}
    if registration.person:
        post.tell(person=registration.person, context=context, url=page, **told)
    else:
        _write_to(registration, context, told)
    if kind not in (CONFIRM, KNOWN):
        Registration.objects.filter(pk=registration.pk).update(sent_revision=revision)


def _write_to(registration: Registration, context: dict[str, Any], told: dict[str, Any]) -> None:
    post.write_to(
        address=registration.email,
        name=clean.one_line(registration.name),
        language=registration.language,
        time_zone=registration.zone,
        context=context | {"url": new_link(registration)},
        **told,
    )


def language_of(registration: Registration) -> str:
    return registration.person.language if registration.person else registration.language


def zone_of(registration: Registration) -> str:
    return registration.person.time_zone if registration.person else registration.zone


def _context(registration: Registration) -> dict[str, Any]:
    event, language, zone = registration.event, language_of(registration), zone_of(registration)
    is_coming, is_online = registration.is_coming, registration.presence == Presence.ONLINE
    return {
        "title": clean.one_line(best_text(event.title, language)),
        "group": best_text(event.group.name, language),
        "when": times.in_words(event, zone),
        "when_there": times.in_words(event, event.zone) if times.differs(event, zone) else "",
        "place": "" if is_online else clean.one_line(", ".join(filter(None, (event.place, event.address)))),
        "link": clean.one_line(event.link) if is_coming and is_online else "",
        "code": registration.code if is_coming and not is_online else "",
        "reason": clean.one_line(event.cancelled_why),
        "is_waiting": registration.state == RegistrationState.WAITING,
    }
