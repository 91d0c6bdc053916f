"""The index as it is at this moment: the segments in force, and what was written since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corridor.engines.ranking import Keys
from corridor.kernel.search.generation import one_moment
from corridor.kernel.search.models import SearchSegment

from .columns import read_keys
from .files import open_segment
from .index import Index
from .reading import read_segment
from .segment import Segment

MOST_RECENT = 2000  # records that are read anew for a generation: half a second
OPEN = 64  # segments

EXISTING = "select id from kernel_searchentry"
WAITING = """
select distinct t.entry_id
from kernel_searchpassage p join kernel_searchtext t on t.id = p.text_id where p.vector is null
"""


def current_index() -> Index | None:
    """``None`` where the worker has not caught up, so that too much would have to be read."""
    segments = list(segments_in_force().values())
    existing = read_keys(EXISTING)
    recent = not_in(segments, existing, read_keys(WAITING))
    if len(recent) > MOST_RECENT:
        return None
    return Index([*segments, read_segment(recent)], existing)


@dataclass(frozen=True)
class Reach:
    """How many records there are, and how many of them are not in the files as they are now."""

    records: int
    missing: int

    @property
    def is_enough(self) -> bool:
        return self.missing <= MOST_RECENT


def reach() -> Reach:
    with one_moment():
        existing = read_keys(EXISTING)
        missing = not_in(segments_in_force().values(), existing, read_keys(WAITING))
    return Reach(len(existing), len(missing))


def segments_in_force() -> dict[str, Segment]:
    """By name, the oldest first. Vectors of another alignment cannot be compared with these."""
    names = SearchSegment.objects.in_force().values_list("name", flat=True)
    opened = {name: _opened(name) for name in names}
    return {name: segment for name, segment in opened.items() if segment is not None}


def not_in(segments: Iterable[Segment], existing: Keys, waiting: Keys) -> Keys:
    """The records that no segment has as they are now; ``waiting`` are those without all their vectors."""
    there = [np.empty(0, np.int64), *(as_now(one, waiting) for one in segments)]
    return np.setdiff1d(existing, np.concatenate(there))


def as_now(segment: Segment, waiting: Keys) -> Keys:
    """A record never changes but in that its passages get their vectors; until the last one has, it is
    found as it was written."""
    return segment.entries[segment.complete | np.isin(segment.entries, waiting)]


def _opened(name: str) -> Segment | None:
    """A segment is never changed, so it is opened once."""
    try:
        return _open(name)
    except (OSError, ValueError):  # not there, or not whole
        return None


_open = lru_cache(maxsize=OPEN)(open_segment)
