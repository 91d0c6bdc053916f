"""Speed of the search page with the 457 real hubs, eight clients at once, on this machine.

    python -m bench.page [--clients 8] [--seconds 20] [--json]

Makes an empty installation, imports the EDIH Catalogue's export (``CORRIDOR_SHARED``; without it
the demo network), encodes it, starts the web server as ``corridor serve`` does and lets each client
ask one question after the other without a pause, in twelve languages, with and without filters.
Twice: questions that were asked before, as filters, pages and popular questions are, and questions
that nobody asked yet, each other from all others. Prints requests, errors and percentiles of both;
ends with 1 on any error.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from .installation import database_url, empty_installation
from .readers import Tally, run

EXPORT = "data/edih-catalogue-export-2025-05.xlsx"
QUESTIONS = {
    "en": [
        "private 5G network for a port",
        "predictive maintenance in a small foundry",
        "NIS2",
        "drones for forests",
    ],
    "fr": [
        "réseau 5G privé pour un port",
        "cybersécurité pour un hôpital",
        "formation à l'intelligence artificielle",
    ],
    "de": [
        "Sensoren für die Landwirtschaft",
        "Robotik im Handwerk",
        "Cybersicherheit für Gemeinden in Österreich",
    ],
    "es": ["gemelo digital de una fábrica", "ayuda para digitalizar un hotel"],
    "it": ["tracciabilità alimentare con blockchain", "realtà virtuale per un museo"],
    "pl": ["sieć prywatna 5G w fabryce", "chmura dla urzędu miasta"],
    "el": ["αισθητήρες για ελαιώνες", "ασφάλεια δικτύων"],
    "pt": ["internet das coisas para vinhas", "testar antes de investir"],
    "nl": ["slimme haven", "energie besparen in een bakkerij"],
    "sv": ["kvalitetskontroll med kamera", "uppkopplade skogsmaskiner"],
    "bg": ["интернет на нещата за ферма", "обучение по киберсигурност"],
    "fi": ["tekoäly terveydenhuollossa", "älykäs liikenne"],
}
FILTERS: list[dict[str, str]] = [{}, {"country": "DE"}, {"kind": "EDIH"}]


def pages() -> list[str]:
    """Addresses of search pages, mixed so that neighbours differ in language."""
    asked = [
        f"/{language}/search/?{urlencode({'q': text, **filters}, quote_via=quote)}"
        for filters in FILTERS
        for language, texts in QUESTIONS.items()
        for text in texts
    ]
    return [asked[(index * 17) % len(asked)] for index in range(len(asked))]


def new_pages(count: int) -> list[str]:
    """As many addresses as wanted, each with a question of its own."""
    asked = pages()
    return [asked[number % len(asked)].replace("?q=", f"?q={number}%20", 1) for number in range(count)]


def fill() -> int:
    """Import and encode; the number of hubs."""
    from django.core.management import call_command

    from corridor.demo.actions import fill_in_demo
    from corridor.kernel.search.jobs import encode_all
    from corridor.members.models import Hub

    export = Path(os.environ.get("CORRIDOR_SHARED", Path(__file__).parents[2] / "shared")) / EXPORT
    if export.exists():
        call_command("import", "hubs", str(export), "--yes", stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    else:
        fill_in_demo()
    encode_all()
    return Hub.objects.count()


@contextmanager
def server(port: int) -> Iterator[str]:
    """``corridor serve`` on the measured database."""
    environment = os.environ | {"DATABASE_URL": database_url(), "CORRIDOR_ENCODER_THREADS": "1"}
    command = [sys.executable, "-m", "corridor", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(f"http://127.0.0.1:{port}/health/")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    sys.exit("The server did not answer.")


def measure(clients: int, seconds: float, port: int) -> tuple[int, Tally, Tally]:
    with empty_installation():
        hubs = fill()
        with server(port):
            address = ("127.0.0.1", port)
            run(address, pages(), clients, 10)  # every process loads its model
            again = run(address, pages(), clients, seconds)
            own = int(seconds * 100)  # more than one client can read in the time
            new = run(address, new_pages(clients * own), clients, seconds, apart=own)
            return hubs, again, new


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.page", description=__doc__.splitlines()[0])
    parser.add_argument("--clients", "--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--port", type=int, default=8321)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    hubs, again, new = measure(chosen.clients, chosen.seconds, chosen.port)
    figures = {"hubs": hubs, "clients": chosen.clients, **figures_of(again, chosen.seconds)}
    figures["new_questions"] = figures_of(new, chosen.seconds)
    sys.stdout.write((json.dumps(figures) if chosen.json else in_words(figures)) + "\n")
    for what, times in (again.errors + new.errors).items():
        sys.stderr.write(f"{times} x {what}\n")
    return 1 if again.errors or new.errors or not again.milliseconds else 0


def figures_of(tally: Tally, seconds: float) -> dict[str, Any]:
    return {
        "requests": len(tally.milliseconds),
        "errors": sum(tally.errors.values()),
        "p50_ms": round(tally.percentile(0.5), 1),
        "p95_ms": round(tally.percentile(0.95), 1),
        "per_second": round(len(tally.milliseconds) / seconds, 1),
    }


def in_words(figures: dict[str, Any]) -> str:
    line = (
        "{requests} search pages ({per_second} a second), {errors} errors, p50 {p50_ms} ms, p95 {p95_ms} ms"
    )
    return (
        "{hubs} hubs, {clients} clients\n".format(**figures)
        + f"asked before: {line.format(**figures)}\n"
        + f"never asked:  {line.format(**figures['new_questions'])}"
    )


if __name__ == "__main__":
    sys.exit(main())
