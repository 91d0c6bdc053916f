"""What the engine said of two people, kept with a request."""

from __future__ import annotations

from corridor.bilaterals.models import Ask, Profile


def in_words(ask: Ask, reader: Profile) -> list[str]:
    """In the active language, as ``reader`` is told it; empty where the engine said nothing."""
    return []
