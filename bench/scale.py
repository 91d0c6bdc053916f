"""Search in large installations: how long a question takes, and what the nearest cells leave out.

    python -m bench.scale [--services 10000 100000] [--clients 4] [--seconds 20] [--json]

An installation of its own is filled with as many services, composed from the demo's (``bench.synthetic``
says how), and the search files are written. Then two processes, as the web server has
them, answer hybrid questions with filters and all facet counts through ``kernel.search.queries.find``;
each question is another one, so that no answer is remembered. Recall compares the first ten with those
of the same search where every vector is compared. Times are in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from .installation import database_url, empty_installation
from .synthetic import Demo, questions, read_demo, write

PROCESSES = 2
COMPARED = 100  # questions for recall
FIRST = 10


@dataclass(frozen=True)
class Asked:
    """By one process: how long each question took, how many failed, the processor's time for all."""

    milliseconds: list[float]
    errors: int
    cpu_seconds: float
    megabytes: float  # of memory of its own, without mapped files


def ask(url: str, demo: Demo, clients: int, seconds: float, seed: int) -> Asked:
    """In a process of its own, with a thread for each client."""
    os.environ["DATABASE_URL"] = url
    import django

    django.setup()
    with ThreadPoolExecutor(clients) as pool:
        list(
            pool.map(lambda number: _keep_asking(demo, -seed - number, 1.0), range(clients))
        )  # model and files
        before = time.process_time()
        parts = list(pool.map(lambda number: _keep_asking(demo, seed + number, seconds), range(clients)))
        cpu = time.process_time() - before
    return Asked([one for times, _errors in parts for one in times], sum(e for _t, e in parts), cpu, _alone())


def _keep_asking(demo: Demo, seed: int, seconds: float) -> tuple[list[float], int]:
    from corridor.kernel.audience import VISITOR
    from corridor.kernel.search.queries import find

    times, errors, end = [], 0, time.monotonic() + seconds
    for question in questions(demo, seed):
        if time.monotonic() > end:
            return times, errors
        started = time.perf_counter()
        try:
            find(question, VISITOR)
        except Exception as error:  # noqa: BLE001 - counted, and told
            sys.stderr.write(f"{error!r}\n")
            errors += 1
        times.append((time.perf_counter() - started) * 1000)
    return times, errors


def _alone() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) / 1024


def measure(sizes: Sequence[int], clients: int, seconds: float) -> Iterator[dict[str, Any]]:
    """One size after the other, each with the services of the one before."""
    with empty_installation():
        demo, before = _demo(), 0
        for services in sorted(sizes):
            yield _measure(demo, range(before, services), clients, seconds)
            before = services


def _measure(demo: Demo, numbers: range, clients: int, seconds: float) -> dict[str, Any]:
    from corridor.kernel.search.jobs import renew

    filled = _timed(lambda: write(demo, numbers))
    renewed = _timed(renew)
    url, each = database_url(), max(1, clients // PROCESSES)
    jobs = [(url, demo, each, seconds, 1000 * (1 + number)) for number in range(PROCESSES)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        asked = pool.starmap(ask, jobs)
    return {
        "services": numbers.stop,
        **_figures(asked),
        f"recall@{FIRST}": _recall(demo),
        "after_a_change_ms": _after_a_change(demo),
        "filled_s": filled,
        "files_written_s": renewed,
        **_sizes(),
    }


def _demo() -> Demo:
    from corridor.demo.actions import fill_in_demo
    from corridor.kernel.search.jobs import encode_all

    fill_in_demo()
    encode_all()
    return read_demo()


def _figures(asked: Sequence[Asked]) -> dict[str, Any]:
    times = sorted(one for part in asked for one in part.milliseconds)
    return {
        "questions": len(times),
        "errors": sum(part.errors for part in asked),
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 1),
        "cpu_ms": round(1000 * sum(part.cpu_seconds for part in asked) / len(times), 1),
        "process_mb": round(max(part.megabytes for part in asked)),
    }


def _recall(demo: Demo) -> float:
    """Of the first ten of the whole search, with all that it does beside comparing vectors."""
    from corridor.kernel.search.segments import closest

    asked = list(islice(questions(demo, seed=7), COMPARED))
    usual, closest.EXACT = closest.EXACT, sys.maxsize
    exact = [_first(question) for question in asked]
    closest.EXACT = usual
    shares = [
        len(found & set(_first(question))) / len(found)
        for question, found in zip(asked, map(set, exact), strict=True)
        if found
    ]
    return round(statistics.mean(shares), 3)


def _first(question: Any) -> list[int]:
    from corridor.kernel.audience import VISITOR
    from corridor.kernel.search.generation import current
    from corridor.kernel.search.looking import looking_at
    from corridor.kernel.search.queries import answer

    generation = current()
    with looking_at(generation, VISITOR, question.kinds) as holdings:
        return [hit.record_id for hit in answer(question, holdings, generation).hits[:FIRST]]


def _after_a_change(demo: Demo) -> float:
    """The first question of a process after something was written."""
    from corridor.kernel.search.generation import advance

    advance()
    question = next(questions(demo, seed=9))
    return round(_timed(lambda: _first(question)) * 1000, 1)


def _sizes() -> dict[str, float]:
    from django.db import connection

    from corridor.kernel.search.models import SearchSegment
    from corridor.kernel.search.segments.files import bytes_of

    with connection.cursor() as cursor:
        cursor.execute(
            "select sum(pg_total_relation_size(oid)) from pg_class"
            " where relkind = 'r' and relname like 'kernel_search%'"
        )
        (tables,) = cursor.fetchone()
    files = sum(map(bytes_of, SearchSegment.objects.values_list("name", flat=True)))
    return {"tables_mb": round(int(tables) / 1e6), "files_mb": round(files / 1e6)}


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 3)


def in_words(figures: dict[str, Any]) -> str:
    return "\n".join(f"{name:20}{value:>12}" for name, value in figures.items())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__.splitlines()[0])
    parser.add_argument("--services", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the web server has it
    status = 0
    for figures in measure(chosen.services, chosen.clients, chosen.seconds):
        sys.stdout.write((json.dumps(figures) if chosen.json else in_words(figures)) + "\n\n")
        sys.stdout.flush()
        status |= bool(figures["errors"])
    return status


if __name__ == "__main__":
    sys.exit(main())
