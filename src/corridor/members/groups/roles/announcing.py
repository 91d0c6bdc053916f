"""Telling in good time that a term ends. Run every night, it tells each of it once."""

from __future__ import annotations

from django.db import transaction

from corridor.members.groups import letters

from .queries import ending_soon, moderators_of


def announce_ends() -> int:
    """The holder and the moderators of each term that ends within sixty days; how many terms there are."""
    count = 0
    for role in ending_soon():
        with transaction.atomic():
            letters.tell_term_ends(role, moderators_of(role.group_id))
        count += 1
    return count
