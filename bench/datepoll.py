"""How long it takes to propose dates: 60 people in 27 countries over 8 weeks.

The holidays of every country are looked up as on the page; the first round, which learns them, is shown
apart.

    python -m bench.datepoll --rounds 30
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from statistics import median, quantiles

from corridor.engines.datepoll import Invitee, Proposal, Wanted, propose
from corridor.meetings.polls.daysoff import days_off

ZONES = {
    "AT": "Vienna",
    "BE": "Brussels",
    "BG": "Sofia",
    "HR": "Zagreb",
    "CZ": "Prague",
    "DK": "Copenhagen",
    "EE": "Tallinn",
    "FI": "Helsinki",
    "FR": "Paris",
    "DE": "Berlin",
    "GR": "Athens",
    "HU": "Budapest",
    "IE": "Dublin",
    "IT": "Rome",
    "LV": "Riga",
    "LT": "Vilnius",
    "LU": "Luxembourg",
    "MT": "Malta",
    "NL": "Amsterdam",
    "PL": "Warsaw",
    "PT": "Lisbon",
    "RO": "Bucharest",
    "SK": "Bratislava",
    "SI": "Ljubljana",
    "ES": "Madrid",
    "SE": "Stockholm",
    "CY": "Nicosia",
}
FIRST = date(2026, 10, 5)  # the clocks change within
LAST = FIRST + timedelta(weeks=8) - timedelta(days=1)
PEOPLE = 60
BUSY = 40  # times in these weeks
MOST = 0.2  # seconds that it may take


def busy(chance: random.Random) -> tuple[tuple[datetime, datetime], ...]:
    midnight = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    days = (LAST - FIRST).days
    begins = [
        midnight + timedelta(days=chance.randrange(days), hours=chance.randrange(7, 18)) for _ in range(BUSY)
    ]
    return tuple((begin, begin + timedelta(minutes=chance.choice((30, 60, 120)))) for begin in begins)


def everybody(chance: random.Random) -> list[tuple[str, str, int, tuple[tuple[datetime, datetime], ...]]]:
    """Country, zone, burden and busy times of each."""
    countries = list(ZONES)
    return [
        (code, f"{'Asia' if code == 'CY' else 'Europe'}/{ZONES[code]}", chance.randrange(300), busy(chance))
        for code in (countries[number % len(countries)] for number in range(PEOPLE))
    ]


def once(people: list[tuple[str, str, int, tuple[tuple[datetime, datetime], ...]]]) -> Proposal:
    invitees = tuple(
        Invitee(
            key=str(number),
            hub=str(number // 2),
            zone=zone,
            days_off=days_off(code, "", FIRST, LAST),
            busy=spans,
            burden=burden,
            required=number == 0,
        )
        for number, (code, zone, burden, spans) in enumerate(people)
    )
    return propose(Wanted(invitees, FIRST, LAST, 90))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    people = everybody(random.Random(4))
    began = time.perf_counter()
    proposal = once(people)
    cold = time.perf_counter() - began
    took = []
    for _round in range(options.rounds):
        began = time.perf_counter()
        once(people)
        took.append(time.perf_counter() - began)
    p95 = quantiles(took, n=20)[-1]
    sys.stdout.write(
        f"{len(people)} people in {len(ZONES)} countries, {(LAST - FIRST).days + 1} days, "
        f"{proposal.candidates} starts compared\n"
        f"first {cold * 1000:.0f} ms, then median {median(took) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms "
        f"over {options.rounds} rounds\n"
    )
    return int(p95 >= MOST)


if __name__ == "__main__":
    sys.exit(main())
