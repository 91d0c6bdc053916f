"""Counting: from numbers of votes to a result, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """``votes`` by candidate, in text form as JSON keeps keys. Either ``winner`` or ``tied``, or neither
    where nobody got a vote."""

    electorate: int
    votes: dict[str, int]
    abstained: int
    winner: int | None
    tied: list[int]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def count(electorate: int, votes: Mapping[int, int], abstained: int) -> Result:
    """``votes`` has every candidate who stands, also those with none. Most votes win; equal ones tie."""
    most = max(votes.values(), default=0)
    first = sorted(pk for pk, number in votes.items() if number == most and most > 0)
    return Result(
        electorate=electorate,
        votes={str(pk): number for pk, number in sorted(votes.items())},
        abstained=abstained,
        winner=first[0] if len(first) == 1 else None,
        tied=first if len(first) > 1 else [],
    )
