"""Who has a place and who waits for one. All of it is called with the event held, so that however many come
at once, nobody gets a place that is not there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.events.enums import EventState, Presence, RegistrationState
from corridor.events.models import Event, Registration, Session
from corridor.events.queries import places_left
from corridor.kernel import journal
from corridor.kernel.errors import Refused
from corridor.kernel.i18n.fields import best_text

COUNTED: Final = (RegistrationState.REGISTERED, RegistrationState.WAITING)


def give_place(event: Event, registration: Registration) -> None:
    """A place, or the end of the waiting list; the row is not saved."""
    if registration.presence == Presence.ONLINE or places_left(event) != 0:
        registration.state, registration.number = RegistrationState.REGISTERED, 0
        return
    registration.state, registration.number = RegistrationState.WAITING, last_number(event) + 1


def last_number(event: Event) -> int:
    """Of the waiting list."""
    return event.registrations.aggregate(last=Max("number"))["last"] or 0


def promote(event: Event) -> list[Registration]:
    """Places that are free go to those who wait, in their order, and they are told."""
    left = places_left(event)
    if event.state != EventState.PUBLISHED or event.is_over() or left == 0:
        return []
    waiting = event.registrations.filter(state=RegistrationState.WAITING).select_related("person")
    moved = list(waiting.order_by("number", "pk")[:left])
    for one in moved:
        move_up(event, one)
    return moved


def move_up(event: Event, one: Registration, *, by: Any = None) -> None:
    """From the waiting list to a place that is free."""
    from . import letters

    one.event = event
    one.state, one.number, one.promoted_at = RegistrationState.REGISTERED, 0, timezone.now()
    one.version += 1
    one.save(update_fields=["state", "number", "promoted_at", "version"])
    journal.record("promote-registration", one, by=by, after={"state": one.state})
    letters.send(one, letters.PROMOTED)


def check_sessions(event: Event, sessions: Collection[int], registration: Registration | None = None) -> None:
    """Refused where a session that somebody newly chooses is full."""
    if full := full_sessions(event, sessions, registration):
        text = _("All places of “%(session)s” are taken.")
        raise Refused(text % {"session": best_text(full[0].title)})


def full_sessions(
    event: Event, sessions: Collection[int], registration: Registration | None = None
) -> list[Session]:
    """Of these, those whose places are taken by others."""
    limited = event.sessions.filter(pk__in=sessions, capacity__isnull=False)
    others = Registration.objects.filter(event=event, state__in=COUNTED)
    if registration is not None:
        others = others.exclude(pk=registration.pk)
    chosen = Registration.sessions.through.objects.filter(registration__in=others, session__in=limited)
    taken = dict(chosen.values_list("session").annotate(taken=Count("pk")).order_by())
    return [one for one in limited if taken.get(one.pk, 0) >= (one.capacity or 0)]
