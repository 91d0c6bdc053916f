"""What a group could talk about next: every room offers its matters here, and the next agenda writes itself.

A room registers a source in ``AppConfig.ready``. A source issues the same number of queries however many
matters it finds. It is asked on behalf of a moderator, so it offers only what a moderator of the group may
see. Titles and reasons are in the active language, which is that of the meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Occasion:
    """The meeting that the agenda is for: of the group with the id ``group_id``, on the day ``on``; the one
    before was on ``since`` and the one after is expected on ``until``, where that is known."""

    group_id: int
    meeting_id: int
    on: date
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Matter:
    """One proposal for the agenda.

    ``key`` is unique within its source and stays the same as long as the matter is the same. ``why`` is the
    reason in one sentence that a person can check; ``url`` is where the matter is. ``minutes`` is how long it
    usually takes. ``kind`` is "information", "discussion" or "decision". Lower ``rank`` comes first;
    ``due`` is by when it should be dealt with.
    """

    key: str
    title: str
    why: str
    url: str
    minutes: int = 5
    kind: str = "discussion"
    rank: int = 50
    due: date | None = None
    speaker_id: int | None = None


Source = Callable[[Occasion], Iterable[Matter]]

_SOURCES: dict[str, Source] = {}


def register_agenda_source(name: str, source: Source) -> None:
    """``name`` is unique, such as "meetings.actions"; a second registration replaces the first."""
    _SOURCES[name] = source


def matters_for(occasion: Occasion) -> Sequence[tuple[str, Matter]]:
    """Everything that is offered, with its origin ("source:key"), the most urgent first."""
    found = [
        (f"{name}:{matter.key}", matter) for name, source in _SOURCES.items() for matter in source(occasion)
    ]
    return sorted(found, key=lambda one: (one[1].rank, one[1].due or date.max, one[1].title, one[0]))
