"""Columns of numbers out of PostgreSQL: COPY's binary rows read as one array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from corridor.engines.ranking import Keys

HEADER = 19  # bytes before the first row, as long as no extension of the format is used
BIG = ">i8"
SMALL = ">i4"
REAL = ">f8"
YES = "?"


def read_columns(
    statement: str, kinds: Sequence[npt.DTypeLike], parameters: Sequence[Any] = ()
) -> list[npt.NDArray[Any]]:
    """A column for each of ``kinds``, which say how PostgreSQL sends it. Nothing may be null."""
    parts = [
        part for number, kind in enumerate(kinds) for part in ((f"size{number}", SMALL), (f"{number}", kind))
    ]
    row = np.dtype([("columns", ">i2"), *parts])
    copy = f"copy ({statement}) to stdout (format binary)"
    with connection.wrap_database_errors, connection.cursor() as cursor:
        copy = cursor.mogrify(copy, parameters)  # Django's cursors take no parameters here
        data = _copied(cursor, copy)
    rows = np.frombuffer(data, row, (len(data) - HEADER) // row.itemsize, HEADER)
    return [_native(rows[f"{number}"]) for number in range(len(kinds))]


def _copied(cursor: Any, statement: str) -> bytes:
    with cursor.copy(statement) as out:
        return b"".join(out)


def read_keys(statement: str, parameters: Sequence[Any] = ()) -> Keys:
    """The single column of a statement that selects ids. They come packed: a hundred thousand rows would
    take a second to receive."""
    packed = f"select coalesce(string_agg(int8send(r.id), ''), '') from ({statement}) as r(id)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(packed, parameters)
        (ids,) = cursor.fetchone()
    return np.frombuffer(bytes(ids), BIG).astype(np.int64)


def read_words(statement: str, parameters: Sequence[Any] = ()) -> list[str]:
    """The single column of a statement that selects words."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [word for (word,) in cursor.fetchall()]


def _native(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.ascontiguousarray(column, column.dtype.newbyteorder("="))
