"""Vectors on their way between a server with pgvector and one without, in lines of COPY text.

With pgvector a column says ``[0.1,0.2]``; without it the same float32 numbers are bytes, ``\\\\x...``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from .manifest import Column

FLOATS = np.dtype("<f4")
BYTES_SIGN = b"\\\\x"
NULL = b"\\N"
Change = Callable[[bytes], bytes]


def to_bytes(field: bytes) -> bytes:
    numbers = np.array(field[1:-1].split(b","), dtype=FLOATS)
    return BYTES_SIGN + numbers.tobytes().hex().encode()


def to_vector(field: bytes) -> bytes:
    numbers = np.frombuffer(bytes.fromhex(field.removeprefix(BYTES_SIGN).decode()), dtype=FLOATS)
    return b"[" + b",".join(format(number, ".9g").encode() for number in numbers.tolist()) + b"]"


CHANGES: dict[tuple[str, str], Change] = {("vector", "bytea"): to_bytes, ("bytea", "vector"): to_vector}


def changes(came: Iterable[Column], wanted: Iterable[Column]) -> dict[int, Change]:
    """Place of a column -> how its field is rewritten; empty where both sides spell alike."""
    kinds = {column.name: column.type for column in wanted}
    pairs = ((place, CHANGES.get((column.type, kinds[column.name]))) for place, column in enumerate(came))
    return {place: change for place, change in pairs if change is not None}


def rewrite(line: bytes, those: dict[int, Change]) -> bytes:
    fields = line.rstrip(b"\n").split(b"\t")
    for place, change in those.items():
        if fields[place] != NULL:
            fields[place] = change(fields[place])
    return b"\t".join(fields) + b"\n"
