"""Search quality and speed on any BEIR-style set, through the product's own search.

    python -m bench.retrieval --documents D.jsonl --queries Q.jsonl --qrels R.tsv [--json]

Documents are ``{"_id", "title", "text", "lang"}``, queries ``{"_id", "text", "lang"}``, judgements
tab-separated ``query-id corpus-id score`` with a header line. The documents are indexed as records
of their own kind in an empty database; each query goes through ``kernel.search.queries.find`` as a
visitor's would. Beside it, on the same machine in the same run: (a) word BM25, (b) raw e5 vectors
without centring or map. Latency is one query at a time, after all is indexed, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .baselines import WordBM25, top
from .installation import empty_installation
from .quality import Judgements, quality

KIND = "document"
SIZE = 10


@dataclass(frozen=True)
class Set:
    documents: list[dict[str, str]]
    queries: list[dict[str, str]]
    judgements: Judgements

    def text(self, document: dict[str, str]) -> str:
        return f"{document.get('title', '')} {document.get('text', '')}".strip()


@dataclass(frozen=True)
class Run:
    """Rankings by query, and how long each query took in milliseconds."""

    rankings: dict[str, list[str]]
    milliseconds: list[float]

    def figures(self, judgements: Judgements) -> dict[str, float]:
        times = sorted(self.milliseconds)
        return quality(self.rankings, judgements) | {
            "p50_ms": round(statistics.median(times), 1),
            "p95_ms": round(times[min(len(times) - 1, int(0.95 * len(times)))], 1),
        }


def read_set(documents: Path, queries: Path, judgements: Path) -> Set:
    graded: dict[str, dict[str, int]] = defaultdict(dict)
    for line in judgements.read_text().splitlines()[1:]:
        query, document, grade = line.split("\t")
        graded[query][document] = int(float(grade))
    return Set(_lines(documents), _lines(queries), graded)


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def run(queries: Iterable[dict[str, str]], ranked: Any) -> Run:
    rankings, times = {}, []
    for query in queries:
        started = time.perf_counter()
        rankings[query["_id"]] = ranked(query)
        times.append((time.perf_counter() - started) * 1000)
    return Run(rankings, times)


def product(given: Set) -> Run:
    from corridor.kernel.audience import VISITOR
    from corridor.kernel.search.indexing import project
    from corridor.kernel.search.jobs import encode_all
    from corridor.kernel.search.queries import find
    from corridor.kernel.search.registry import Document, register_source
    from corridor.kernel.search.shapes import Question

    class Documents:
        kind = KIND

        def documents(self, ids: Iterable[int] | None) -> Iterator[Document]:
            for number, document in enumerate(given.documents):
                language = document.get("lang") or "en"
                yield Document(
                    number,
                    document.get("title", ""),
                    {language: document.get("text", "")},
                    f"documents/{number}/",
                )

    register_source(Documents())
    _told("words indexed", lambda: project(KIND))
    _told("passages encoded", encode_all)

    def ranked(query: dict[str, str]) -> list[str]:
        question = Question(query["text"], query.get("lang") or "en", kinds=(KIND,), size=SIZE)
        return [given.documents[hit.record_id]["_id"] for hit in find(question, VISITOR).hits]

    ranked(given.queries[0])  # loads the model
    return run(given.queries, ranked)


def bm25(given: Set) -> Run:
    index = WordBM25([given.text(document) for document in given.documents])
    ids = [document["_id"] for document in given.documents]
    return run(given.queries, lambda query: top(index.scores(query["text"]), ids, SIZE))


def raw_e5(given: Set) -> Run:
    """The same encoder, whole documents, cosine of the vectors as the model gives them."""
    from corridor.kernel.search.embedding import encoder

    model = encoder()
    if model is None:
        sys.exit("EMBEDDER=none: there is nothing to compare.")
    vectors = model.published("passage", [given.text(document) for document in given.documents])
    ids = [document["_id"] for document in given.documents]
    return run(
        given.queries, lambda query: top(vectors @ model.published("query", [query["text"]])[0], ids, SIZE)
    )


def _told(what: str, work: Any) -> None:
    started = time.perf_counter()
    count = work()
    sys.stderr.write(f"{count} {what} in {time.perf_counter() - started:.1f} s\n")


def measure(given: Set) -> dict[str, dict[str, float]]:
    with empty_installation():
        runs = {"product": product(given), "bm25": bm25(given), "e5": raw_e5(given)}
    return {name: one.figures(given.judgements) for name, one in runs.items()}


def _table(figures: dict[str, dict[str, float]]) -> str:
    columns = list(figures["product"])
    lines = ["".join([f"{'':10}", *(f"{column:>11}" for column in columns)])]
    for name, values in figures.items():
        lines.append("".join([f"{name:10}", *(f"{values[column]:>11}" for column in columns)]))
    for other in ("bm25", "e5"):
        ratio = figures["product"]["ndcg@10"] / max(figures[other]["ndcg@10"], 1e-9)
        lines.append(f"nDCG@10 of the product is {ratio:.2f} times that of {other}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.retrieval", description=__doc__.splitlines()[0])
    for name in ("documents", "queries", "qrels"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("CORRIDOR_ENCODER_THREADS", "2")
    figures = measure(read_set(chosen.documents, chosen.queries, chosen.qrels))
    sys.stdout.write((json.dumps(figures) if chosen.json else _table(figures)) + "\n")


if __name__ == "__main__":
    main()
