"""Where a question looks: the one place that chooses who answers it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from corridor.kernel.audience import Viewer

from .generation import Generation, one_moment
from .held import held_at
from .holdings import Holdings
from .qdrant.standing import serving
from .stored import Stored, visible_entries


@contextmanager
def looking_at(generation: Generation, viewer: Viewer, kinds: tuple[str, ...]) -> Iterator[Holdings]:
    """What the viewer may see of these kinds, as it is at one moment for as long as the block runs; what a
    cluster finds may be some seconds older."""
    held = None if settings.QDRANT else held_at(generation, viewer, kinds)
    if held is not None:
        yield held
        return
    with one_moment():
        yield _in_cluster(viewer, kinds) or Stored(visible_entries(viewer, kinds))


def _in_cluster(viewer: Viewer, kinds: tuple[str, ...]) -> Holdings | None:
    if not settings.QDRANT or not serving():
        return None
    from .qdrant.clustered import clustered

    return clustered(viewer, kinds)
