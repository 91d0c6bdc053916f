"""Builds formulas in conjunctive normal form. A literal is a number other than 0, minus it its contrary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

TRUE = 1
PAIRWISE = 5  # up to so many literals, pairs are the shortest way to say at most one


class Clauses:
    """Grows; ``TRUE`` and its contrary are literals like others, and are simplified away."""

    def __init__(self) -> None:
        self.top = TRUE
        self.rows: list[list[int]] = [[TRUE]]

    def new(self) -> int:
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """At least one of them."""
        if TRUE not in literals:
            self.rows.append([literal for literal in literals if literal != -TRUE])

    def either(self, literals: Sequence[int]) -> int:
        """A literal that is true if and only if one of these is."""
        open_ones = [literal for literal in literals if literal != -TRUE]
        if TRUE in open_ones:
            return TRUE
        if len(open_ones) <= 1:
            return open_ones[0] if open_ones else -TRUE
        some = self.new()
        self.add(-some, *open_ones)
        for literal in open_ones:
            self.add(-literal, some)
        return some

    def both(self, *literals: int) -> int:
        """A literal that is true if and only if all of these are."""
        return -self.either([-literal for literal in literals])

    def at_most_one(self, literals: Sequence[int]) -> None:
        if len(literals) > PAIRWISE:
            link = self.new()
            self.at_most_one([*literals[: PAIRWISE - 1], link])
            self.at_most_one([-link, *literals[PAIRWISE - 1 :]])
            return
        for one, other in combinations(literals, 2):
            self.add(-one, -other)

    def at_most(self, literals: Sequence[int], most: int, guard: Iterable[int] = ()) -> None:
        """No more than ``most`` of them, unless a literal of ``guard`` is true."""
        if len(literals) > most:
            self.add(-self.count(literals, most + 1, exact=False)[most], *guard)

    def count(self, literals: Sequence[int], most: int, *, exact: bool = True) -> list[int]:
        """Literals that say: at least 1, at least 2, .. at least ``most`` of these. If not ``exact``, they
        must be true then, and may be true otherwise. A totaliser (Bailleux and Boufkhad 2003)."""
        if len(literals) <= 1 or not most:
            return list(literals[:most])
        half = len(literals) // 2
        left = self.count(literals[:half], most, exact=exact)
        right = self.count(literals[half:], most, exact=exact)
        out = [self.new() for _ in range(min(len(left) + len(right), most))]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                self._merge(left, right, out, i, j, exact=exact)
        return out

    def _merge(
        self, left: list[int], right: list[int], out: list[int], i: int, j: int, *, exact: bool
    ) -> None:
        """With i on the left and j on the right there are i + j."""
        if i + j:
            reasons = [-side[count - 1] for side, count in ((left, i), (right, j)) if count]
            self.add(out[min(i + j, len(out)) - 1], *reasons)
        if exact and i + j < len(out):
            self.add(-out[i + j], *left[i : i + 1], *right[j : j + 1])

    def ladder(self, literals: Sequence[int]) -> list[int]:
        """Of each place whether one of the literals up to there is true."""
        steps: list[int] = []
        for literal in literals:
            steps.append(self.either([steps[-1], literal] if steps else [literal]))
        return steps
