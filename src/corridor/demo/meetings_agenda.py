"""What the demo's next plenary talks about: some items, a member's suggestion, and room for what is proposed.
All of it is invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ItemKind, ItemState
from corridor.meetings.models import Meeting
from corridor.people.models import Person

from .meetings_stage import Stage

Due = Callable[[str], bool]
Planned = tuple[str, ItemKind, int, str]  # title, kind, minutes, note
COMING: Final[tuple[Planned, ...]] = (
    ("Opening and agenda", ItemKind.INFORMATION, 5, ""),
    (
        "What the task force proposes for shared test beds",
        ItemKind.DECISION,
        40,
        "Five days at a time, and the guest pays for travel only. Please ask your hub before.",
    ),
    (
        "A market place for test days",
        ItemKind.DISCUSSION,
        25,
        "Offers, wishes, and who brings them together.",
    ),
    ("Any other business", ItemKind.DISCUSSION, 10, ""),
)
CLOSING: Final = "standing:closing"
SUGGESTED: Final = ("Companies that ask in a language which nobody at the hub speaks", 15)


def fill_in_agendas(stage: Stage, is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    coming = stage.coming if is_due("meeting-agendas") else None
    if coming is None:
        return 0
    items = [*_planned(coming, stage.people), *_suggested(coming, stage.people)]
    return len(AgendaItem.objects.bulk_create(items))


def _planned(meeting: Meeting, people: list[Person]) -> Iterator[AgendaItem]:
    """Those in the middle are introduced by somebody of a hub."""
    for place, (title, kind, minutes, note) in enumerate(COMING):
        is_own = 0 < place < len(COMING) - 1
        yield AgendaItem(
            meeting=meeting,
            position=place,
            title=title,
            kind=kind,
            minutes=minutes,
            note=note,
            speaker=people[place % len(people)] if is_own and people else None,
            origin="" if is_own else CLOSING if place else "standing:opening",
        )


def _suggested(meeting: Meeting, people: list[Person]) -> Iterator[AgendaItem]:
    title, minutes = SUGGESTED
    for person in people[:1]:
        yield AgendaItem(
            meeting=meeting,
            title=title,
            minutes=minutes,
            note="It happened three times this year.",
            state=ItemState.SUGGESTED,
            suggested_by=person,
            speaker=person,
        )
