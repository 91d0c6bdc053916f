"""What waits for a person: every room offers its items here, and "Needs you now" shows them together.

A room registers a source in ``AppConfig.ready``. A source issues the same number of queries however many
items it finds, and offers nothing that the person may not see and do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .audience import Viewer


@dataclass(frozen=True)
class OneTap:
    """An answer in one tap: ``fields`` are posted to ``url``, with the form's token."""

    label: str
    url: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Item:
    """One thing that waits. ``kind`` is a slug such as "application"; ``for_whom`` names the hub or group
    and ``as_role`` the role in which the person is asked, both in the reader's language. Lower ``rank``
    comes first among items without a due date."""

    kind: str
    title: str
    url: str
    for_whom: str
    as_role: str
    why: str = ""
    since: datetime | None = None
    due: date | None = None
    rank: int = 50
    answers: tuple[OneTap, ...] = ()


Source = Callable[[Any, Viewer], Iterable[Item]]

_SOURCES: dict[str, Source] = {}


def register_waiting(name: str, source: Source) -> None:
    """``name`` is unique; a second registration replaces the first."""
    _SOURCES[name] = source


def waiting_for(person: Any, viewer: Viewer) -> Sequence[Item]:
    """Everything that waits for this person, the most urgent first."""
    items = [item for source in _SOURCES.values() for item in source(person, viewer)]
    return sorted(items, key=lambda item: (item.due or date.max, item.rank, item.kind, item.title))
