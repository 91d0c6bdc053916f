"""Meeting by meeting, those of busy people first, into the slot that makes the fewest new breaks."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from typing import Any


def answer(event: dict[str, Any]) -> str:
    started = time.monotonic()
    wanted = Counter(one for meeting in event["meetings"] for one in meeting["participants"])
    days: dict[int, set[int]] = defaultdict(set)
    load: Counter[int] = Counter()
    unheld = 0
    for pair in sorted(
        (m["participants"] for m in event["meetings"]), key=lambda p: -sum(wanted[o] for o in p)
    ):
        free = [slot for slot in range(1, event["slots"] + 1) if _free(event, days, load, pair, slot)]
        if not free:
            unheld += 1
            continue
        slot = min(
            free, key=lambda slot: sum(_breaks(days[one] | {slot}) - _breaks(days[one]) for one in pair)
        )
        load[slot] += 1
        for one in pair:
            days[one].add(slot)
    taken = time.monotonic() - started
    return f"{unheld:7} {sum(map(_breaks, days.values())):6}     - {taken:6.1f} {taken:6.1f}"


def _free(
    event: dict[str, Any], days: dict[int, set[int]], load: Counter[int], pair: list[int], slot: int
) -> bool:
    return load[slot] < event["tables"] and not any(
        slot in days[one] or slot in event["participants"][one - 1]["forbidden"] for one in pair
    )


def _breaks(day: set[int]) -> int:
    return sum(slot + 1 not in day for slot in day) - 1 if day else 0
