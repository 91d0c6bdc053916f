"""The worker's part: writes what is new into segments, and replaces those of which much is gone.

As in a log-structured merge tree (O'Neil and others 1996) nothing is ever written into a segment.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from corridor.engines.ranking import Keys
from corridor.kernel.search.generation import advance, one_moment
from corridor.kernel.search.models import SearchSegment, learnt_last
from corridor.kernel.search.stored import more_passages_than

from .columns import read_keys
from .current import EXISTING, WAITING, as_now, not_in, segments_in_force
from .files import forget_all_but, write_segment
from .reading import read_segment
from .segment import Segment

ENOUGH = 500  # records for which a segment is written
MOST = 100_000  # records in a segment: what the worker reads at a time, some 700 MB
ALIKE = 8  # segments of about one size, and how much larger the next size is
WORN = 0.2  # share that is gone from which a segment is written anew


@dataclass(frozen=True)
class Plan:
    """Segments that stay, and the records for new ones."""

    kept: list[str]
    records: Keys


def renew(*, fewest_passages: int, tidy: bool = False) -> int:
    """Returns for how many records segments were written. ``tidy`` leaves nothing in the files of what is
    gone from the tables."""
    with one_moment():
        learnt = learnt_last()
        plan = _plan(tidy) if more_passages_than(fewest_passages) else Plan([], np.empty(0, np.int64))
        parts = [plan.records[start : start + MOST] for start in range(0, len(plan.records), MOST)]
        written = [write_segment(read_segment(part)) for part in parts]
    with transaction.atomic():
        gone, _of = SearchSegment.objects.exclude(name__in=plan.kept).delete()
        SearchSegment.objects.bulk_create(SearchSegment(name=name, learnt=learnt) for name in written)
        if gone or written:
            advance()
    forget_all_but([*plan.kept, *written])
    return len(plan.records)


def _plan(tidy: bool) -> Plan:  # noqa: FBT001
    segments = segments_in_force()
    existing, waiting = read_keys(EXISTING), read_keys(WAITING)
    recent = not_in(segments.values(), existing, waiting)
    replaced = _one_size_too_often(segments)
    for name, one in segments.items():
        there = np.count_nonzero(np.isin(as_now(one, waiting), existing))
        if len(one.entries) - there > (0 if tidy else WORN * len(one.entries)):
            replaced.add(name)
    if not tidy and not replaced and len(recent) < ENOUGH:
        return Plan(list(segments), recent[:0])
    again = [as_now(segments[name], waiting) for name in replaced]
    records = np.intersect1d(np.concatenate([recent, *again]), existing)
    return Plan([name for name in segments if name not in replaced], records)


def _one_size_too_often(segments: Mapping[str, Segment]) -> set[str]:
    """Segments of a size of which there are so many that they had better be one."""
    sizes: dict[int, list[str]] = defaultdict(list)
    for name, one in segments.items():
        if len(one.entries) < MOST / 2:
            sizes[int(math.log(max(1.0, len(one.entries) / ENOUGH), ALIKE))].append(name)
    return {name for names in sizes.values() if len(names) > ALIKE for name in names}
