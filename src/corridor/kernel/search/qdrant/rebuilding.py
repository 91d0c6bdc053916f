"""The whole collection anew from PostgreSQL, beside the one that readers go on using."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from qdrant_client import models

from corridor.kernel.search.bm25 import mean_length
from corridor.kernel.search.embedding.encoder import DIMENSIONS
from corridor.kernel.search.models import SearchEntry

from .cluster import cluster
from .following import BATCH, only_writer, take_over, write
from .points import MEANING, WORDS, Record
from .standing import begin, finish

EDGES = 32  # of a passage in the graph of neighbours; twice Qdrant's own number, for recall under filters
REACH = 256  # neighbours looked at while the graph is built

KEYWORD, INTEGER, FLOAT = (
    models.PayloadSchemaType.KEYWORD,
    models.PayloadSchemaType.INTEGER,
    models.PayloadSchemaType.FLOAT,
)
INDEXES = {
    "kind": KEYWORD,
    "record": INTEGER,
    "language": KEYWORD,
    "audience": KEYWORD,
    "scope": INTEGER,
    "facets": KEYWORD,
    "draw": FLOAT,
}


@dataclass(frozen=True)
class Rebuilt:
    collection: str
    records: int
    points: int
    seconds: float


def rebuild() -> Rebuilt:
    """Returns when the new collection serves and has all that was changed meanwhile.

    Raises ``Overtaken``, or what the client raises; then the former one goes on serving.
    """
    started = time.monotonic()
    with only_writer(wait=True):
        name = f"{cluster().address.collection}-{secrets.token_hex(4)}"
        begin(name)
        _create(name)
        records, points, mean = 0, 0, mean_length()
        for batch in _all_records():
            points += write(name, batch, mean)
            records += len(batch)
        _switch_to(name)
        finish(name)
        _drop_all_but(name)
        take_over()
    return Rebuilt(name, records, points, time.monotonic() - started)


def _create(name: str) -> None:
    address, client = cluster().address, cluster().client
    client.create_collection(
        name,
        vectors_config={MEANING: models.VectorParams(size=DIMENSIONS, distance=models.Distance.COSINE)},
        sparse_vectors_config={WORDS: models.SparseVectorParams()},
        hnsw_config=models.HnswConfigDiff(m=EDGES, ef_construct=REACH),
        shard_number=address.shards,
        replication_factor=address.replicas,
    )
    if address.in_memory:
        return  # no indexes there, and a warning for whoever asks for one
    # Before the first point, so that the graph of neighbours is built with the filters in mind.
    for field, kind in INDEXES.items():
        client.create_payload_index(name, field, kind, wait=True)


def _all_records() -> Iterator[list[Record]]:
    """By key, so that what is written meanwhile neither shifts nor repeats them."""
    kind, record = "", 0
    entries = SearchEntry.objects.order_by("kind", "record_id").values_list("kind", "record_id")
    while batch := list(entries.filter(Q(kind=kind, record_id__gt=record) | Q(kind__gt=kind))[:BATCH]):
        yield batch
        kind, record = batch[-1]


def _switch_to(name: str) -> None:
    """One request: readers ask the old collection or the new one."""
    client, alias = cluster().client, cluster().address.collection
    operations: list[models.AliasOperations] = []
    if any(one.alias_name == alias for one in client.get_aliases().aliases):
        operations.append(models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias)))
    new = models.CreateAlias(collection_name=name, alias_name=alias)
    client.update_collection_aliases([*operations, models.CreateAliasOperation(create_alias=new)])


def _drop_all_but(name: str) -> None:
    """Former collections of this installation, and what an interrupted rebuild left behind."""
    client = cluster().client
    ours = re.compile(re.escape(cluster().address.collection) + r"-[0-9a-f]{8}")
    for one in client.get_collections().collections:
        if one.name != name and ours.fullmatch(one.name):
            client.delete_collection(one.name)
