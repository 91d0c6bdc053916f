"""The two questions that are put to the cluster. Both raise ``Away``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from qdrant_client import QdrantClient, models

from corridor.engines.ranking import Column
from corridor.kernel.search.holdings import NEAREST, Vector

from .cluster import PATIENCE, cluster
from .filters import all_of, one_of
from .points import DRAW, MEANING, WORDS, Record, sum_of

MOST_TEXTS: Final = 1000  # with the question's words: in its own language, and again in all others
SAMPLE: Final = 2000  # passages from which the average closeness is told


@dataclass(frozen=True)
class Matches:
    """Texts that hold words of the question, a row each, with what BM25 gives for each word of ``said``."""

    records: Sequence[Record]
    languages: Sequence[str]
    said: Sequence[str]
    scores: Column

    @classmethod
    def none(cls, said: Sequence[str] = ()) -> Matches:
        return cls((), (), said, np.zeros((0, len(said))))


class Passage(NamedTuple):
    record: Record
    language: str
    position: int


@dataclass(frozen=True)
class Closest:
    """Best first; ``mean`` and ``deviation`` are of all that could be reached."""

    passages: Sequence[Passage]
    cosines: Sequence[float]
    mean: float
    deviation: float


def matches(words: Mapping[str, models.SparseVector], language: str, reachable: models.Filter) -> Matches:
    """The texts with the best sum over all words, then each word's share in these. Texts in ``language``
    are looked for apart: many foreign ones must not crowd them out."""
    own = one_of("language", [language])
    foreign = models.Filter(must_not=[own])
    whole = sum_of(words.values())
    found = _batch(
        [_query(whole, WORDS, all_of(reachable, part), MOST_TEXTS, payload=True) for part in (own, foreign)]
    )
    texts = {text.id: text for some in found for text in some}
    if not texts:
        return Matches.none(list(words))
    among = models.Filter(must=[models.HasIdCondition(has_id=list(texts))])
    shares = _batch([_query(word, WORDS, among, len(texts)) for word in words.values()])
    scores = np.zeros((len(texts), len(words)))
    row = {name: number for number, name in enumerate(texts)}
    for column, share in enumerate(shares):
        for text in share:
            scores[row[text.id], column] = text.score
    passages = [_passage(text) for text in texts.values()]
    return Matches([one.record for one in passages], [one.language for one in passages], list(words), scores)


def closest(vector: Vector, reachable: models.Filter) -> Closest:
    """At most ``NEAREST`` passages."""
    asked = vector.tolist()
    nearest, sample = _batch(
        [
            _query(asked, MEANING, reachable, NEAREST, payload=True),
            _query(asked, MEANING, _sample(reachable), 2 * SAMPLE),
        ]
    )
    cosines = np.array([one.score for one in sample]) if sample else np.zeros(1)
    found = sorted((-one.score, _passage(one)) for one in nearest)
    return Closest(
        [passage for _score, passage in found],
        [-score for score, _passage in found],
        float(cosines.mean()),
        float(cosines.std()),
    )


def _sample(reachable: models.Filter) -> models.Filter:
    """About ``SAMPLE`` passages, the same ones each time; all where there are not so many."""
    collection = cluster().address.collection
    count = cluster().ask(lambda client: client.count(collection, reachable, timeout=PATIENCE)).count
    if count <= SAMPLE:
        return reachable
    few = models.FieldCondition(key=DRAW, range=models.Range(lt=SAMPLE / count))
    return all_of(reachable, few)


Asked = models.SparseVector | list[float]


def _query(
    asked: Asked, using: str, among: models.Filter, limit: int, *, payload: bool = False
) -> models.QueryRequest:
    told = ["kind", "record", "language", "position"] if payload else False
    query = models.NearestQuery(nearest=asked)
    return models.QueryRequest(query=query, using=using, filter=among, limit=limit, with_payload=told)


def _batch(queries: Sequence[models.QueryRequest]) -> list[list[models.ScoredPoint]]:
    def ask(client: QdrantClient) -> list[models.QueryResponse]:
        return client.query_batch_points(cluster().address.collection, queries, timeout=PATIENCE)

    return [response.points for response in cluster().ask(ask)]


def _passage(point: models.ScoredPoint) -> Passage:
    told = point.payload or {}
    return Passage((told["kind"], told["record"]), told["language"], told["position"])
