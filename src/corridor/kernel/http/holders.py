"""Who holds an API key: the room that knows registers itself here, without loading what answers requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Holder:
    """Whose key it is, and what it may do; ``hub_id`` where it is for one hub only."""

    person: Any
    scopes: Iterable[str]
    hub_id: int | None = None


Find = Callable[[str], Holder | None]
_FINDERS: list[Find] = []


def register_keys(find: Find) -> None:
    """``find(key)`` gives the holder of a key that opens something, and notes its use."""
    _FINDERS[:] = [find]


def holder_of(key: str) -> Holder | None:
    return next((find(key) for find in _FINDERS if key), None)
