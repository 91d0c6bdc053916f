"""Parallel readers: do fifty people who read at the same time all get their pages?

``python -m bench.readers`` reads the pages of a running demo for ten seconds and prints requests,
errors and the 50th and 95th percentile; it ends with 1 if one answer was not a page.
Only this machine is ever read.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
TIMEOUT = 15.0


@dataclass
class Tally:
    milliseconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


async def read_page(host: str, port: int, path: str, cookie: str = "") -> int:
    """One request on its own connection; the status."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        own = f"Cookie: {cookie}\r\n" if cookie else ""
        head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n{own}Connection: close\r\n\r\n"
        writer.write(head.encode())
        await writer.drain()
        answer = await reader.read()
    finally:
        writer.close()
    status, _, _ = answer.partition(b"\r\n")
    return int(status.split()[1])


async def keep_reading(
    address: tuple[str, int], paths: list[str], first: int, end: float, tally: Tally, cookie: str = ""
) -> None:
    turn = first
    while time.monotonic() < end:
        begun = time.monotonic()
        try:
            status = await asyncio.wait_for(read_page(*address, paths[turn % len(paths)], cookie), TIMEOUT)
            if status != 200:
                tally.errors[f"status {status}"] += 1
        except (TimeoutError, OSError, ValueError, IndexError) as error:
            tally.errors[type(error).__name__] += 1
        tally.milliseconds.append((time.monotonic() - begun) * 1000)
        turn += 1


async def run(
    address: tuple[str, int],
    paths: list[str],
    readers: int,
    seconds: float,
    apart: int = 1,
    cookies: Sequence[str] = ("",),
) -> Tally:
    """Reader n begins at path n * ``apart``: where that is far, no two of them read the same path; it is
    whom cookie n says."""
    tally, end = Tally(), time.monotonic() + seconds
    own = (cookies[number % len(cookies)] for number in range(readers))
    starts = zip((number * apart for number in range(readers)), own, strict=True)
    await asyncio.gather(*(keep_reading(address, paths, first, end, tally, who) for first, who in starts))
    return tally


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
    tally = asyncio.run(run(address, paths, options.readers, options.seconds))
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
