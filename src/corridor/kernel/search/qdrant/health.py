"""Whether the cluster is there, and how far it is behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min

from corridor.kernel.clock import clock
from corridor.kernel.search.models import SearchChange, SearchPassage

from .cluster import ERRORS, PATIENCE, Cluster, cluster
from .standing import serving


@dataclass(frozen=True)
class Health:
    """``fault`` is why nothing could be asked; empty where the cluster answers. ``waiting`` counts changes,
    ``behind`` is how long the oldest waits."""

    fault: str = ""
    version: str = ""
    serves: bool = False
    passages: int = 0
    expected: int = 0
    waiting: int = 0
    behind: timedelta = timedelta(0)


def health() -> Health:
    try:
        return _health(cluster())
    except ERRORS as error:
        return Health(fault=" ".join(str(error).split()))


def _health(there: Cluster) -> Health:
    version = there.client.info().version
    if not serving():
        return Health(version=version)
    passages = there.client.count(there.address.collection, timeout=PATIENCE).count
    oldest = SearchChange.objects.aggregate(at=Min("at"))["at"]
    return Health(
        version=version,
        serves=True,
        passages=passages,
        expected=SearchPassage.objects.count(),
        waiting=SearchChange.objects.count(),
        behind=clock() - oldest if oldest else timedelta(0),
    )
