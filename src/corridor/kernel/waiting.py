"""What waits for a person: every room offers its items here, and "Needs you now" shows them together.

A room registers a source in ``AppConfig.ready``. A source issues the same number of queries however many
items it finds, and offers nothing that the person may not see and do. Most of the time most sources have
nothing to offer; one statement asks for all of them whether it is worth asking them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

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


class _Registered(NamedTuple):
    source: Source
    if_any: str


_SOURCES: dict[str, _Registered] = {}


def register_waiting(name: str, source: Source, *, if_any: str = "") -> None:
    """``name`` is unique; a second registration replaces the first.

    ``if_any`` is a condition in SQL that is true wherever the source has something to offer; it may be
    true where it has not. It knows ``%(person)s``, ``%(email)s``, ``%(operator)s``, ``%(today)s``,
    ``%(now)s`` and, as arrays of ids, ``%(hubs)s``, ``%(groups)s`` and ``%(moderates)s`` of the viewer. A
    source without it is always asked.
    """
    _SOURCES[name] = _Registered(source, if_any)


def waiting_for(person: Any, viewer: Viewer) -> Sequence[Item]:
    """Everything that waits for this person, the most urgent first."""
    items = [item for source in _worth_asking(person, viewer) for item in source(person, viewer)]
    return sorted(items, key=lambda item: (item.due or date.max, item.rank, item.kind, item.title))


def _worth_asking(person: Any, viewer: Viewer) -> list[Source]:
    conditions = [one.if_any or "true" for one in _SOURCES.values()]
    if not any(one.if_any for one in _SOURCES.values()):
        return [one.source for one in _SOURCES.values()]
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(conditions)}", _values(person, viewer))
        told = cursor.fetchone()
    return [one.source for one, is_worth_it in zip(_SOURCES.values(), told, strict=True) if is_worth_it]


def _values(person: Any, viewer: Viewer) -> dict[str, Any]:
    return {
        "person": person.pk,
        "email": person.email,
        "operator": person.is_staff or person.is_superuser,
        "today": timezone.localdate(),
        "now": timezone.now(),
        "hubs": list(viewer.hubs),
        "groups": list(viewer.groups),
        "moderates": list(viewer.moderates),
    }
