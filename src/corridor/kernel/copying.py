"""Many new rows at once by PostgreSQL's COPY, several times as quick as INSERT."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models


def copy_in(objects: Sequence[models.Model], *, numbered: bool = True) -> None:
    """Like ``bulk_create``: no signals, no ``save``. Objects of one model, which get their ids if they are
    ``numbered``; that takes another query."""
    if not objects:
        return
    meta = type(objects[0])._meta  # noqa: SLF001
    fields = [field for field in meta.concrete_fields if numbered or not field.primary_key]
    if numbered:
        _number(meta, [one for one in objects if one.pk is None])
    copy_rows(meta.model, [str(field.column) for field in fields], (_values(one, fields) for one in objects))
    for one in objects:
        one._state.adding, one._state.db = False, connection.alias  # noqa: SLF001


def copy_rows(model: type[models.Model], columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of plain values; columns that are not named get what the table gives them."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    statement = f"copy {quote(model._meta.db_table)} ({names}) from stdin"  # noqa: SLF001
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _number(meta: Any, objects: Sequence[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, %s)) from generate_series(1, %s)",
            [connection.ops.quote_name(meta.db_table), meta.pk.column, len(objects)],
        )
        for one, (pk,) in zip(objects, cursor.fetchall(), strict=True):
            one.pk = pk


def _values(one: models.Model, fields: Iterable[Any]) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]  # itself, since each look through the proxy costs
    return [field.get_db_prep_save(field.pre_save(one, add=True), database) for field in fields]
