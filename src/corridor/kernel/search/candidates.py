"""Collects the evidence for every record that any leg found, and ranks it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from corridor.engines.ranking import Column, Evidence, Keys, Ranked, Ranking, rank

from .holdings import About, Flags, Holdings, WordMatches
from .legs import Meanings, by_meaning
from .understanding import Topic, Understood, topic_shares

CLOSE = 2.5  # standard deviations above the mean from which closeness of meaning is evidence
ALONE = 0.2  # cosine that the closest needs where nothing else speaks for any record
COMMONEST = 0.3  # what a topic still counts that every record has
KEPT = 0.5  # share of the best score down to which records are shown
FIRST = 10  # so many are shown down to a lower share: a reader looks through the first ten anyway
KEPT_FIRST = 0.2

NO_KEYS: Keys = np.empty(0, np.int64)
NO_SCORES: Column = np.empty(0)
NO_MEANING = Meanings(NO_KEYS, NO_KEYS, NO_KEYS, NO_SCORES, NO_SCORES, NO_SCORES)


@dataclass(frozen=True)
class TopicMatch:
    """``target`` is what the record is about (``topic`` or near it), ``found`` its own word for that."""

    topic: Topic
    target: str
    found: str
    strength: float


@dataclass
class Found:
    """All that was found about one record. ``nearest`` is its place among the closest in meaning, 0
    where it is not among them, and ``passage`` its closest passage."""

    words: set[str] = field(default_factory=set)
    topics: list[TopicMatch] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    nearest: int = 0
    passage: int = 0


@dataclass(frozen=True)
class TopicHits:
    """The records that are about ``target``, and how much that counts for ``topic``."""

    topic: Topic
    target: str
    about: About
    strengths: Column


@dataclass(frozen=True)
class Legs:
    """What each way found, a row per text or record."""

    words: WordMatches
    topics: Sequence[TopicHits]
    places: dict[str, Keys]

    @property
    def entries(self) -> Keys:
        """Every record that anything but meaning speaks for."""
        about = (hits.about.entries for hits in self.topics)
        return _distinct(_joined([self.words.entries, *about, *self.places.values()]))


@dataclass(frozen=True)
class Candidates:
    """Records worth showing, best first, and what speaks for them."""

    ranking: Ranking
    legs: Legs
    meaning: Meanings
    said: Sequence[str]  # the columns of the word matches

    @property
    def keys(self) -> Keys:
        return self.ranking.keys

    def ranked(self, key: int) -> Ranked:
        return self.ranking.ranked(key)

    def found(self, keys: Sequence[int]) -> dict[int, Found]:
        """For a page of records; the others are only scored."""
        found = {key: Found() for key in keys}
        page = np.sort(np.array(keys, np.int64))
        self._add_words(found, page)
        for hits in self.legs.topics:
            for row in _rows_of(hits.about.entries, page):
                match = TopicMatch(hits.topic, hits.target, hits.about.found[row], float(hits.strengths[row]))
                found[int(hits.about.entries[row])].topics.append(match)
        for place, entries in self.legs.places.items():
            for row in _rows_of(entries, page):
                found[int(entries[row])].places.append(place)
        for row in _rows_of(self.meaning.entries, page):
            one = found[int(self.meaning.entries[row])]
            one.nearest, one.passage = int(self.meaning.places[row]), int(self.meaning.passages[row])
        return found

    def _add_words(self, found: dict[int, Found], page: Keys) -> None:
        words = self.legs.words
        for row in _rows_of(words.entries, page):
            there = {self.said[column] for column in np.flatnonzero(words.said[row]).tolist()}
            found[int(words.entries[row])].words |= there


def candidates(understood: Understood, holdings: Holdings) -> Candidates:
    """Records worth showing, best first."""
    said = list(understood.rarity)
    legs = Legs(
        holdings.word_matches(understood.words, said, understood.language),
        _topics(understood, holdings),
        {place: holdings.with_facet(place) for place in understood.places},
    )
    spoken_for = legs.entries
    meaning = _meaning(understood, holdings, spoken_for)
    keys = _distinct(_joined([spoken_for, meaning.entries]))
    ranking = rank(_evidence(understood, legs, meaning, keys), standing=holdings.standing(keys))
    return Candidates(_worth_showing(ranking), legs, meaning, said)


def _meaning(understood: Understood, holdings: Holdings, spoken_for: Keys) -> Meanings:
    """Those that are close, or that something else speaks for as well."""
    if understood.vector is None:
        return NO_MEANING
    near = by_meaning(holdings.nearest(understood.vector))
    if not spoken_for.size and not (near.cosine[:1] >= ALONE).any():
        return NO_MEANING
    close = (near.deviations >= CLOSE) | (near.places <= 2 * FIRST)
    return near.only(close | _is_among(near.entries, spoken_for))


def _worth_showing(ranking: Ranking) -> Ranking:
    scores = ranking.scores
    if not scores.size:
        return ranking
    share = np.where(np.arange(len(scores)) < FIRST, KEPT_FIRST, KEPT)
    return ranking.first(int(((scores > 0) & (scores >= scores[0] * share)).sum()))


def _topics(understood: Understood, holdings: Holdings) -> list[TopicHits]:
    shares = topic_shares(understood.topics)
    if not shares:
        return []
    about = holdings.about(shares)
    whole = max([understood.texts, *(len(one.entries) for one in about.values())])
    hits = []
    for target, one in sorted(about.items()):
        topic, share = shares[target]
        strengths = share * one.strengths * _rarity(len(one.entries), whole)
        hits.append(TopicHits(topic, target, one, strengths))
    return hits


def _rarity(count: int, whole: int) -> float:
    """From 1 for a topic of one record down to ``COMMONEST`` for one that all are about."""
    return max(COMMONEST, math.log((1 + whole) / count) / math.log(1 + whole))


def _evidence(understood: Understood, legs: Legs, meaning: Meanings, keys: Keys) -> Evidence:
    """A row for each of ``keys``, which are sorted."""
    words = legs.words
    rows = np.searchsorted(keys, words.entries)
    coverage = words.scores / (understood.attainable or 1.0)
    complete = words.own & words.said.all(axis=1) & (words.said.shape[1] > 1)
    return Evidence(
        keys=keys,
        meaning=_column(keys, np.searchsorted(keys, meaning.entries), meaning.closeness),
        words=_column(keys, rows[words.own], coverage[words.own]),
        every_word=_column(keys, rows[complete], 1.0),
        foreign_words=_column(keys, rows[~words.own], coverage[~words.own]),
        codes=_share_of_codes(understood, words, rows, len(keys)),
        concepts=_share_of_topics(understood, legs.topics, keys),
        place=_column(keys, np.searchsorted(keys, _joined(list(legs.places.values()))), 1.0),
    )


def _column(keys: Keys, rows: Keys, values: Column | float) -> Column:
    """The largest value for each key, 0 where there is none."""
    column = np.zeros(len(keys))
    np.maximum.at(column, rows, values)
    return column


def _share_of_codes(understood: Understood, words: WordMatches, rows: Keys, size: int) -> Column:
    """By rarity: a code that every record holds says nothing."""
    there = np.zeros(size)
    for column, word in enumerate(understood.rarity):
        if word in understood.codes:
            holds = np.zeros(size, bool)
            holds[rows[words.said[:, column]]] = True
            there += holds * max(0.0, understood.rarity[word])
    return there / (understood.attainable or 1.0)


def _share_of_topics(understood: Understood, topics: Sequence[TopicHits], keys: Keys) -> Column:
    """The best strength per topic, over the weight of all topics."""
    best: dict[str, Column] = {}
    for hits in topics:
        of_topic = best.setdefault(hits.topic.target, np.zeros(len(keys)))
        rows = np.searchsorted(keys, hits.about.entries)
        of_topic[rows] = np.maximum(of_topic[rows], hits.strengths)
    whole = sum(topic.weight for topic in understood.topics)
    return np.sum(list(best.values()), axis=0) / whole if best else np.zeros(len(keys))


def _distinct(keys: Keys) -> Keys:
    """In ascending order; numpy's own way is slower for many."""
    ordered = np.sort(keys)
    distinct: Keys = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return distinct


def _joined(keys: Sequence[Keys]) -> Keys:
    return np.concatenate([NO_KEYS, *keys])


def _rows_of(entries: Keys, page: Keys) -> list[int]:
    rows: list[int] = np.flatnonzero(_is_among(entries, page)).tolist()
    return rows


def _is_among(keys: Keys, others: Keys) -> Flags:
    """``others`` are sorted, which spares ``isin`` sorting both."""
    if not others.size:
        return np.zeros(len(keys), bool)
    nearest = others[np.minimum(np.searchsorted(others, keys), len(others) - 1)]
    among: Flags = nearest == keys
    return among
