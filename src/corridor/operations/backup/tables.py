"""Rows out of and into PostgreSQL, in an order and a spelling that do not depend on the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, BinaryIO

from psycopg import Connection, sql

from corridor.kernel.errors import Refused

from .manifest import CHUNK, Column, Measured, SequenceEntry, TableEntry
from .vectors import Change, changes, rewrite, to_bytes

COLUMNS = """
select c.relname, a.attname, format_type(a.atttypid, null)
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and a.attgenerated = ''
   and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
 order by c.relname, a.attnum
"""
KEYS = """
select c.relname, array_agg(a.attname::text order by a.attnum)
  from pg_class c
  join pg_index i on i.indrelid = c.oid and i.indisprimary
  join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
 where c.relnamespace = current_schema()::regnamespace
 group by 1
"""
REFERENCES = """
select f.relname, t.relname
  from pg_constraint r join pg_class f on f.oid = r.conrelid join pg_class t on t.oid = r.confrelid
 where r.contype = 'f' and not r.condeferrable and f.oid <> t.oid
   and f.relnamespace = current_schema()::regnamespace
"""
SEQUENCES = """
select sequencename::text, coalesce(last_value, start_value), last_value is not null
  from pg_sequences where schemaname = current_schema() order by 1
"""
SPELLING = (
    "set local timezone = 'UTC'",
    "set local datestyle = 'ISO, YMD'",
    "set local intervalstyle = 'postgres'",
    "set local bytea_output = 'hex'",
    "set local extra_float_digits = 1",
    "set local statement_timeout = 0",
)


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def use_one_spelling(connection: Connection[Any]) -> None:
    for statement in SPELLING:
        connection.execute(statement)


def tables(connection: Connection[Any]) -> list[Table]:
    """All tables, those that others strictly refer to before them."""
    keys = {name: tuple(key) for name, key in connection.execute(KEYS)}
    columns: dict[str, list[Column]] = {}
    for table, column, kind in connection.execute(COLUMNS):
        columns.setdefault(table, []).append(Column(column, kind))
    found = {name: Table(name, tuple(those), keys.get(name, ())) for name, those in columns.items()}
    needs: dict[str, set[str]] = {name: set() for name in found}
    for table, other in connection.execute(REFERENCES):
        needs[table].add(other)
    return [found[name] for name in _ordered(needs)]


def _ordered(needs: dict[str, set[str]]) -> Iterator[str]:
    waiting = dict(sorted(needs.items()))
    while waiting:
        ready = [name for name, those in waiting.items() if not those & waiting.keys()]
        if not ready:
            raise Refused(f"These tables refer to each other in a circle: {', '.join(waiting)}.")
        for name in ready:
            del waiting[name]
        yield from ready


def sequences(connection: Connection[Any]) -> tuple[SequenceEntry, ...]:
    return tuple(SequenceEntry(*row) for row in connection.execute(SEQUENCES))


def write_table(connection: Connection[Any], table: Table, target: BinaryIO | None) -> TableEntry:
    """Copy the rows to ``target`` in the order of their key."""
    measured = Measured(target)
    rows = 0
    for row in rows_of(connection, table):
        measured.write(row)
        rows += 1
    return TableEntry(table.name, table.columns, rows, measured.bytes, measured.sha256)


def rows_of(connection: Connection[Any], table: Table) -> Iterator[bytes]:
    """Each row as a line of COPY text."""
    with connection.cursor() as cursor, cursor.copy(_copy_out(table)) as copy:
        for row in copy:
            yield bytes(row)


def _copy_out(table: Table) -> sql.Composed:
    # Ordered by text in byte order: a server's own collation must not change the checksum.
    by_key = [sql.SQL('t.{}::text collate "C"').format(sql.Identifier(name)) for name in table.key]
    order: list[sql.Composable] = [*by_key] or [sql.SQL('t::text collate "C"')]
    return sql.SQL("copy (select {} from {} t order by {}) to stdout").format(
        _names(table.columns),
        sql.Identifier(table.name),
        sql.SQL(", ").join(order),
    )


def read_table(connection: Connection[Any], entry: TableEntry, here: Table, source: BinaryIO) -> None:
    statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(entry.name), _names(entry.columns))
    rewritten = changes(entry.columns, here.columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        if not rewritten:
            while chunk := source.read(CHUNK):
                copy.write(chunk)
        for line in source:  # one row each; nothing is left where the rows were copied as they are
            copy.write(rewrite(line, rewritten))


def same_rows(connection: Connection[Any], entry: TableEntry, here: Table, source: BinaryIO) -> bool:
    """Whether the table holds what the backup's file holds, vectors compared as numbers."""
    in_their_order = Table(here.name, entry.columns, here.key)
    kinds = {column.name: column.type for column in here.columns}
    spelt_here = tuple(Column(column.name, kinds[column.name]) for column in entry.columns)
    theirs, ours = _binary(entry.columns, spelt_here), _binary(spelt_here, entry.columns)
    pairs = zip_longest(source, rows_of(connection, in_their_order))
    return all(a is not None and b is not None and rewrite(a, theirs) == rewrite(b, ours) for a, b in pairs)


def _binary(columns: tuple[Column, ...], others: tuple[Column, ...]) -> dict[int, Change]:
    """Rewrites vectors to bytes where the other side has bytes."""
    return {place: change for place, change in changes(columns, others).items() if change is to_bytes}


def _names(columns: Iterable[Column]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)


def empty_for_restore(connection: Connection[Any], those: list[Table]) -> None:
    """Remove what ``migrate`` put in, with our own triggers asleep until the rows are back."""
    switch_triggers(connection, those, on=False)
    names = sql.SQL(", ").join(sql.Identifier(table.name) for table in those)
    connection.execute(sql.SQL("truncate {}").format(names))


def switch_triggers(connection: Connection[Any], those: list[Table], *, on: bool) -> None:
    """Our own triggers only: those that guard foreign keys stay awake, so a broken reference shows."""
    verb = sql.SQL("enable" if on else "disable")
    for table in those:
        connection.execute(sql.SQL("alter table {} {} trigger user").format(sql.Identifier(table.name), verb))


def set_sequence(connection: Connection[Any], entry: SequenceEntry) -> None:
    connection.execute("select setval(%s::regclass, %s, %s)", [f'"{entry.name}"', entry.value, entry.used])
