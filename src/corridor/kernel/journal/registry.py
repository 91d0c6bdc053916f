"""Titles of verbs, and whose a record is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound

Text = str | Promise
Door = Callable[[Any, Viewer, str], Any]  # person, viewer, key -> record, or NotFound


@dataclass(frozen=True)
class Owned:
    """A kind of record whose owners read what became of it.

    ``door`` gives the record to its owners and raises ``NotFound`` for everybody else. ``also`` are other
    rows that belong to the record, as ("app.model", ids). ``label`` is its name, ``page`` the path of its
    page.
    """

    name: str
    title: Text
    door: Door
    label: Callable[[Any], str] = str
    page: Callable[[Any], str] = lambda _record: ""
    also: Callable[[Any], Iterable[tuple[str, Iterable[int]]]] = lambda _record: ()


_OWNED: dict[str, Owned] = {}
_VERBS: dict[str, Text] = {}


def register_journal_owner(owned: Owned) -> None:
    _OWNED[owned.name] = owned


def register_verbs(titles: Mapping[str, Text]) -> None:
    """What each verb says to people, such as "Profile changed"."""
    _VERBS.update(titles)


def owned(name: str) -> Owned:
    if name not in _OWNED:
        raise NotFound
    return _OWNED[name]


def verbs() -> Mapping[str, Text]:
    return _VERBS


def verb_title(verb: str) -> str:
    """The title, or the verb itself with blanks where no room gave it one."""
    return str(_VERBS.get(verb) or verb.replace("-", " ").capitalize())
