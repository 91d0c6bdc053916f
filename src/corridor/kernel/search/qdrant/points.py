"""Records as Qdrant holds them: a point for each passage, and no word of what they say.

A point has the passage's vector (``meaning``), and that of a whole text also the text's words with their
BM25 weights (``words``), under numbers. The payload says whose it is, who may see it and what it can be
narrowed by. Points are named by kind, record, language and position, which stay when a record is projected
anew, so that an older point still leads to the record as it is now.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

import numpy as np
from django.db.models import Q
from qdrant_client import models

from corridor.kernel.search import bm25
from corridor.kernel.search.models import SearchPassage, SearchPosting

MEANING, WORDS = "meaning", "words"
DRAW = "draw"  # the share of all passages at which this one comes into a sample, from 0 to 1
NAMES = uuid.UUID("6f3c1d0e-6f0b-5c39-9a52-3e1b0f1f7a11")  # of nothing else

Record = tuple[str, int]  # kind and id


def point_id(kind: str, record: int, language: str, position: int) -> uuid.UUID:
    return uuid.uuid5(NAMES, f"{kind}/{record}/{language}/{position}")


def number_of(language: str, lexeme: str) -> int:
    """A word's place in the sparse vectors, which have 32 bits for it: of a million words, one in four
    thousand shares its place with another one."""
    return int.from_bytes(hashlib.blake2b(f"{language}:{lexeme}".encode(), digest_size=4).digest())


def by_kind(records: Iterable[Record]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for kind, record in records:
        found[kind].append(record)
    return found


def of_records(records: Iterable[Record]) -> Q:
    """Passages of these records."""
    chosen = Q(pk__in=[])
    for kind, ids in by_kind(records).items():
        chosen |= Q(text__entry__kind=kind, text__entry__record_id__in=ids)
    return chosen


def points_of(records: Iterable[Record], mean: float) -> list[models.PointStruct]:
    """As the tables are now; a record that is gone has none. ``mean`` is the length of an average text."""
    passages = list(SearchPassage.objects.filter(of_records(records)).select_related("text__entry"))
    words = dict(_words({passage.text_id: passage.text.length for passage in passages}, mean))
    return [_point(passage, words) for passage in passages]


def _point(passage: SearchPassage, words: dict[int, models.SparseVector]) -> models.PointStruct:
    entry, language = passage.text.entry, passage.text.language
    name = point_id(entry.kind, entry.record_id, language, passage.position)
    vectors: dict[str, models.Vector] = {}
    if passage.vector is not None:
        vectors[MEANING] = passage.vector.tolist()
    if passage.position == 0 and passage.text_id in words:
        vectors[WORDS] = words[passage.text_id]
    payload = {
        "kind": entry.kind,
        "record": entry.record_id,
        "language": language,
        "position": passage.position,
        "audience": entry.audience,
        "scope": entry.scope,
        "facets": entry.facets,
        DRAW: name.int / 2**128,
    }
    return models.PointStruct(id=str(name), vector=vectors, payload=payload)


def _words(lengths: Mapping[int, int], mean: float) -> Iterator[tuple[int, models.SparseVector]]:
    """By the texts' ids, of which the lengths are given."""
    postings = SearchPosting.objects.filter(text__in=list(lengths)).order_by("text_id")
    columns = ("text_id", "language", "lexeme", "frequency")
    for text, rows in groupby(postings.values_list(*columns), itemgetter(0)):
        _texts, languages, lexemes, frequencies = zip(*rows, strict=True)
        dampening = bm25.dampening(np.array([lengths[text]], float), mean)
        weights = bm25.weights(np.array(frequencies, float), dampening)
        yield text, sparse_words(zip(languages, lexemes, weights.tolist(), strict=True))


def sparse_words(words: Iterable[tuple[str, str, float]]) -> models.SparseVector:
    """Language, lexeme and weight of each."""
    return _added_up((number_of(language, lexeme), weight) for language, lexeme, weight in words)


def sum_of(vectors: Iterable[models.SparseVector]) -> models.SparseVector:
    return _added_up(pair for one in vectors for pair in zip(one.indices, one.values, strict=True))


def _added_up(pairs: Iterable[tuple[int, float]]) -> models.SparseVector:
    whole: dict[int, float] = defaultdict(float)
    for number, weight in pairs:
        whole[number] += weight
    return models.SparseVector(indices=list(whole), values=list(whole.values()))
