"""Counting: from ballots to a result, its outcome, and the seal over it; and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from corridor.meetings.enums import Choice, Majority


@dataclass(frozen=True)
class Result:
    """``electorate`` is the sum of all that follow it up to ``not_voted``; ``ballots`` says by hub, in text
    form as JSON keeps keys, how it voted, and is empty where the vote was secret."""

    vote: int
    question: str
    electorate: int
    yes: int
    no: int
    abstained: int
    recused: int
    not_voted: int
    quorum: int
    quorum_met: bool
    majority: str
    passed: bool
    closed_at: str
    ballots: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def voted(self) -> int:
        return self.yes + self.no + self.abstained

    @property
    def majority_met(self) -> bool:
        return is_majority(self.majority, self.yes, self.no)


def quorum_of(percent: int, hubs: int) -> int:
    """So many hubs have to vote: the share, rounded up, and never nobody."""
    return max(1, -(-percent * hubs // 100))


def is_majority(majority: str, yes: int, no: int) -> bool:
    """Of the votes for and against; with none for there is no majority."""
    if majority == Majority.TWO_THIRDS:
        return yes > 0 and 3 * yes >= 2 * (yes + no)
    return yes > no


def count(
    *, votes: Mapping[str, int], electorate: int, recused: int, quorum: int, majority: str, **told: Any
) -> Result:
    """``votes`` is how many there are of each choice."""
    yes, no, abstained = (votes.get(choice, 0) for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    met = yes + no + abstained >= quorum
    return Result(
        electorate=electorate,
        yes=yes,
        no=no,
        abstained=abstained,
        recused=recused,
        not_voted=electorate - recused - yes - no - abstained,
        quorum=quorum,
        quorum_met=met,
        majority=majority,
        passed=met and is_majority(majority, yes, no),
        **told,
    )


def canonical(result: Mapping[str, Any]) -> str:
    """One text for one result: what is sealed, and what a program hashes again."""
    return json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal_of(result: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(result).encode()).hexdigest()
