"""Where a question looks: the one place that chooses who answers it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corridor.kernel.audience import Viewer

from .generation import Generation, one_moment
from .held import held_at
from .holdings import Holdings
from .stored import Stored, visible_entries


@contextmanager
def looking_at(generation: Generation, viewer: Viewer, kinds: tuple[str, ...]) -> Iterator[Holdings]:
    """What the viewer may see of these kinds, as it is at one moment for as long as the block runs."""
    held = held_at(generation, viewer, kinds)
    if held is not None:
        yield held
        return
    with one_moment():
        yield Stored(visible_entries(viewer, kinds))
