"""The list of needs as a spreadsheet: one row each, what their pages show, nothing about clients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from corridor.referrals.models import Need

from .contents import facts_of

OF_NEED: Final = ("id", "group", "hub", "state", "created")
OF_FACTS: Final = (
    *("language", "title", "text", "constraints", "customer", "category", "technologies", "sectors"),
    *(
        "concepts",
        "country",
        "region",
        "languages",
        "delivery",
        "start_by",
        "budget",
        "trl",
        "hard",
        "audience",
    ),
)
HEADER: Final = (*OF_NEED, *OF_FACTS)


def rows_of(needs: Iterable[Need]) -> Iterator[list[str]]:
    """Codes and slugs as the API has them; several of them with a semicolon between."""
    for need in needs:
        facts = facts_of(need)
        hub = need.hub.slug if need.hub else ""
        told = [str(need.pk), need.group.slug, hub, need.state, need.created_at.date().isoformat()]
        yield told + [_cell(facts[name]) for name in OF_FACTS]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)
