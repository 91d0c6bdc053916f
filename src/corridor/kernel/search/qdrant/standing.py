"""How far the cluster can be relied on, as PostgreSQL remembers it.

A collection serves from the end of its rebuilding until something is changed by a process that has no
cluster set up (``generation.advance``), or a backup is restored.
"""

from __future__ import annotations

from django.db import transaction

from corridor.kernel.search.generation import ONLY, advance
from corridor.kernel.search.models import SearchGeneration


class Overtaken(Exception):
    """Something was changed meanwhile by a process that has no cluster set up."""


def serving() -> str:
    """The collection that has every change but those that wait; empty where there is none."""
    return SearchGeneration.objects.filter(pk=ONLY).values_list("collection", flat=True).first() or ""


def begin(collection: str) -> None:
    """From now on a change that the cluster does not hear of makes ``finish`` raise."""
    with transaction.atomic():
        SearchGeneration.objects.get_or_create(pk=ONLY)
        # Whoever is changing something holds this row and is waited for: it is read afterwards.
        SearchGeneration.objects.select_for_update().get(pk=ONLY)
        SearchGeneration.objects.filter(pk=ONLY).update(next_collection=collection)


def finish(collection: str) -> None:
    """It serves. Raises ``Overtaken``."""
    with transaction.atomic():
        row = SearchGeneration.objects.select_for_update().get(pk=ONLY)
        if row.next_collection != collection:
            raise Overtaken
        SearchGeneration.objects.filter(pk=ONLY).update(collection=collection, next_collection="")
        advance()


def forget() -> None:
    """No collection has what the tables hold, as after a restore."""
    SearchGeneration.objects.update(collection="", next_collection="")
