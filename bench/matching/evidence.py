"""What the product knows about needs and services before the engine ranks: asked once, then kept.

Services are indexed as records of their own kind in an empty installation; needs are understood as
questions to search are: concepts by phrase book and meaning, words by BM25, closeness by the aligned
vectors. Beside it the two baselines: BM25 over words, and the vectors as the model gives them.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.baselines import WordBM25
from bench.installation import empty_installation

from .labelled import Labelled, text_of

KIND = "offered"

Scores = Mapping[str, float]


@dataclass(frozen=True)
class Evidence:
    """By need: closeness, words and suggested concepts; by service: concepts that its text names; by
    need again: the scores of the baselines."""

    meaning: Mapping[str, Scores]
    words: Mapping[str, Scores]
    suggested: Mapping[str, Scores]
    named: Mapping[str, Scores]
    bm25: Mapping[str, Scores]
    e5: Mapping[str, Scores]


def gather(given: Labelled, kept: Path | None = None) -> Evidence:
    """From the file ``kept`` where there is one, so that weights are tuned without encoding again."""
    if kept and kept.exists():
        evidence: Evidence = pickle.loads(kept.read_bytes())  # noqa: S301 - what this program wrote
        return evidence
    with empty_installation():
        evidence = _gather(given)
    if kept:
        kept.write_bytes(pickle.dumps(evidence))
    return evidence


def _gather(given: Labelled) -> Evidence:
    _index(given)
    asked = {need["id"]: _asked(need, given) for need in given.needs}
    bm25, e5 = _baselines(given)
    return Evidence(
        meaning={key: one[0] for key, one in asked.items()},
        words={key: one[1] for key, one in asked.items()},
        suggested={key: one[2] for key, one in asked.items()},
        named=_named(given),
        bm25=bm25,
        e5=e5,
    )


def _index(given: Labelled) -> None:
    from corridor.kernel.search.indexing import project
    from corridor.kernel.search.jobs import encode_all
    from corridor.kernel.search.registry import About, Document, register_source

    class Offered:
        kind = KIND

        def documents(self, ids: Iterable[int] | None) -> Iterator[Document]:
            for number, one in enumerate(given.services):
                about = [About(f"concept:{slug}") for slug in one.get("concepts") or ()]
                texts = {one["lang"]: one["text"]}
                yield Document(number, one["title"], texts, f"offered/{number}/", about=about)

    register_source(Offered())
    project(KIND)
    encode_all()


def _asked(need: Mapping[str, Any], given: Labelled) -> tuple[Scores, Scores, Scores]:
    """Closeness, words and suggested concepts, as the referral desk has them for the need's text."""
    from corridor.kernel.audience import VISITOR
    from corridor.referrals.desk.evidence import evidence_for

    found = evidence_for(need["text"], need["lang"], VISITOR, KIND)
    if not found.by_meaning:
        raise SystemExit("EMBEDDER=none: there is nothing to measure.")

    def by_id(scores: Mapping[int, float]) -> Scores:
        return {given.services[number]["id"]: score for number, score in scores.items()}

    return by_id(found.meaning), by_id(found.words), found.suggested


def _named(given: Labelled) -> dict[str, Scores]:
    from corridor.referrals.desk.evidence import named_concepts

    named = named_concepts(kind=KIND)
    return {service["id"]: named.get(number, {}) for number, service in enumerate(given.services)}


def _baselines(given: Labelled) -> tuple[dict[str, Scores], dict[str, Scores]]:
    from corridor.kernel.search.embedding import encoder

    model = encoder()
    if model is None:
        raise SystemExit("EMBEDDER=none: there is nothing to compare.")
    texts = [text_of(service) for service in given.services]
    ids = [service["id"] for service in given.services]
    index, vectors = WordBM25(texts), model.published("passage", texts)
    asked = model.published("query", [need["text"] for need in given.needs])
    return (
        {need["id"]: _by_id(ids, index.scores(need["text"])) for need in given.needs},
        {need["id"]: _by_id(ids, vectors @ row) for need, row in zip(given.needs, asked, strict=True)},
    )


def _by_id(ids: Iterable[str], scores: np.ndarray) -> Scores:
    return {key: float(score) for key, score in zip(ids, scores, strict=True)}
