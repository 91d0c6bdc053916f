"""Remembers answers for exactly as long as they are true."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from .models import SearchGeneration

ONLY = 1  # id of the only row
BITS = 62  # of a random number, so that a number that was rolled back never comes again

Generation = tuple[str, int]


class Changed(Exception):
    """Something was written since the generation that was asked for."""


def advance() -> None:
    """What search rests on has changed; called inside the transaction of the change."""
    number = {"number": secrets.randbits(BITS)}
    # A change that no cluster will hear of: what clusters know is no longer to be relied on.
    unheard = {} if settings.QDRANT else {"collection": "", "next_collection": ""}
    SearchGeneration.objects.update_or_create(pk=ONLY, defaults=number | unheard)


def current() -> Generation:
    """The database and its generation, 0 before anything was indexed."""
    with connection.cursor() as cursor:  # each page asks: the ORM would take three times as long
        cursor.execute("select number from kernel_searchgeneration where id = %s", [ONLY])
        row = cursor.fetchone()
    return str(connection.settings_dict["NAME"]), row[0] if row else 0


@contextmanager
def one_moment() -> Iterator[None]:
    """All statements inside see the tables as the first one does; within somebody's transaction, as that
    transaction sees them."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        yield


@contextmanager
def as_of(generation: Generation) -> Iterator[None]:
    """One moment at which the tables are as ``generation`` left them; else ``Changed``."""
    with one_moment():
        if current() != generation:
            raise Changed
        yield
