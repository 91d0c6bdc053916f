"""What stays of a registration when it is forgotten: that somebody came, for which hub and from which
country, so that the event's figures stay right."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from corridor.events import signals
from corridor.events.enums import EventState, RegistrationState
from corridor.events.models import Event, Registration, RegistrationAnswer, RegistrationKey

from .places import promote

NOBODY: Final = "@forgotten.invalid"
EMPTIED: Final = {
    "person": None,
    "name": "",
    "organisation": "",
    "position": "",
    "needs": "",
    "is_listed": False,
    "consent": "",
    "consented_at": None,
    "language": "en",
    "zone": "UTC",
}


def known(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Those that are not forgotten yet."""
    return registrations.exclude(email__endswith=NOBODY)


def forget_registrations(registrations: QuerySet[Registration]) -> int:
    ids = list(known(registrations).values_list("pk", flat=True))
    RegistrationAnswer.objects.filter(registration__in=ids).delete()
    RegistrationKey.objects.filter(registration__in=ids).delete()
    address = Concat(Cast("uid", TextField()), Value(NOBODY))
    return Registration.objects.filter(pk__in=ids).update(email=address, **EMPTIED)


def leave_events(registrations: QuerySet[Registration]) -> None:
    """Whoever is erased comes to nothing any more: their places go to those who wait."""
    for one in registrations.filter(state__in=(RegistrationState.REGISTERED, RegistrationState.WAITING)):
        event = Event.objects.select_for_update(of=("self",)).select_related("group").get(pk=one.event_id)
        if event.state == EventState.PUBLISHED and not event.is_over() and one.checked_in_at is None:
            _leave(event, one)
    registrations.filter(state=RegistrationState.UNCONFIRMED).delete()


def _leave(event: Event, registration: Any) -> None:
    registration.state, registration.number = RegistrationState.CANCELLED, 0
    registration.save(update_fields=["state", "number"])
    signals.registration_cancelled.send(sender=Registration, registration=registration)
    promote(event)
