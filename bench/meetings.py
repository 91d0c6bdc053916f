"""Speed of the pages of meetings: minutes, registers, and finding in them, eight clients at once.

    python -m bench.meetings [--clients 8] [--seconds 10] [--json]

Makes an installation of its own with a group of twenty hubs whose last meeting led to 100 decisions and 100
actions, and lets each client, signed in as somebody else, ask for one page after the other without a
pause. Before that it counts the queries of each page, with 20 decisions and actions and with 200, and
the processor time that one request takes. Ends with 1 on any error, when the number of queries differs,
or when the 95th percentile of a page is over 100 ms; the PDF is measured and may take longer.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from .installation import empty_installation
from .page import figures_of, server
from .people import GROUP, fill, queries_of, readers
from .readers import Tally, run

SMALL, LARGE = 20, 200  # decisions and actions together
HUBS, ITEMS = 20, 20
PAPER = "minutes as PDF"
SLOWEST = 100.0  # ms, 95th percentile
SINGLE = 40  # requests, to measure the processor time of one
HELD_ON = date(2026, 3, 12)
QUESTIONS = ("roaming", "test sim", "port of lisbon", "narvik 12", "network", "D-2026-7", "lisbno")


def pages(meeting: int) -> dict[str, list[str]]:
    here = f"/en/{GROUP}"
    asked = [one.replace(" ", "%20") for one in QUESTIONS]
    return {
        "minutes": [f"{here}/meetings/{meeting}/minutes/"],
        PAPER: [f"{here}/meetings/{meeting}/minutes.pdf"],
        "decisions": [f"{here}/decisions/?page={page}" for page in range(1, 4)],
        "decisions found": [f"{here}/decisions/?q={one}" for one in asked],
        "actions": [f"{here}/actions/?page={page}" for page in range(1, 4)],
        "actions found": [f"{here}/actions/?q={one}&state=all" for one in asked],
        "search": [f"{here}/meetings/search/?q={one}" for one in asked],
    }


def meet() -> Any:
    """A meeting with an agenda, and its minutes, approved: paragraphs about each item."""
    from django.utils import timezone

    from corridor.meetings.models import AgendaItem, Meeting, Minutes, Passage, Series
    from corridor.members.models import WorkingGroup

    group = WorkingGroup.objects.get(slug=GROUP)
    series = Series.objects.create(group=group, slug="plenary", name={"en": "Plenary"})
    held = Meeting.objects.create(group=group, series=series, title={"en": "Plenary"}, held_on=HELD_ON)
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=held, position=n, title=f"Item {n}: the port of Lisbon") for n in range(ITEMS)
    )
    minutes = Minutes.objects.create(meeting=held, state="approved", approved_at=timezone.now())
    text = "\n\n".join(["We order a roaming test SIM for the network of Narvik. " * 4] * 4)
    Passage.objects.bulk_create(Passage(minutes=minutes, item=item, text=text) for item in items)
    return held


def note(meeting: Any, first: int, last: int) -> None:
    """Half decisions, half actions, over all items."""
    from corridor.meetings.models import Action, Decision
    from corridor.members.models import Seat

    items = list(meeting.items.all())
    seats = list(Seat.objects.select_related("hub", "person").order_by("id")[: HUBS * 2])
    given = {"group": meeting.group, "year": HELD_ON.year, "meeting": meeting}
    numbers = range(first // 2 + 1, last // 2 + 1)
    Decision.objects.bulk_create(
        Decision(
            **given,
            number=n,
            item=items[n % ITEMS],
            text=f"We test the network {n} in Lisbon, with a roaming SIM from Narvik. " * 3,
            decided_on=HELD_ON,
        )
        for n in numbers
    )
    Action.objects.bulk_create(
        Action(
            **given,
            number=n,
            item=items[n % ITEMS],
            text=f"Ask the port of Lisbon for the test SIM {n}. " * 3,
            owner=seats[n % len(seats)].person,
            hub=seats[n % len(seats)].hub,
            noted_on=HELD_ON,
            due_on=HELD_ON + timedelta(days=n),
        )
        for n in numbers
    )


def processor_ms(cookie: str, addresses: list[str]) -> dict[str, float]:
    """Of one request, all but the web server's and the database's own part: as it is, and where nothing is
    remembered."""
    from django.test import Client

    from corridor.kernel.remembering import memory

    client = Client(SERVER_NAME="127.0.0.1", HTTP_COOKIE=cookie)

    def mean(forget: Callable[[], None]) -> float:
        for address in addresses:
            client.get(address)
        begun = time.process_time()
        for turn in range(SINGLE):
            forget()
            client.get(addresses[turn % len(addresses)])
        return round((time.process_time() - begun) * 1000 / SINGLE, 1)

    return {"processor_ms": mean(lambda: None), "anew_ms": mean(memory.clear)}


def measure(clients: int, seconds: float, port: int) -> tuple[dict[str, Any], dict[str, Tally]]:
    tallies, costs = {}, {}
    with empty_installation():
        fill(0, HUBS)
        meeting = meet()
        addresses = pages(meeting.pk)
        note(meeting, 0, SMALL)
        small = queries_of(addresses, readers(1)[0])
        note(meeting, SMALL, LARGE)
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("analyze")  # as the server's own upkeep would soon do
        cookies = readers(clients)
        large = queries_of(addresses, cookies[0])
        for name, paths in addresses.items():
            costs[name] = processor_ms(cookies[1], paths)
        if seconds:
            with server(port):
                for name, paths in addresses.items():
                    run(("127.0.0.1", port), paths, clients, 2, cookies=cookies)  # every process starts
                    tallies[name] = run(("127.0.0.1", port), paths, clients, seconds, cookies=cookies)
    counted = {name: {"queries": [small[name], large[name]]} | costs[name] for name in addresses}
    return counted, tallies


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.meetings", description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10, help="0: only queries and processor time")
    parser.add_argument("--port", type=int, default=8323)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    counted, tallies = measure(chosen.clients, chosen.seconds, chosen.port)
    figures = {
        name: told | (figures_of(tallies[name], chosen.seconds) if name in tallies else {})
        for name, told in counted.items()
    }
    sys.stdout.write((json.dumps(figures) if chosen.json else in_words(figures, chosen.clients)) + "\n")
    for name, tally in tallies.items():
        for what, times in tally.errors.items():
            sys.stderr.write(f"{name}: {times} x {what}\n")
    fine = (holds(figure, is_paper=name == PAPER) for name, figure in figures.items())
    return 0 if all(fine) else 1


def holds(figure: dict[str, Any], *, is_paper: bool) -> bool:
    few, many = figure["queries"]
    measured = "p95_ms" in figure
    is_quick = not measured or (figure["requests"] and (is_paper or figure["p95_ms"] < SLOWEST))
    return bool(few == many and is_quick and not figure.get("errors"))


def in_words(figures: dict[str, dict[str, Any]], clients: int) -> str:
    lines = [f"{LARGE // 2} decisions and {LARGE // 2} actions of one meeting, {clients} clients"]
    line = "{per_second} a second, {errors} errors, p50 {p50_ms} ms, p95 {p95_ms} ms; "
    cost = "{processor_ms} ms of processor time, {anew_ms} made anew"
    for name, figure in figures.items():
        few, many = figure["queries"]
        asked = line.format(**figure) if "p95_ms" in figure else ""
        counted = f"{few} queries with {SMALL}, {many} with {LARGE}"
        lines.append(f"{name:<16} {asked}{cost.format(**figure)}; {counted}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
