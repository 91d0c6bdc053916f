"""Needs matched with services: the product against BM25, raw e5, and itself without each signal.

    python -m bench.matching [--split test|dev] [--json] [--tune] [--evidence FILE]

The set in ``bench/data/matching`` was labelled before anything was tuned; weights are tuned on its
"dev" needs only (``--tune``). The product is the engine with its default weights, on what the
product's own search knows of the texts. Hard conditions are part of the product, so the baselines are
also shown with what they exclude taken out. Intervals are 95 % over needs; ``difference`` is what a
ranking's nDCG@10 is above the product's, need by need.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=("test", "dev"), default="test")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--tune", action="store_true", help="search for better weights on the dev needs")
    parser.add_argument("--evidence", type=Path, help="keep there what was encoded, or take it from there")
    parser.add_argument("--set", type=Path, help="another folder with a labelled set")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("CORRIDOR_ENCODER_THREADS", "2")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.config.settings")
    import django

    django.setup()
    from . import labelled, tuning
    from .evidence import gather
    from .runs import Matching

    given = labelled.read(chosen.set or labelled.FOLDER)
    evidence = gather(given, chosen.evidence)
    if chosen.tune:
        tuning.tune(Matching(given.of("dev"), evidence))
        return
    figures = compare(Matching(given.of(chosen.split), evidence))
    sys.stdout.write((json.dumps(figures) if chosen.json else table(figures)) + "\n")


def compare(matching: Any) -> dict[str, dict[str, Any]]:
    from corridor.engines.matching import Weights

    from .measures import interval, measured

    runs = {
        name: measured(rankings, matching.given.grades) for name, rankings in matching.all(Weights()).items()
    }
    product = runs["product"].ndcg
    return {
        name: run.means
        | {
            "interval": interval(run.ndcg),
            "difference": round(float((run.ndcg - product).mean()), 4),
            "of difference": interval(run.ndcg - product),
        }
        for name, run in runs.items()
    }


def table(figures: dict[str, dict[str, Any]]) -> str:
    columns = list(figures["product"])
    lines = ["".join([f"{'':28}", *(f"{column:>16}" for column in columns)])]
    for name, values in figures.items():
        cells = (f"{_cell(value):>16}" for value in values.values())
        lines.append("".join([f"{name:28}", *cells]))
    return "\n".join(lines)


def _cell(value: float | tuple[float, float]) -> str:
    return f"{value[0]:.3f} to {value[1]:.3f}" if isinstance(value, tuple) else f"{value:.3f}"


if __name__ == "__main__":
    main()
