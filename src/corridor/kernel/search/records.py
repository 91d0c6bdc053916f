"""The rooms' own rows behind an answer's hits, remembered as long as the answer holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from corridor.kernel.audience import Viewer

from .generation import Generation
from .shapes import Answer

KEPT = 32  # kinds of records and of viewers at a time


def records_of(
    kind: str, answer: Answer, viewer: Viewer, load: Callable[[list[int]], Mapping[int, Any]]
) -> Mapping[int, Any]:
    """Rows by id; one that vanished meanwhile, or that ``load`` does not give, is not among them.

    ``load`` builds its statement only when it is called: that alone takes longer than most pages need here.
    """
    records = _records_at(answer.generation, viewer.nameless(), kind)
    ids = [hit.record_id for hit in answer.hits if hit.kind == kind]
    missing = [pk for pk in ids if pk not in records]
    if missing:
        records |= load(missing)
    return records


@lru_cache(maxsize=KEPT)
def _records_at(generation: Generation, viewer: Viewer, kind: str) -> dict[int, Any]:
    """What was shown to such viewers, filled in as it is found. Every change of a record is another
    generation, so they are kept as long as they are true, like answers."""
    return {}
