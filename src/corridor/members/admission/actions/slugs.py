from __future__ import annotations

from typing import Final

from django.utils.text import slugify

from corridor.members.models import Hub

TAKEN: Final = frozenset({"map", "join", "edit", "people", "export"})  # words of our own addresses
LONGEST: Final = 110


def free_slug(name: str) -> str:
    """An address for a new hub: its name in plain letters, with a number where that one is taken."""
    stem = slugify(name)[:LONGEST] or "hub"
    taken = TAKEN | set(Hub.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)
