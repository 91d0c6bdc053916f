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

from django.db import transaction
from django.utils.functional import Promise

Text = str | Promise
ACCOUNT = "people.person"  # forgotten last: the others still need to know who it was


@dataclass(frozen=True)
class Personal:
    """What a table holds about people.

    ``model`` is "app.Model". ``columns`` says for each personal column what it is for, in plain words.
    ``basis`` is the legal basis as the privacy page names it. ``kept`` says how long, in words. ``export``
    gives the rows about a person as plain values. ``erase`` forgets them, inside the caller's
    transaction, and may be called twice. ``expire`` deletes what is older than ``kept`` allows and
    returns how many rows went.

    ``title`` names the table for people and ``seen_by`` says who sees it. ``withheld`` are columns that
    are not given out, with the reason (a digest of a secret is of no use to anybody). ``traces`` are
    columns of the export whose values might also stand in free texts of other tables; ``sweep`` takes
    such values out of this table's free texts.
    """

    model: str
    columns: Mapping[str, Text]
    basis: Text
    kept: Text
    export: Callable[[Any], Iterable[Mapping[str, Any]]]
    erase: Callable[[Any], None]
    expire: Callable[[], int] | None = None
    keep_for: timedelta | None = None
    title: Text = ""
    seen_by: Text = ""
    withheld: Mapping[str, Text] = field(default_factory=dict)
    traces: tuple[str, ...] = ()
    sweep: Callable[[frozenset[str]], None] | None = None


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


def register_tables(tables: Iterable[Personal] = (), impersonal: Mapping[str, str] | None = None) -> None:
    """All that a room says of its tables at once; ``impersonal`` says why by "app.Model"."""
    for table in tables:
        register_personal(table)
    for model, why in (impersonal or {}).items():
        register_impersonal(model, why)


def data_map() -> Mapping[str, Personal]:
    """Tables by lower-case label."""
    return _MAP.tables


def impersonal_tables() -> Mapping[str, str]:
    return _MAP.impersonal


def export_of(person: Any) -> dict[str, list[dict[str, Any]]]:
    """Everything in the map about this person: rows by table."""
    return {label: [dict(row) for row in table.export(person)] for label, table in _MAP.tables.items()}


def forget(person: Any) -> None:
    """Run every table's ``erase``, the account's last, then take what is left out of free texts."""
    with transaction.atomic():
        words = traces_of(person)
        for table in sorted(_MAP.tables.values(), key=lambda one: one.model.lower() == ACCOUNT):
            table.erase(person)
        for table in _MAP.tables.values():
            if table.sweep and words:
                table.sweep(words)


def traces_of(person: Any) -> frozenset[str]:
    """Values such as name and address, which might stand anywhere."""
    rows = ((table, row) for table in _MAP.tables.values() if table.traces for row in table.export(person))
    values = (str(row.get(column) or "").strip() for table, row in rows for column in table.traces)
    return frozenset(value for value in values if value)


def run_out() -> dict[str, int]:
    """Delete what has outlived its period; how many rows went from which table."""
    return {label: gone for label, table in _MAP.tables.items() if table.expire and (gone := table.expire())}
