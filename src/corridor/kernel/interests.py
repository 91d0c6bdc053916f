"""What hubs offer and look for: every room says here what it knows, and others let people take it over.

A room registers a source in ``AppConfig.ready``. A source issues the same number of queries however much it
yields, and yields nothing that the viewer may not see. Titles are in the active language where they can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .audience import Viewer

OFFER = "offer"
REQUEST = "request"


@dataclass(frozen=True)
class Interest:
    """One thing that a hub offers or looks for. ``key`` is unique within its source and stays the same;
    ``kind`` is ``OFFER`` or ``REQUEST``; ``tags`` are slugs by "technologies", "sectors" and "concepts"."""

    key: str
    kind: str
    title: str
    text: str
    language: str
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict)


Source = Callable[[int, Viewer], Iterable[Interest]]

_SOURCES: dict[str, Source] = {}


def register_interest_source(name: str, source: Source) -> None:
    """``name`` is unique, such as "service"; a second registration replaces the first. The source gets the id
    of a hub and who looks."""
    _SOURCES[name] = source


def interests_of(hub_id: int, viewer: Viewer) -> dict[tuple[str, str], Interest]:
    """By the name of the source and the key."""
    return {
        (name, one.key): one for name, source in sorted(_SOURCES.items()) for one in source(hub_id, viewer)
    }


def tags_of(record: object, *names: str) -> dict[str, frozenset[str]]:
    """Of a record whose many-to-many fields of these names are prefetched."""
    return {name: frozenset(one.slug for one in getattr(record, name).all()) for name in names}
