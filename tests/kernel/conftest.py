"""The engines that answer questions."""

from __future__ import annotations

import pytest

from corridor.kernel.search.qdrant import changes, cluster
from corridor.kernel.search.qdrant.address import IN_MEMORY, Address
from corridor.kernel.search.qdrant.following import follow
from corridor.kernel.search.qdrant.rebuilding import rebuild


@pytest.fixture
def slow_qdrant(db, settings):
    """A cluster in this process that serves, and knows nothing but what it is told."""
    settings.QDRANT = Address(IN_MEMORY)
    cluster.at.cache_clear()
    rebuild()
    return cluster.cluster().client


@pytest.fixture
def qdrant(slow_qdrant, monkeypatch):
    """The same, with a worker that is never late. PostgreSQL never had to answer in its place."""
    monkeypatch.setattr(changes, "follow_soon", lambda **_: follow())
    yield slow_qdrant
    assert not cluster.cluster().asked_again_at
