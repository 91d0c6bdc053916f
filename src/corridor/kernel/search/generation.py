"""Remembers answers for exactly as long as they are true."""

from __future__ import annotations

import secrets

from django.db import connection

from .models import SearchGeneration

ONLY = 1  # id of the only row
BITS = 62  # of a random number, so that a number that was rolled back never comes again


Generation = tuple[str, int]


def advance() -> None:
    """What search rests on has changed; called inside the transaction of the change."""
    SearchGeneration.objects.update_or_create(pk=ONLY, defaults={"number": secrets.randbits(BITS)})


def current() -> Generation:
    """The database and its generation, 0 before anything was indexed."""
    number = SearchGeneration.objects.filter(pk=ONLY).values_list("number", flat=True).first()
    return str(connection.settings_dict["NAME"]), number or 0
