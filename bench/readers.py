"""Parallel readers: do fifty people who read at the same time all get their pages?

``python -m bench.readers`` reads the pages of a running demo for ten seconds and prints requests,
errors and the 50th and 95th percentile; it ends with 1 if one answer was not a page.
Only this machine is ever read.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
TIMEOUT = 15.0
RECEIVED = 1 << 18  # bytes at a time


@dataclass
class Tally:
    milliseconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def read_page(host: str, port: int, path: str, cookie: str = "") -> int:
    """One request on its own connection; the status. A bare socket, since the clients share the processors
    with the server that they measure."""
    own = f"Cookie: {cookie}\r\n" if cookie else ""
    head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n{own}Connection: close\r\n\r\n"
    with socket.create_connection((host, port), TIMEOUT) as connection:
        connection.sendall(head.encode())
        first = got = connection.recv(RECEIVED)
        while got:
            got = connection.recv(RECEIVED)
    return int(first.split(maxsplit=2)[1])


def keep_reading(
    address: tuple[str, int], paths: list[str], first: int, end: float, cookie: str = ""
) -> Tally:
    tally, turn = Tally(), first
    while time.monotonic() < end:
        begun = time.monotonic()
        try:
            status = read_page(*address, paths[turn % len(paths)], cookie)
            if status != 200:
                tally.errors[f"status {status}"] += 1
        except (OSError, ValueError, IndexError) as error:
            tally.errors[type(error).__name__] += 1
        tally.milliseconds.append((time.monotonic() - begun) * 1000)
        turn += 1
    return tally


def run(
    address: tuple[str, int],
    paths: list[str],
    readers: int,
    seconds: float,
    apart: int = 1,
    cookies: Sequence[str] = ("",),
) -> Tally:
    """Reader n begins at path n * ``apart``: where that is far, no two of them read the same path; it is
    whom cookie n says."""
    whole, end = Tally(), time.monotonic() + seconds

    def read(number: int) -> Tally:
        return keep_reading(address, paths, number * apart, end, cookies[number % len(cookies)])

    with ThreadPoolExecutor(readers) as pool:
        for tally in pool.map(read, range(readers)):
            whole.milliseconds += tally.milliseconds
            whole.errors += tally.errors
    return whole


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.readers", description=__doc__)
    parser.add_argument(
        "--url", default="http://127.0.0.1:8000/en/", help="where the site is; its first page"
    )
    parser.add_argument("--path", action="append", help="another page to read as well; may be repeated")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    parts = urlsplit(options.url)
    if parts.hostname not in OWN_MACHINE:
        parser.error("only this machine may be read: 127.0.0.1 or localhost")
    paths = [parts.path or "/", *(options.path or [])]
    address = (parts.hostname, parts.port or 80)
    tally = run(address, paths, options.readers, options.seconds)
    report(tally, as_json=options.json)
    return 1 if tally.errors or not tally.milliseconds else 0


def report(tally: Tally, *, as_json: bool) -> None:
    p50, p95 = tally.percentile(0.5), tally.percentile(0.95)
    count, wrong = len(tally.milliseconds), sum(tally.errors.values())
    if as_json:
        print(json.dumps({"requests": count, "errors": wrong, "p50_ms": p50, "p95_ms": p95}))
        return
    for what, times in tally.errors.items():
        print(f"{times} x {what}")
    print(f"{count} requests, {wrong} errors, p50 {p50:.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
