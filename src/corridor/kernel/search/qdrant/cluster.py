"""The connection to the cluster, and what happens while there is none."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from django.conf import settings
from qdrant_client import QdrantClient
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import ApiException

from .address import IN_MEMORY, Address

PATIENCE = 2  # seconds that a reader waits for the cluster
PATIENCE_TO_WRITE = 30
PAUSE = 10.0  # seconds for which nobody asks a cluster that did not answer

ERRORS = (ApiException, QdrantException)

log = logging.getLogger(__name__)

T = TypeVar("T")


class Away(Exception):
    """The cluster does not answer, or not with what was asked."""


class Cluster:
    """One per process: the client keeps its connections and may be used by all threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.asked_again_at = 0.0
        self.client = _client(address)

    def ask(self, question: Callable[[QdrantClient], T]) -> T:
        """Raises ``Away``; for readers, who are answered by PostgreSQL then."""
        if time.monotonic() < self.asked_again_at:
            raise Away
        try:
            return question(self.client)
        except ERRORS as error:
            self.asked_again_at = time.monotonic() + PAUSE
            log.warning("Qdrant does not answer (%s); for %d s PostgreSQL does.", error, PAUSE)
            raise Away from error


def _client(address: Address) -> QdrantClient:
    if address.in_memory:
        return QdrantClient(IN_MEMORY)
    # Without a port in the address it is the scheme's, not Qdrant's own.
    return QdrantClient(
        url=address.url,
        port=None,
        api_key=address.key,
        timeout=PATIENCE_TO_WRITE,
        check_compatibility=False,  # in a thread that would print; `corridor check` tells the version
    )


@lru_cache(maxsize=4)
def at(address: Address) -> Cluster:
    return Cluster(address)


def cluster() -> Cluster:
    """The one that is set up."""
    return at(settings.QDRANT)
