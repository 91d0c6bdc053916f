"""One of everything that events have addresses for. Each part of the room adds a function to ``PARTS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corridor.events.enums import EventState
from corridor.events.models import Event, RegistrationKey
from corridor.kernel.keys import new_key
from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import Person
from tests.bilaterals.making import new_event, new_registration


@dataclass(frozen=True)
class Room:
    """What the parts build on: a public event that is still to come, and the cast by name."""

    group: WorkingGroup
    hub: Hub  # of Anna and Ben
    event: Event
    people: Mapping[str, Person | None]


def of_events(group: WorkingGroup, hub: Hub, people: Mapping[str, Person | None]) -> dict[str, str]:
    event = new_event(group)
    draft = new_event(group, slug="draft", state=EventState.DRAFT, published_at=None)
    room = Room(group, hub, event, people)
    values = {"event": event.slug, "event_draft": draft.slug}
    for part in PARTS:
        values |= part(room)
    return values


def of_registering(room: Room) -> dict[str, str]:
    anna = room.people["anna"]
    mine = new_registration(room.event, "Anna", person=anna, email=anna.email, hub=room.hub)
    guest = new_registration(room.event, "Guest")
    key = new_key()
    RegistrationKey.objects.create(registration=guest, digest=key.digest)
    return {"registration": str(mine.pk), "registration_key": key.plain}


PARTS: tuple[Callable[[Room], dict[str, str]], ...] = (of_registering,)
