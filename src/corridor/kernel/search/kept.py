"""What is kept between questions: the columns of a generation, and what of them viewers may see."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from corridor.kernel.audience import Viewer

from .generation import Changed, Generation, as_of
from .held import Held, Shown
from .models import SearchEntry
from .segments.current import current_index
from .segments.index import Index
from .snapshot import read_snapshot
from .stored import Stored, more_passages_than, visible_ids

MOST_PASSAGES = 5000  # in memory: some 30 MB, and less than a second to read them
BYTES_OF_VIEWERS: Final = 50_000_000  # whose sight is remembered
MOST_VIEWERS: Final = 256


class Kept:
    """The columns of ``generation``, and what a page shows of their records."""

    def __init__(self, generation: Generation, index: Index, shown: Shown) -> None:
        self.generation = generation
        self.index = index
        self.shown = shown
        viewers = min(MOST_VIEWERS, max(2, BYTES_OF_VIEWERS // max(1, index.bytes_per_viewer)))
        self.seen_by = lru_cache(maxsize=viewers)(self._seen_by)

    def _seen_by(self, viewer: Viewer, kinds: tuple[str, ...]) -> Held:
        with as_of(self.generation):
            return Held(self.index, self.index.among(visible_ids(viewer, kinds)), self.shown)


class LastGeneration:
    """Keeps what ``read`` gives for the generation that was asked for last."""

    def __init__(self, read: Callable[[Generation], Kept | None]) -> None:
        self.kept: dict[Generation, Kept | None] = {}  # at most one; ``None`` where nothing can be kept
        self._read = read
        self._lock = threading.Lock()

    def held(self, generation: Generation, viewer: Viewer, kinds: tuple[str, ...]) -> Held | None:
        """``None`` also where something changes this very moment."""
        try:
            kept = self._at(generation)
            return kept.seen_by(viewer.nameless(), kinds) if kept else None
        except Changed:
            return None

    def _at(self, generation: Generation) -> Kept | None:
        with self._lock:
            if generation not in self.kept:
                with as_of(generation):
                    kept = self._read(generation)
                self.kept.clear()
                self.kept[generation] = kept
            return self.kept[generation]


def _copied(generation: Generation) -> Kept | None:
    if more_passages_than(MOST_PASSAGES):
        return None
    snapshot = read_snapshot()
    return Kept(generation, snapshot.index, snapshot)


def _mapped(generation: Generation) -> Kept | None:
    index = current_index()
    return None if index is None else Kept(generation, index, Stored(SearchEntry.objects.all()))


copied: Final = LastGeneration(_copied)
mapped: Final = LastGeneration(_mapped)
