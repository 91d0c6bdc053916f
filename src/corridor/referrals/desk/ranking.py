"""The ranking of a need, once for its page and as the evidence that a referral keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from corridor.catalogue.models import Service
from corridor.engines.matching import (
    Excluded,
    Facts,
    How,
    HubMatch,
    Match,
    Ranking,
    Reason,
    Signal,
    Weights,
    hubs,
    rank,
)
from corridor.kernel.audience import Viewer
from corridor.members.models import Hub
from corridor.members.queries import memberships_today
from corridor.referrals.models import Need
from corridor.referrals.queries import desk_of
from corridor.vocab.nearness import vocabulary

from .problem import Problem, problem_of, weights_of

SHOWN = 20  # services, and of those that are left out
DIGITS = 4
SIGNALS = frozenset(signal.value for signal in Signal)
HOWS = {how.value: how for how in How}


@dataclass(frozen=True)
class Ranked:
    """Everything that fits, and the rest; improvements for the first ``SHOWN``."""

    problem: Problem
    weights: Weights
    ranking: Ranking

    @property
    def matches(self) -> Sequence[Match]:
        return self.ranking.matches

    @property
    def excluded(self) -> Sequence[Excluded]:
        return self.ranking.excluded

    @cached_property
    def hubs(self) -> tuple[HubMatch, ...]:
        return hubs(self.matches, self.weights)


def ranked(need: Need, viewer: Viewer, *, improved: int = SHOWN) -> Ranked:
    problem, weights = problem_of(need, viewer), weights_of(desk_of(need.group))
    ranking = rank(
        problem.need, problem.offers, weights, limit=None, improved=improved, vocabulary=vocabulary()
    )
    return Ranked(problem, weights, ranking)


# What a referral keeps


def because(need: Need, of: Service | Hub, viewer: Viewer | None = None) -> dict[str, Any]:
    """Why this service, or this hub for its best service, was named: codes and numbers, no words; empty where
    the desk does not know it. One that breaks a condition has no place, and says which. Without a
    ``viewer`` as those see who look after the need."""
    found = ranked(need, viewer or viewer_of_home(need), improved=0)
    return _of_hub(found, of) if isinstance(of, Hub) else _of_service(found, str(of.pk))


def viewer_of_home(need: Need) -> Viewer:
    """What the home hub sees; without one, what moderators of the group see."""
    group = frozenset({need.group_id})
    if need.hub_id is None:
        return Viewer(groups=group, moderates=group, takes_part=group, in_network=True)
    groups = frozenset(memberships_today().filter(hub=need.hub_id).values_list("group_id", flat=True))
    return Viewer(hubs=frozenset({need.hub_id}), groups=groups, takes_part=groups, in_network=True)


def _of_service(found: Ranked, key: str) -> dict[str, Any]:
    for place, match in enumerate(found.matches, start=1):
        if match.offer.id == key:
            return _kept(match.score, place, match)
    for one in found.excluded:
        if one.offer.id == key:
            rules = [{"rule": broken.rule.value, **_facts(broken.facts)} for broken in one.broken]
            return {"score": round(one.score, DIGITS), "place": None, "broken": rules, "reasons": []}
    return {}


def _of_hub(found: Ranked, hub: Hub) -> dict[str, Any]:
    for place, one in enumerate(found.hubs, start=1):
        if one.hub == hub.slug:
            return _kept(one.score, place, one.best[0])
    return {}


def _kept(score: float, place: int, match: Match) -> dict[str, Any]:
    reasons = [
        {
            "signal": reason.signal.value,
            "value": round(reason.value, DIGITS),
            "contribution": round(reason.contribution, DIGITS),
            **_facts(reason.facts),
        }
        for reason in match.reasons
    ]
    return {
        "score": round(score, DIGITS),
        "place": place,
        "service": int(match.offer.id),
        "reasons": reasons,
    }


def _facts(facts: Facts) -> dict[str, Any]:
    """What is not said is left out; no days and no euros are said."""
    said = {
        "codes": list(facts.codes),
        "pairs": [list(pair) for pair in facts.pairs],
        "days": facts.days,
        "euros": facts.euros,
        "over": facts.over or None,
        "how": facts.how and facts.how.value,
    }
    kept = {name: value for name, value in said.items() if value is not None and value != []}
    return {"facts": kept} if kept else {}


def reasons_kept(kept: Mapping[str, Any]) -> list[Reason]:
    """The reasons of ``because``, to be put into words; signals that are none any more are skipped."""
    known = [one for one in kept.get("reasons", ()) if one["signal"] in SIGNALS]
    return [
        Reason(Signal(one["signal"]), one["value"], one["contribution"], _facts_kept(one.get("facts", {})))
        for one in known
    ]


def _facts_kept(said: Mapping[str, Any]) -> Facts:
    return Facts(
        codes=tuple(said.get("codes", ())),
        pairs=tuple((asked, by) for asked, by in said.get("pairs", ())),
        days=said.get("days"),
        euros=said.get("euros"),
        over=said.get("over", 0.0),
        how=HOWS.get(said.get("how", "")),
    )
