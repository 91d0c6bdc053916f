"""What the engine said of two people, kept with a request."""

from __future__ import annotations

from corridor.bilaterals.models import Ask, Entry, Profile
from corridor.bilaterals.suggesting.wording import reasons_in_words


def in_words(ask: Ask, reader: Profile) -> list[str]:
    """In the active language, as ``reader`` is told it; empty where the engine said nothing."""
    entries = Entry.objects.filter(profile__in=[ask.by_id, ask.to_id])
    titles = dict(entries.values_list("pk", "title"))
    return reasons_in_words(ask.because, titles, for_other=reader.pk == ask.to_id)
