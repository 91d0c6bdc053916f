"""Participants as organisers see them, and doors to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, Q

from corridor.events.codes import LONGEST
from corridor.events.enums import Presence, RegistrationState
from corridor.events.models import Event, EventMessage, Registration, RegistrationQuerySet
from corridor.events.queries import event_for_organising
from corridor.kernel.errors import NotFound

FOUND_AT_MOST: Final = 20
LAST: Final = 10
TAKING_PART: Final = (RegistrationState.REGISTERED, RegistrationState.WAITING)


def participants(event: Event) -> RegistrationQuerySet:
    found = Registration.objects.filter(event=event)
    return found.select_related("country", "hub", "checked_in_by")


def wanted(event: Event, asked: Mapping[str, Any]) -> RegistrationQuerySet:
    """Those that fit: by ``q`` in name, organisation or address, ``state``, ``presence``, ``came``."""
    found = participants(event)
    if asked.get("q"):
        found = found.filter(_named(asked["q"]))
    for name in ("state", "presence"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("came"):
        found = found.coming().filter(checked_in_at__isnull=asked["came"] == "no")
    return found


def _named(words: str) -> Q:
    """Each word, with or without its accents."""
    fits = Q()
    for word in words.replace("\0", " ").split()[:10]:
        fits &= (
            Q(name__unaccent__icontains=word)
            | Q(organisation__unaccent__icontains=word)
            | Q(email__icontains=word)
        )
    return fits


def counts(event: Event) -> dict[str, int]:
    """By state, ``on_site`` and ``online`` of those registered, and how many ``came``."""
    registered = Q(state=RegistrationState.REGISTERED)
    asked = {one.value: Count("pk", filter=Q(state=one)) for one in RegistrationState}
    asked |= {one.name.lower(): Count("pk", filter=registered & Q(presence=one)) for one in Presence}
    came = Count("pk", filter=Q(checked_in_at__isnull=False))
    return Registration.objects.filter(event=event).aggregate(came=came, all=Count("pk"), **asked)


def participant_for_organising(person: Any, group: str, slug: str, pk: int) -> Registration:
    return _one(event_for_organising(person, group, slug), pk=pk)


def participant_at_door(person: Any, group: str, slug: str, code: str) -> Registration:
    """By the code that is read at the door."""
    event = event_for_organising(person, group, slug)
    if len(code) > LONGEST:
        raise NotFound
    return _one(event, code__iexact=code)


def _one(event: Event, **wanted: Any) -> Registration:
    if found := participants(event).select_related("person").filter(**wanted).first():
        found.event = event
        return found
    raise NotFound


def found_at_door(event: Event, words: str) -> list[Registration]:
    """Those registered or waiting, by name or organisation; the first ``FOUND_AT_MOST``."""
    there = participants(event).filter(_named(words), state__in=TAKING_PART)
    return list(there[:FOUND_AT_MOST]) if words.strip() else []


def last_to_come(event: Event) -> list[Registration]:
    there = participants(event).filter(checked_in_at__isnull=False)
    return list(there.order_by("-checked_in_at", "-pk")[:LAST])


def messages_of(event: Event) -> list[EventMessage]:
    return list(event.messages.select_related("sent_by"))
