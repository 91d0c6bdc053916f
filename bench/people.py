"""Speed of the pages for people: sign-in, "Needs you now" and the member list, eight clients at once.

    python -m bench.people [--clients 8] [--seconds 15] [--json]

Makes an installation of its own with a group of 500 hubs and 5,000 people, each with a seat and a contact
detail, starts the web server as ``corridor serve`` does, and lets each client, signed in as somebody
else (a moderator, editors, delegates), ask for one page after the other without a pause. Before that
it counts the queries of each page, with 50 hubs and with 500. Ends with 1 on any error, when the number
of queries differs, or when the 95th percentile of a page is over 150 ms.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from .installation import empty_installation
from .page import figures_of, server
from .readers import Tally, run

SMALL, LARGE = 50, 500  # hubs
PEOPLE = 10  # of each hub
GROUP = "bench-group"
SLOWEST = 150.0  # ms, 95th percentile
PAGES = {
    "sign-in": ["/en/sign-in/"],
    "needs you now": ["/en/now/"],
    "member list": [f"/en/{GROUP}/people/?page={page}" for page in range(1, 26)],
}
SINCE = date(2025, 1, 1)


def fill(first: int, last: int) -> None:
    """Hubs ``first`` to ``last`` in the group, each with its people."""
    from corridor.members.models import GroupMembership, Hub, WorkingGroup
    from corridor.vocab.models import Country

    group, _ = WorkingGroup.objects.get_or_create(slug=GROUP, defaults={"name": {"en": "Bench group"}})
    countries = list(Country.objects.order_by("code").values_list("code", flat=True)[:30])
    hubs = Hub.objects.bulk_create(
        Hub(
            slug=f"bench-{n}",
            name=f"Hub {n:04}",
            title=f"Bench innovation hub number {n}",
            kind="EDIH",
            country_id=countries[n % len(countries)],
            city=f"City {n % 90}",
            description={"en": f"Private networks and test beds, number {n}."},
        )
        for n in range(first, last)
    )
    GroupMembership.objects.bulk_create(GroupMembership(group=group, hub=hub, since=SINCE) for hub in hubs)
    seat_people(hubs, first)


def seat_people(hubs: list[Any], first: int) -> None:
    """Two editors, one delegate and seven alternates for each hub; all can be reached by their group."""
    from corridor.members.contacts.models import ContactDetail
    from corridor.members.models import Seat
    from corridor.people.models import Consent, Person

    total = len(hubs) * PEOPLE
    people = Person.objects.bulk_create(
        Person(email=f"p{first * PEOPLE + n}@bench.example", name=f"Person {n:05} of Bench", password="!")  # noqa: S106
        for n in range(total)
    )
    roles = ["editor", "editor", "delegate", *["alternate"] * (PEOPLE - 3)]
    Seat.objects.bulk_create(
        Seat(person=person, hub=hubs[n // PEOPLE], role=roles[n % PEOPLE], since=SINCE)
        for n, person in enumerate(people)
    )
    consents = Consent.objects.bulk_create(
        Consent(person=person, purpose="contact-phone", text="Show my phone.", language="en")
        for person in people
    )
    ContactDetail.objects.bulk_create(
        ContactDetail(
            person=consent.person, kind="phone", value=f"+32 2 {n:06}", audience="group", consent=consent
        )
        for n, consent in enumerate(consents)
    )


def readers(clients: int) -> list[str]:
    """Cookies of a moderator and of people of as many hubs, each signed in."""
    from django.test import Client

    from corridor.members.models import GroupRole, Seat, WorkingGroup
    from corridor.people.models import Person

    dora, _ = Person.objects.get_or_create(email="moderator@bench.example", defaults={"name": "Moderator"})
    group = WorkingGroup.objects.get(slug=GROUP)
    if not GroupRole.objects.filter(person=dora).exists():
        GroupRole.objects.create(person=dora, group=group, role="moderator", since=SINCE)
    seats = Seat.objects.filter(role__in=["editor", "delegate"]).select_related("person").order_by("id")
    somebody = [dora, *(seat.person for seat in seats[: (clients - 1) * 3 : 3])]
    cookies = []
    for person in somebody:
        client = Client()
        client.force_login(person)
        cookies.append(f"sessionid={client.cookies['sessionid'].value}")
    return cookies


def queries(cookie: str) -> dict[str, int]:
    return queries_of(PAGES, cookie)


def queries_of(pages: dict[str, list[str]], cookie: str) -> dict[str, int]:
    """How many queries each page costs this reader, with nothing remembered."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from corridor.kernel.remembering import memory

    counted = {}
    for name, addresses in pages.items():
        client = Client(SERVER_NAME="127.0.0.1", HTTP_COOKIE="" if name == "sign-in" else cookie)
        client.get(addresses[0])
        cache.clear()
        memory.clear()
        with CaptureQueriesContext(connection) as captured:
            status = client.get(addresses[0]).status_code
        assert status == 200, f"{addresses[0]}: {status}"
        counted[name] = len(captured)
    return counted


def measure(clients: int, seconds: float, port: int) -> tuple[dict[str, Any], dict[str, Tally]]:
    tallies = {}
    with empty_installation():
        fill(0, SMALL)
        small = queries(readers(1)[0])
        fill(SMALL, LARGE)
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("analyze")  # as the server's own upkeep would soon do
        cookies = readers(clients)
        large = queries(cookies[0])
        with server(port):
            for name, paths in PAGES.items():
                who = [""] if name == "sign-in" else cookies
                run(("127.0.0.1", port), paths, clients, 2, cookies=who)  # every process starts
                tallies[name] = run(("127.0.0.1", port), paths, clients, seconds, cookies=who)
    return {name: {"at_50": small[name], "at_500": large[name]} for name in PAGES}, tallies


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.people", description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--port", type=int, default=8322)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    counted, tallies = measure(chosen.clients, chosen.seconds, chosen.port)
    figures = {
        name: figures_of(tally, chosen.seconds) | {"queries": counted[name]}
        for name, tally in tallies.items()
    }
    sys.stdout.write((json.dumps(figures) if chosen.json else in_words(figures, chosen.clients)) + "\n")
    for name, tally in tallies.items():
        for what, times in tally.errors.items():
            sys.stderr.write(f"{name}: {times} x {what}\n")
    return 0 if all(holds(figure) for figure in figures.values()) else 1


def holds(figure: dict[str, Any]) -> bool:
    same = figure["queries"]["at_50"] == figure["queries"]["at_500"]
    return bool(same and figure["requests"] and not figure["errors"] and figure["p95_ms"] < SLOWEST)


def in_words(figures: dict[str, dict[str, Any]], clients: int) -> str:
    lines = [f"{LARGE} hubs, {LARGE * PEOPLE} people, {clients} clients"]
    line = "{name:<14} {per_second} a second, {errors} errors, p50 {p50_ms} ms, p95 {p95_ms} ms"
    for name, figure in figures.items():
        few, many = figure["queries"]["at_50"], figure["queries"]["at_500"]
        share = figure["p95_ms"] / SLOWEST
        counted = f"{few} queries with {SMALL} hubs, {many} with {LARGE} (ratio {many / max(few, 1):.2f})"
        lines.append(f"{line.format(name=name, **figure)} ({share:.2f} of what is allowed); {counted}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
