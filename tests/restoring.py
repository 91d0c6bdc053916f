"""The rows with which every test begins, put back after a test that really commits.

Django empties every table instead, and we would load the reference data again: a second and more for
each such test. Here a table is touched only where the test has touched it. Only a superuser of PostgreSQL may
set foreign keys and triggers aside, as this does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from psycopg import sql

TABLES = "select tablename from pg_tables where schemaname = current_schema() order by 1"
COLUMNS = """
select attname from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''
order by attnum
"""
Mark = tuple[int, int]


class Beginning:
    """What is in the tables now; ``restore`` brings it back."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('is_superuser') = 'on'")
            self.may_be_restored: bool = cursor.fetchone()[0]
            cursor.execute(TABLES)
            self.marks = self._marks([name for (name,) in cursor.fetchall()])
            self.rows = {name: self._read(cursor, name) for name, (count, _) in self.marks.items() if count}

    def restore(self) -> None:
        changed = [name for name, mark in self._marks(self.marks).items() if mark != self.marks[name]]
        if not changed:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            # Neither foreign keys nor our own triggers: what comes back was whole.
            cursor.execute("set local session_replication_role = replica")
            for name in changed:
                cursor.execute(sql.SQL("delete from {}").format(sql.Identifier(name)))
                if name in self.rows:
                    self._write(cursor, name)
        self.marks |= self._marks(changed)

    def _marks(self, names: Iterable[str]) -> dict[str, Mark]:
        """Of each table: how many rows, and the last transaction that wrote one of them."""
        query = sql.SQL("select {}, count(*), coalesce(max(xmin::text::bigint), 0) from {}")
        queries = [query.format(sql.Literal(name), sql.Identifier(name)) for name in names]
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(" union all ").join(queries))
            return {name: (count, last) for name, count, last in cursor.fetchall()}

    def _columns(self, cursor: Any, name: str) -> sql.Composed:
        cursor.execute(COLUMNS, [name])
        return sql.SQL(", ").join(sql.Identifier(column) for (column,) in cursor.fetchall())

    def _read(self, cursor: Any, name: str) -> bytes:
        query = sql.SQL("copy {} ({}) to stdout (format binary)")
        with cursor.copy(query.format(sql.Identifier(name), self._columns(cursor, name))) as copy:
            return b"".join(copy)

    def _write(self, cursor: Any, name: str) -> None:
        query = sql.SQL("copy {} ({}) from stdin (format binary)")
        with cursor.copy(query.format(sql.Identifier(name), self._columns(cursor, name))) as copy:
            copy.write(self.rows[name])
