"""``make bench``: every measurement, one after the other, each with the command that repeats it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def commands() -> list[list[str]]:
    shared = Path(os.environ.get("CORRIDOR_SHARED", Path(__file__).parents[2] / "shared")) / "bench/retrieval"
    found = [
        ["bench.encoder"],
        ["bench.page"],
        ["bench.page", "--readers", "50", "--seconds", "10"],
        ["bench.people"],
        ["bench.meetings"],
        ["bench.datepoll"],
        ["bench.matching"],
        ["bench.services_import"],
        ["bench.scale"],
        ["bench.scheduling", "--seconds", "20"],
        ["bench.scheduling", "--published", "--originals"],
    ]
    if shared.exists():
        names = {"documents": "documents.jsonl", "queries": "queries.jsonl", "qrels": "qrels.tsv"}
        options = [part for name, file in names.items() for part in (f"--{name}", str(shared / file))]
        found.insert(0, ["bench.retrieval", *options])
    else:
        sys.stderr.write(f"No retrieval set at {shared}: set CORRIDOR_SHARED to measure search quality.\n")
    return found


def main() -> int:
    status = 0
    for command in commands():
        sys.stdout.write(f"$ python -m {' '.join(command)}\n")
        sys.stdout.flush()
        status |= subprocess.call([sys.executable, "-m", *command])  # noqa: S603
    return status


if __name__ == "__main__":
    sys.exit(main())
