"""Collects the evidence for every record that any leg found, and ranks it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from corridor.engines.ranking import Evidence, Ranked, rank

from .legs import MeaningMatch, WordMatch, by_meaning, by_words
from .models import SearchConcept, SearchEntry
from .understanding import Topic, Understood, topic_shares

CLOSE = 2.5  # standard deviations above the mean from which closeness of meaning is evidence
ALONE = 0.2  # cosine that the closest needs where nothing else speaks for any record
COMMONEST = 0.3  # what a topic still counts that every record has
KEPT = 0.5  # share of the best score down to which records are shown
FIRST = 10  # so many are shown down to a lower share: a reader looks through the first ten anyway
KEPT_FIRST = 0.2


@dataclass(frozen=True)
class TopicMatch:
    """``target`` is what the record is about (``topic`` or near it), ``found`` its own word for that."""

    topic: Topic
    target: str
    found: str
    strength: float


@dataclass
class Found:
    """All that was found about one entry; ``nearest`` is its place among the closest in meaning."""

    meaning: MeaningMatch | None = None
    nearest: int = 0
    words: list[WordMatch] = field(default_factory=list)
    topics: list[TopicMatch] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Candidates:
    ranked: list[Ranked]
    found: dict[int, Found]


def candidates(understood: Understood, entries: QuerySet[SearchEntry]) -> Candidates:
    """Records worth showing, best first."""
    found: dict[int, Found] = defaultdict(Found)
    for match in by_words(understood.words, entries, understood.attainable):
        found[match.entry].words.append(match)
    _add_topics(understood, entries, found)
    _add_places(understood, entries, found)
    if understood.vector is not None:
        _add_meaning(by_meaning(understood.vector, entries), found)
    ranked = rank(_evidence(key, one, understood) for key, one in found.items())
    return Candidates(_worth_showing(ranked), found)


def _add_meaning(nearest: Sequence[MeaningMatch], found: dict[int, Found]) -> None:
    if not found and (not nearest or nearest[0].cosine < ALONE):
        return
    for place, near in enumerate(nearest, 1):
        if near.deviations >= CLOSE or place <= 2 * FIRST or near.entry in found:
            found[near.entry].meaning, found[near.entry].nearest = near, place


def _worth_showing(ranked: list[Ranked]) -> list[Ranked]:
    if not ranked:
        return []
    best = ranked[0].score
    return [
        one
        for place, one in enumerate(ranked)
        if one.score > 0 and one.score >= best * (KEPT_FIRST if place < FIRST else KEPT)
    ]


def _add_topics(understood: Understood, entries: QuerySet[SearchEntry], found: dict[int, Found]) -> None:
    shares = topic_shares(understood.topics)
    if not shares:
        return
    rows = list(
        SearchConcept.objects.filter(target__in=shares, entry__in=entries.order_by()).values_list(
            "entry_id", "target", "strength", "found"
        )
    )
    counts = Counter(target for _key, target, _strength, _found in rows)
    rarity = _rarity(counts, max([understood.texts, *counts.values()]))
    for key, target, strength, said in rows:
        topic, share = shares[target]
        found[key].topics.append(TopicMatch(topic, target, said, share * strength * rarity[target]))


def _rarity(counts: Counter[str], whole: int) -> dict[str, float]:
    """From 1 for a topic of one record down to ``COMMONEST`` for one that all are about."""
    most = math.log(1 + whole)
    return {target: max(COMMONEST, math.log((1 + whole) / count) / most) for target, count in counts.items()}


def _add_places(understood: Understood, entries: QuerySet[SearchEntry], found: dict[int, Found]) -> None:
    if not understood.places:
        return
    wanted = list(understood.places)
    for key, facets in entries.filter(facets__overlap=wanted).order_by().values_list("id", "facets"):
        found[key].places = [place for place in wanted if place in facets]


def _evidence(key: int, found: Found, understood: Understood) -> Evidence:
    own = [match for match in found.words if match.language == understood.language]
    foreign = [match for match in found.words if match.language != understood.language]
    said = frozenset().union(*(match.said for match in found.words))
    every = len(understood.rarity) > 1 and any(match.said >= set(understood.rarity) for match in own)
    return Evidence(
        key=key,
        meaning=found.meaning.closeness if found.meaning else 0.0,
        words=max((match.coverage for match in own), default=0.0),
        every_word=float(every),
        foreign_words=max((match.coverage for match in foreign), default=0.0),
        codes=_share_of_codes(said, understood),
        concepts=_share_of_topics(found, understood),
        place=float(bool(found.places)),
    )


def _share_of_codes(said: frozenset[str], understood: Understood) -> float:
    """By rarity: a code that every record holds says nothing."""
    if understood.attainable <= 0:
        return 0.0
    there = sum(max(0.0, understood.rarity.get(code, 0.0)) for code in understood.codes & said)
    return there / understood.attainable


def _share_of_topics(found: Found, understood: Understood) -> float:
    """The best strength per topic, over the weight of all topics."""
    best: dict[str, float] = {}
    for match in found.topics:
        best[match.topic.target] = max(best.get(match.topic.target, 0.0), match.strength)
    whole = sum(topic.weight for topic in understood.topics)
    return sum(best.values()) / whole if whole else 0.0
