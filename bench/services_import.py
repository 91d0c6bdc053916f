"""50,000 services of one hub from a spreadsheet: rows a second, and what readers notice of it.

    python -m bench.services_import [--rows 50000] [--xlsx] [--json]

In a database of its own. While the file is taken in, one reader asks for the hub's services and one for a
service, again and again; the slowest answer is told. The same file taken in again then changes nothing.
``work`` is what the importing thread computed itself; the rest is the database's, the readers' and others'.
The readers share its process, so that their slowest answer is more than others would notice.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import threading
import time
from typing import Any, Self

from bench.installation import empty_installation

CATEGORIES = ("Test before invest", "Training and skills development")
HEADER = [
    *("slug", "title [en]", "title [nl]", "summary [en]", "description [en]", "receives [en]", "category"),
    *("technologies", "sectors", "concepts", "languages", "delivery", "countries", "customers"),
    *("list_price", "price", "per", "aid", "capacity", "lead_days", "test_bed", "bands", "release"),
]


def cells(n: int) -> list[str]:
    bed = ["yes", "n78 (3.4-3.8 GHz); n258", "17"] if n % 10 == 0 else ["no", "", ""]
    return [
        *("", f"Radio survey {n}", f"Radio-onderzoek {n}", f"What number {n} is about, in short."),
        *("A survey, six weeks of measurements, and a plan with costs. " * 4, "A report and a costed plan."),
        *(CATEGORIES[n % 2], "Communication network; Internet of Things", "Maritime; Energy", "5g"),
        *("en; nl", "both", "NL; BE", "sme; public", "12000", "0", "project", "article-28", "2", "30", *bed),
    ]


def sheet(rows: int, *, as_xlsx: bool) -> bytes:
    from corridor.kernel.sheets import write_csv, write_xlsx

    lines = (cells(n) for n in range(rows))
    if as_xlsx:
        target = io.BytesIO()
        write_xlsx(target, HEADER, lines, name="Services")
        return target.getvalue()
    text = io.StringIO(newline="")
    write_csv(text, HEADER, lines)
    return text.getvalue().encode()


class Readers:
    """Two threads that read until they are told to stop; each keeps its slowest answer."""

    def __init__(self, hub: Any) -> None:
        self.hub = hub
        self.stopped = threading.Event()
        self.slowest = 0.0
        self.answers = 0
        self.threads = [threading.Thread(target=self._read, args=(one,)) for one in (self._list, self._one)]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def _read(self, ask: Any) -> None:
        from django.db import connection

        while not self.stopped.wait(0.05):
            begun = time.perf_counter()
            ask()
            self.slowest = max(self.slowest, time.perf_counter() - begun)
            self.answers += 1
        connection.close()

    def _list(self) -> None:
        from corridor.catalogue import queries
        from corridor.kernel.audience import VISITOR

        list(queries.offered_by(VISITOR, self.hub)[:20])

    def _one(self) -> None:
        from corridor.catalogue import queries
        from corridor.kernel.audience import VISITOR

        queries.service_for_viewing(VISITOR, self.hub.slug, "there-already")


def measure(rows: int, *, as_xlsx: bool) -> dict[str, Any]:
    from corridor.catalogue.models import Service
    from corridor.catalogue.sheets.actions import SERVICES_OF_OPERATOR

    hub = _world()
    content = sheet(rows, as_xlsx=as_xlsx)
    file = {"by": None, "content": content, "file_name": "services", "hub": hub}
    with Readers(hub) as readers:
        begun, worked = time.perf_counter(), time.thread_time()
        SERVICES_OF_OPERATOR.at_once(**file)
        seconds, work = time.perf_counter() - begun, time.thread_time() - worked
    sys.stderr.write(f"taken in after {seconds:.1f} s, slowest read {readers.slowest:.2f} s; now again\n")
    begun = time.perf_counter()
    SERVICES_OF_OPERATOR.at_once(**file)
    again = time.perf_counter() - begun
    return {
        "rows": rows,
        "written": Service.objects.count() - 1,
        "megabytes": round(len(content) / 1_000_000, 1),
        "seconds": round(seconds, 1),
        "work": round(work, 1),
        "rows_per_second": round(rows / seconds),
        "again_seconds": round(again, 1),
        "reads": readers.answers,
        "slowest_read_ms": round(readers.slowest * 1000),
    }


def _world() -> Any:
    from tests.catalogue.making import make_service

    from corridor.members.models import Hub
    from corridor.vocab.models import Country

    country = Country.objects.get(code="NO")
    hub = Hub.objects.create(slug="large", name="Large", title="Large hub", kind="EDIH", country=country)
    make_service(hub, None, slug="there-already", title={"en": "There already"})
    return hub


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.services_import", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--xlsx", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    os.environ["EMBEDDER"] = "none"
    with empty_installation():
        figures = measure(chosen.rows, as_xlsx=chosen.xlsx)
    told = (
        json.dumps(figures)
        if chosen.json
        else "\n".join(f"{name}: {value}" for name, value in figures.items())
    )
    sys.stdout.write(told + "\n")
    return 0 if figures["seconds"] < 60 else 1


if __name__ == "__main__":
    sys.exit(main())
