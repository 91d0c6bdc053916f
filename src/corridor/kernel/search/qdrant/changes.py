"""What the cluster still has to be told; noted in the transaction of each change."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from corridor.kernel.search.models import SearchChange

AT_ONCE = 2000  # rows


def note(kind: str, ids: Iterable[int]) -> None:
    """These records were written or removed. Does nothing where no cluster is set up."""
    if not settings.QDRANT:
        return
    changed = (SearchChange(kind=kind, record_id=one) for one in ids)
    SearchChange.objects.bulk_create(changed, batch_size=AT_ONCE)
    follow_soon()


def follow_soon(*, after: int = 0) -> None:
    """Queue the job in the caller's transaction, to be run in so many seconds; a job that already waits is
    enough."""
    from corridor.kernel.tasks import enqueue_once, follow_in_qdrant

    enqueue_once(follow_in_qdrant, "follow-in-qdrant", after=after)
