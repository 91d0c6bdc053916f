"""Places on site, and who gets the next one. The event is locked while they are counted to give one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from corridor.events.enums import EventState, Presence, RegistrationState
from corridor.events.models import Event, Registration


@contextmanager
def giving_places(event: Event) -> Iterator[Event]:
    with transaction.atomic():
        yield (
            Event.objects.select_for_update(of=("self",), no_key=True)
            .select_related("group")
            .get(pk=event.pk)
        )


def takes_people(event: Event, now: datetime) -> bool:
    """Whether a place at it is still worth having."""
    return event.state == EventState.PUBLISHED and not event.is_over(now)


def free_places(event: Event) -> int | None:
    """On site; ``None`` where there is room for all."""
    if event.capacity is None:
        return None
    taken = Registration.objects.coming().filter(event=event, presence=Presence.ON_SITE).count()
    return max(event.capacity - taken, 0)


def has_place(event: Event, presence: str) -> bool:
    return presence == Presence.ONLINE or free_places(event) != 0


def last_number(event: Event) -> int:
    """Of the waiting list."""
    found = Registration.objects.filter(event=event).aggregate(last=Max("number"))
    return found["last"] or 0


def promote_next(event: Event, now: datetime) -> list[Registration]:
    """Those who waited longest take what is free now; who they are."""
    free = free_places(event)
    waiting = Registration.objects.select_for_update(of=("self",)).filter(
        event=event, state=RegistrationState.WAITING, presence=Presence.ON_SITE
    )
    found = list(waiting.order_by("number", "pk")[:free])
    for one in found:
        give_place(one, now)
    return found


def give_place(registration: Registration, now: datetime) -> None:
    registration.state, registration.promoted_at = RegistrationState.REGISTERED, now
    registration.version += 1
    registration.save(update_fields=["state", "promoted_at", "version"])
