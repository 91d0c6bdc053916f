"""What organisers write to all participants of one kind."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.events.actions import held
from corridor.events.enums import MessageTo, RegistrationState
from corridor.events.models import Event, EventMessage, Registration, RegistrationQuerySet
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Refused
from corridor.post import placeholders

from . import letters


def recipients(event: Event, to: str) -> RegistrationQuerySet:
    people = Registration.objects.filter(event=event)
    if to == MessageTo.WAITING:
        return people.filter(state=RegistrationState.WAITING)
    people = people.coming()
    return (
        people if to == MessageTo.REGISTERED else people.filter(checked_in_at__isnull=to == MessageTo.ABSENT)
    )


def send_message(*, by: Any, event: Event, to: str, subject: str, text: str, after: int = 0) -> EventMessage:
    """One letter to each of them. ``after`` is the last message that the writer saw: where the same one was
    sent since, it is that one, and goes no second time."""
    for one in (subject, text):
        placeholders.check(one, letters.PLACEHOLDERS)
    said = {"to": to, "subject": subject, "text": text}
    with transaction.atomic():
        locked = held(event)
        if same := EventMessage.objects.filter(event=locked, pk__gt=after, **said).first():
            return same
        people = _people(locked, to)
        message = EventMessage.objects.create(event=locked, sent_by=by, count=len(people), **said)
        letters.send(message, people)
        told = {"message": message.pk, "to": to, "subject": subject, "count": len(people)}
        journal.record("write-to-participants", locked, by=by, after=told)
    return message


def _people(event: Event, to: str) -> list[Registration]:
    if to == MessageTo.ABSENT and clock() < event.starts_at:
        raise Refused(_("The event has not begun: nobody has stayed away yet."))
    if people := list(recipients(event, to)):
        return people
    raise Refused(_("Nobody is there to write to."))
