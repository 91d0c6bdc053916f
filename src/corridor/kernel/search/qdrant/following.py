"""Takes changes over to the cluster, one writer at a time.

A record is read as it is when its turn comes, so that it does not matter how often or in which order it was
changed. A change is struck off only after the cluster has it: whoever is killed in between leaves it to the
next one.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import Final

from django.db import DatabaseError, connection, transaction
from qdrant_client import models

from corridor.kernel.search.bm25 import mean_length
from corridor.kernel.search.generation import advance
from corridor.kernel.search.models import SearchChange

from .changes import follow_soon
from .cluster import ERRORS, cluster
from .filters import any_of
from .points import Record, by_kind, points_of
from .standing import serving

BATCH: Final = 200  # records between two commits
AT_ONCE: Final = 500  # points in one request, of which each takes 8 kB; the cluster takes 32 MB
WRITER: Final = "kernel.search.qdrant"
AGAIN: Final = 30  # seconds after which a cluster that was away is tried again

log = logging.getLogger(__name__)


class Busy(Exception):
    """Another process writes to the cluster."""


def follow() -> None:
    """Take over what waits; later, where the cluster is away or being rebuilt."""
    try:
        with only_writer():
            take_over()
    except (Busy, *ERRORS) as error:
        log.warning("Qdrant waits for changes (%s); tried again in %d s.", error or "it is busy", AGAIN)
        follow_soon(after=AGAIN)


def take_over() -> int:
    """For whoever is the only writer; returns how many changes. None before the first rebuild."""
    count, mean = 0, mean_length()
    while serving() and (waiting := list(SearchChange.objects.order_by("pk")[:BATCH])):
        write(cluster().address.collection, sorted({(one.kind, one.record_id) for one in waiting}), mean)
        with transaction.atomic():
            SearchChange.objects.filter(pk__in=[one.pk for one in waiting]).delete()
            advance()  # what was answered without these changes is forgotten
        count += len(waiting)
    return count


def write(collection: str, records: Sequence[Record], mean: float) -> int:
    """These records as they are now: new points first, then what is no longer theirs goes, so that no record
    is missing in between. ``mean`` is the length of an average text; returns how many points they have."""
    client, points = cluster().client, points_of(records, mean)
    for start in range(0, len(points), AT_ONCE):
        client.upsert(collection, points[start : start + AT_ONCE], wait=True)
    kept = models.HasIdCondition(has_id=[point.id for point in points])
    gone = models.Filter(must=[any_of(by_kind(records))], must_not=[kept])
    client.delete(collection, models.FilterSelector(filter=gone), wait=True)
    return len(points)


@contextlib.contextmanager
def only_writer(*, wait: bool = False) -> Iterator[None]:
    """Where somebody else is: waits for them, or raises ``Busy`` at once."""
    lock = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"select {lock}(hashtextextended(%s, 0))", [WRITER])
        if cursor.fetchone()[0] is False:
            raise Busy
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", [WRITER])
