"""How near every record is to a text: for rooms that rank by more than what search knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from corridor.kernel.audience import Viewer

from .generation import Generation, current
from .holdings import Holdings
from .legs import by_meaning
from .looking import looking_at
from .shapes import Question
from .understanding import Understood, understand

FOREIGN: Final = 0.2  # a word that other languages write alike


@dataclass(frozen=True)
class Nearness:
    """By a record's id: ``meaning``, its closeness less the mean of all, of the nearest few hundred;
    ``words``, the share of the text's words that it holds, by rarity. ``topics`` are the targets that the
    text is about, with their weights. Without a model, or before it has learnt, ``by_meaning`` is false."""

    meaning: Mapping[int, float]
    words: Mapping[int, float]
    topics: Mapping[str, float]
    by_meaning: bool


def nearness(question: Question, viewer: Viewer) -> Nearness:
    """Of the records of one kind that the viewer may see."""
    if len(question.kinds) != 1:
        raise ValueError("ids are of one kind of record")
    generation = current()
    with looking_at(generation, viewer, question.kinds) as holdings:
        return _nearness(question, holdings, generation)


def _nearness(question: Question, holdings: Holdings, generation: Generation) -> Nearness:
    understood = understand(question, holdings, generation)
    meaning, words = _meaning(understood, holdings), _words(understood, holdings)
    entries = holdings.entries([*(meaning.keys() | words.keys())])
    return Nearness(
        {entries[key].record_id: value for key, value in meaning.items()},
        {entries[key].record_id: value for key, value in words.items()},
        {topic.target: topic.weight for topic in reversed(understood.topics)},
        understood.vector is not None,
    )


def _meaning(understood: Understood, holdings: Holdings) -> dict[int, float]:
    if understood.vector is None:
        return {}
    near = by_meaning(holdings.nearest(understood.vector))
    return dict(zip(near.entries.tolist(), near.closeness.tolist(), strict=True))


def _words(understood: Understood, holdings: Holdings) -> dict[int, float]:
    """By each record's best text."""
    matches = holdings.word_matches(understood.words, list(understood.rarity), understood.language)
    whole = understood.attainable or 1.0
    shares: dict[int, float] = {}
    rows = zip(matches.entries.tolist(), matches.own.tolist(), matches.scores.tolist(), strict=True)
    for key, own, score in rows:
        share = min(1.0, score / whole * (1.0 if own else FOREIGN))
        shares[key] = max(shares.get(key, 0.0), share)
    return shares
