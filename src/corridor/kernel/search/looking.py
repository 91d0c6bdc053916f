"""Where a question looks: the one place that chooses who answers it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from corridor.kernel.audience import Viewer

from .generation import Generation, current, one_moment
from .holdings import Holdings
from .kept import copied, mapped
from .qdrant.standing import serving
from .stored import Stored, visible_entries


@contextmanager
def looking_at(generation: Generation, viewer: Viewer, kinds: tuple[str, ...]) -> Iterator[Holdings]:
    """What the viewer may see of these kinds, as it is at one moment for as long as the block runs.

    Small installations have a copy in memory. Large ones look into files, and into the tables for what is
    shown; until the worker has written the files, all is asked of PostgreSQL. Where a cluster is set up it
    is asked instead, and what it finds may be some seconds older.
    """
    held = None if settings.QDRANT else copied.held(generation, viewer, kinds)
    if held is not None:
        yield held
        return
    with one_moment():
        yield _large(viewer, kinds) or Stored(visible_entries(viewer, kinds))


def _large(viewer: Viewer, kinds: tuple[str, ...]) -> Holdings | None:
    return _in_cluster(viewer, kinds) if settings.QDRANT else mapped.held(current(), viewer, kinds)


def _in_cluster(viewer: Viewer, kinds: tuple[str, ...]) -> Holdings | None:
    if not serving():
        return None
    from .qdrant.clustered import clustered

    return clustered(viewer, kinds)
