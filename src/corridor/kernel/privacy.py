"""The data map: which columns hold something about a person, why, for how long, and how they are given
out and forgotten.

Every room describes its own tables in ``AppConfig.ready``; a test holds the map against the models, so
that no column about a person is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Personal:
    """What a table holds about people.

    ``model`` is "app.Model". ``columns`` says for each personal column what it is for, in plain words.
    ``basis`` is the legal basis as the privacy page names it. ``kept`` says how long, in words. ``export``
    gives the rows about a person as plain values. ``erase`` forgets them, inside the caller's
    transaction, and may be called twice. ``expire`` deletes what is older than ``kept`` allows and
    returns how many rows went.
    """

    model: str
    columns: Mapping[str, str]
    basis: str
    kept: str
    export: Callable[[Any], Iterable[Mapping[str, Any]]]
    erase: Callable[[Any], None]
    expire: Callable[[], int] | None = None
    keep_for: timedelta | None = None


@dataclass
class _Map:
    tables: dict[str, Personal] = field(default_factory=dict)
    impersonal: dict[str, str] = field(default_factory=dict)


_MAP = _Map()


def register_personal(table: Personal) -> None:
    _MAP.tables[table.model.lower()] = table


def register_impersonal(model: str, why: str) -> None:
    """A table that looks personal (it refers to a person, or has an e-mail column) and is not: say why."""
    _MAP.impersonal[model.lower()] = why


def data_map() -> Mapping[str, Personal]:
    """Tables by lower-case label."""
    return _MAP.tables


def impersonal_tables() -> Mapping[str, str]:
    return _MAP.impersonal
