"""The learnt transformation between languages, kept in the database, and the raw vectors it needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from django.db import transaction

from corridor.engines.crosslingual import Alignment, Detector, fallback, learn, learn_detector, unit
from corridor.kernel.i18n.languages import CODES

from .embedding import Encoder
from .embedding.encoder import DIMENSIONS, Role
from .generation import Generation, advance, current
from .models import SearchAlignment, SearchMeaning, SearchVector
from .passages import digest
from .registry import Terminology

Vectors = npt.NDArray[np.float32]

PASSAGE_TEXTS = 100  # parallel texts encoded as passages too: enough for a mean
CHUNK = 256  # texts between two commits, so that a killed job loses seconds


def raw_vectors(encoder: Encoder, role: Role, texts: Sequence[str]) -> Vectors:
    """Vectors as the encoder gives them, one row per text, from the store where it has them."""
    keys = [digest(text) for text in texts]
    stored = _stored(encoder.name, role, keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in stored}
    items = list(missing.items())
    for start in range(0, len(items), CHUNK):
        chunk = items[start : start + CHUNK]
        encode = encoder.queries if role == "query" else encoder.passages
        vectors = encode([text for _, text in chunk])
        stored |= _keep(encoder.name, role, [key for key, _ in chunk], vectors)
    return np.array([stored[key] for key in keys], np.float32).reshape(len(keys), DIMENSIONS)


def _stored(model: str, role: Role, keys: Sequence[str]) -> dict[str, Vectors]:
    rows = SearchVector.objects.filter(model=model, role=role, digest__in=set(keys))
    return {
        key: np.frombuffer(bytes(raw), np.float16).astype(np.float32)
        for key, raw in rows.values_list("digest", "raw")
    }


def _keep(model: str, role: Role, keys: Sequence[str], vectors: Vectors) -> dict[str, Vectors]:
    half = vectors.astype(np.float16)
    SearchVector.objects.bulk_create(
        [
            SearchVector(model=model, role=role, digest=key, raw=row.tobytes())
            for key, row in zip(keys, half, strict=True)
        ],
        ignore_conflicts=True,
    )
    return {key: row.astype(np.float32) for key, row in zip(keys, half, strict=True)}


def _texts_digest(terminology: Terminology) -> str:
    everything = repr([sorted(texts.items()) for texts in terminology.parallel])
    return hashlib.sha256(everything.encode()).hexdigest()


@dataclass(frozen=True)
class Learnt:
    """What was learnt from the parallel texts: an alignment per language, and the detector."""

    by_language: dict[str, Alignment]
    otherwise: Alignment
    detector: Detector | None

    def of(self, language: str) -> Alignment:
        return self.by_language.get(language, self.otherwise)


def ensure_alignments(encoder: Encoder, terminology: Terminology) -> bool:
    """Learn anew where the parallel texts or the model have changed; true if so."""
    texts = _texts_digest(terminology)
    if SearchAlignment.objects.filter(model=encoder.name, texts=texts).exists():
        return False
    complete = [one for one in terminology.parallel if all(one.get(code) for code in CODES)]
    if not complete:
        return False
    queries = {code: raw_vectors(encoder, "query", [one[code] for one in complete]) for code in CODES}
    few = complete[:: max(1, len(complete) // PASSAGE_TEXTS)]
    passages = {code: raw_vectors(encoder, "passage", [one[code] for one in few]) for code in CODES}
    alignments, detector = learn(queries, passages), learn_detector(queries)
    with transaction.atomic():
        SearchAlignment.objects.filter(model=encoder.name).delete()
        SearchAlignment.objects.bulk_create(
            _row(encoder.name, code, texts, alignments[code], detector) for code in CODES
        )
        _store_meanings(encoder, terminology, alignments)
        advance()
    return True


def _row(model: str, language: str, texts: str, alignment: Alignment, detector: Detector) -> SearchAlignment:
    column = detector.languages.index(language)
    return SearchAlignment(
        model=model,
        language=language,
        texts=texts,
        query_mean=alignment.query_mean.tobytes(),
        passage_mean=alignment.passage_mean.tobytes(),
        matrix=alignment.matrix.tobytes(),
        discriminant=np.append(detector.weights[:, column], detector.bias[column])
        .astype(np.float32)
        .tobytes(),
    )


def _floats(raw: bytes | memoryview) -> Vectors:
    return np.frombuffer(bytes(raw), np.float32)


def learnt(model: str) -> Learnt:
    """What is in force. Before the first learning, vectors are taken as the model gives them."""
    return learnt_at(model, current())


@lru_cache(maxsize=4)
def learnt_at(model: str, generation: Generation) -> Learnt:
    rows = list(SearchAlignment.objects.filter(model=model).order_by("language"))
    if not rows:
        return Learnt({}, fallback([], DIMENSIONS), None)
    found = {
        row.language: Alignment(
            _floats(row.query_mean),
            _floats(row.passage_mean),
            _floats(row.matrix).reshape(DIMENSIONS, DIMENSIONS),
        )
        for row in rows
    }
    discriminants = np.array([_floats(row.discriminant) for row in rows], np.float32)
    detector = Detector(tuple(found), discriminants[:, :-1].T, discriminants[:, -1])
    return Learnt(found, fallback(list(found.values()), DIMENSIONS), detector)


@dataclass(frozen=True)
class Meanings:
    """Labels and everyday needs as vectors free of language, one row each."""

    targets: tuple[tuple[str, ...], ...]
    examples: tuple[dict[str, str], ...]
    vectors: Vectors


@lru_cache(maxsize=4)
def meanings_at(model: str, generation: Generation) -> Meanings:
    rows = list(SearchMeaning.objects.filter(model=model).order_by("position"))
    return Meanings(
        tuple(tuple(row.targets) for row in rows),
        tuple(row.example for row in rows),
        np.array([_floats(row.vector) for row in rows], np.float32).reshape(len(rows), DIMENSIONS),
    )


def _store_meanings(encoder: Encoder, terminology: Terminology, alignments: Mapping[str, Alignment]) -> None:
    SearchMeaning.objects.filter(model=encoder.name).delete()
    SearchMeaning.objects.bulk_create(
        SearchMeaning(
            model=encoder.name,
            position=position,
            targets=list(targets),
            example=dict(texts),
            vector=_centre(encoder, texts, alignments).tobytes(),
        )
        for position, (targets, texts) in enumerate(terminology.meanings)
    )


def _centre(encoder: Encoder, texts: Mapping[str, str], alignments: Mapping[str, Alignment]) -> Vectors:
    """The mean of a text's aligned translations."""
    known = {code: text for code, text in texts.items() if text and code in alignments}
    raw = raw_vectors(encoder, "query", list(known.values()))
    rows = [alignments[code].queries(vector) for code, vector in zip(known, raw, strict=True)]
    return unit(np.mean(rows, axis=0))
