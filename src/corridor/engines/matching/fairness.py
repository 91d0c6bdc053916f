"""Order by score, and among equals by who was given least lately."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


def fairly(
    items: Iterable[T],
    *,
    score: Callable[[T], float],
    received: Callable[[T], int],
    key: Callable[[T], Any],
    equal: float,
) -> list[tuple[T, int]]:
    """The items in fair order, each with its place by score alone, from 1.

    Of the best that is left and those at most ``equal`` behind it, whoever received least comes next.
    So whatever is left is at most ``equal`` better than what was taken. Each item enters and leaves
    the heap once: O(n log n). With ``equal`` 0 what was received has no influence.
    """
    ordered = sorted(items, key=lambda item: (-score(item), key(item)))
    if not equal:
        return [(item, place) for place, item in enumerate(ordered, start=1)]
    waiting: list[tuple[int, int]] = []  # received, place
    taken = [False] * len(ordered)
    order: list[tuple[T, int]] = []
    best = entered = 0
    while len(order) < len(ordered):
        while taken[best]:
            best += 1
        while entered < len(ordered) and score(ordered[best]) - score(ordered[entered]) <= equal:
            heapq.heappush(waiting, (received(ordered[entered]), entered))
            entered += 1
        _received, place = heapq.heappop(waiting)
        taken[place] = True
        order.append((ordered[place], place + 1))
    return order
