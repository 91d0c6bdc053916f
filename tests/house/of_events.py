"""One of everything that events have addresses for. Each part of the room adds a function to ``PARTS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corridor.events.enums import EventState
from corridor.events.models import Event
from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import Person
from tests.bilaterals.making import new_event


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


PARTS: tuple[Callable[[Room], dict[str, str]], ...] = ()
