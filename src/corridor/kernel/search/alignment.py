"""The learnt transformation between languages, kept in the database, and the raw vectors it needs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from django.db import transaction

from corridor.engines.crosslingual import Alignment, fallback, learn
from corridor.kernel.i18n.languages import CODES

from .embedding import Encoder
from .embedding.encoder import DIMENSIONS, Role
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


def ensure_alignments(encoder: Encoder, terminology: Terminology) -> bool:
    """Learn anew where the parallel texts or the model have changed; true if so."""
    texts = _texts_digest(terminology)
    if SearchAlignment.objects.filter(model=encoder.name, texts=texts).exists():
        return False
    complete = [one for one in terminology.parallel if all(one.get(code) for code in CODES)]
    learnt = _learn(encoder, complete) if complete else {}
    with transaction.atomic():
        SearchAlignment.objects.filter(model=encoder.name).delete()
        SearchAlignment.objects.bulk_create(
            _row(encoder.name, code, texts, alignment) for code, alignment in learnt.items()
        )
        alignments.cache_clear()
        _store_meanings(encoder, terminology)
    return True


def _learn(encoder: Encoder, parallel: Sequence[dict[str, str]] | Sequence) -> dict[str, Alignment]:  # type: ignore[type-arg]
    few = parallel[:: max(1, len(parallel) // PASSAGE_TEXTS)]
    return learn(
        {code: raw_vectors(encoder, "query", [texts[code] for texts in parallel]) for code in CODES},
        {code: raw_vectors(encoder, "passage", [texts[code] for texts in few]) for code in CODES},
    )


def _row(model: str, language: str, texts: str, alignment: Alignment) -> SearchAlignment:
    return SearchAlignment(
        model=model,
        language=language,
        texts=texts,
        query_mean=alignment.query_mean.tobytes(),
        passage_mean=alignment.passage_mean.tobytes(),
        matrix=alignment.matrix.tobytes(),
    )


@lru_cache(maxsize=2)
def alignments(model: str, texts: str) -> dict[str, Alignment]:
    """By language; ``texts`` is the digest that ``current_texts`` gives, so a new learning is seen."""
    found = {
        row.language: Alignment(
            np.frombuffer(bytes(row.query_mean), np.float32),
            np.frombuffer(bytes(row.passage_mean), np.float32),
            np.frombuffer(bytes(row.matrix), np.float32).reshape(DIMENSIONS, DIMENSIONS),
        )
        for row in SearchAlignment.objects.filter(model=model, texts=texts)
    }
    found[""] = fallback(list(found.values()), DIMENSIONS)
    return found


def current_texts(model: str) -> str | None:
    """Digest of what the stored alignments were learnt from; ``None`` before the first learning."""
    return SearchAlignment.objects.filter(model=model).values_list("texts", flat=True).first()


def alignment_for(model: str, language: str) -> Alignment | None:
    texts = current_texts(model)
    if texts is None:
        return None
    known = alignments(model, texts)
    return known.get(language, known[""])


def _store_meanings(encoder: Encoder, terminology: Terminology) -> None:
    """One vector per label or everyday need, free of language: the mean of its aligned translations."""
    SearchMeaning.objects.filter(model=encoder.name).delete()
    SearchMeaning.objects.bulk_create(
        SearchMeaning(
            model=encoder.name,
            position=position,
            targets=list(targets),
            example=dict(texts),
            vector=_centre(encoder, texts),
        )
        for position, (targets, texts) in enumerate(terminology.meanings)
    )


def _centre(encoder: Encoder, texts: dict[str, str] | object) -> bytes:
    pairs = [(code, text) for code, text in dict(texts).items() if text]  # type: ignore[call-overload]
    raw = raw_vectors(encoder, "query", [text for _, text in pairs])
    rows = []
    for (code, _), vector in zip(pairs, raw, strict=True):
        alignment = alignment_for(encoder.name, code)
        rows.append(alignment.queries(vector) if alignment else vector)
    mean = np.mean(rows, axis=0)
    return (mean / np.linalg.norm(mean)).astype(np.float32).tobytes()
