"""The records of a question, found in columns of numbers instead of by asking PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np

from corridor.engines.ranking import Column, Keys

from .holdings import (
    About,
    Chosen,
    Entry,
    Flags,
    Nearest,
    PassageOf,
    Text,
    Vector,
    WordMatches,
    facets_as_values,
)
from .legs import rarity
from .lexemes import QueryWord
from .segments.closest import closest
from .segments.index import Index
from .stored import SAMPLES


class Shown(Protocol):
    """What a page shows of records, and all of them in the order of lists."""

    @property
    def in_order(self) -> Keys: ...

    def entries(self, keys: Sequence[int]) -> dict[int, Entry]: ...

    def texts(self, keys: Sequence[int]) -> dict[int, list[Text]]: ...

    def texts_by_id(self, ids: Sequence[int]) -> list[Text]: ...

    def passages(self, ids: Iterable[int]) -> list[PassageOf]: ...

    def passages_in(self, language: str, keys: Sequence[int]) -> list[PassageOf]: ...


class Held:
    """``allowed`` says of each record of the index whether it may be looked at."""

    def __init__(self, index: Index, allowed: Flags, shown: Shown) -> None:
        self.index = index
        self.allowed = allowed
        self.shown = shown

    @cached_property
    def allowed_texts(self) -> Flags:
        return self.allowed[self.index.text_entry]

    @cached_property
    def allowed_passages(self) -> Flags:
        return self.allowed[self.index.passage_entry]

    def counts(self, words: Sequence[QueryWord]) -> tuple[dict[tuple[str, str], int], int]:
        asked = {(word.language, word.lexeme) for word in words}
        return {word: self.index.count(*word) for word in asked}, self.index.texts

    def narrowed(self, chosen: Chosen, but: str = "") -> Held:
        return Held(self.index, self.allowed & self._having(chosen, but), self.shown)

    def _having(self, chosen: Chosen, but: str) -> Flags:
        kept = np.ones(len(self.allowed), bool)
        for values in facets_as_values(chosen, but):
            any_of = np.zeros(len(self.allowed), bool)
            for value in values:
                any_of[self.index.with_facet(value)] = True
            kept &= any_of
        return kept

    def listed(self) -> list[int]:
        in_order = self.shown.in_order
        ids: list[int] = in_order[self.allowed[self.index.rows(in_order)]].tolist()
        return ids

    def word_matches(self, asked: Sequence[QueryWord], said: Sequence[str], language: str) -> WordMatches:
        index = self.index
        scores = np.zeros(len(self.allowed_texts))
        holds = np.zeros((len(said), len(scores)), bool)
        row_of = {word: number for number, word in enumerate(said)}
        for word in asked:
            count = index.count(word.language, word.lexeme)
            if not count:
                continue
            texts, weights = index.texts_with(word.language, word.lexeme)
            scores[texts] += word.weight * rarity(count, index.texts) * weights
            holds[row_of[word.said], texts] = True
        found = np.flatnonzero(holds.any(axis=0) & self.allowed_texts)
        entries = index.ids[index.text_entry[found]]
        return WordMatches(entries, index.text_language[found] == language, scores[found], holds[:, found].T)

    def nearest(self, vector: Vector) -> Nearest:
        return closest(self.index, self.allowed_passages, vector)

    def about(self, targets: Iterable[str]) -> dict[str, About]:
        found = {target: self._about(target) for target in targets}
        return {target: about for target, about in found.items() if about.entries.size}

    def _about(self, target: str) -> About:
        rows, strengths, said = self.index.about(target)
        kept = np.flatnonzero(self.allowed[rows])
        return About(self.index.ids[rows[kept]], strengths[kept], [said[row] for row in kept.tolist()])

    def with_facet(self, value: str) -> Keys:
        rows = self.index.with_facet(value)
        return self.index.ids[rows[self.allowed[rows]]]

    def among(self, keys: Keys, chosen: Chosen, but: str = "") -> Keys:
        return keys[self._having(chosen, but)[self.index.rows(keys)]]

    def facet_counts(self, keys: Keys) -> dict[str, int]:
        return self.index.facet_counts(self.index.rows(keys))

    def standing(self, keys: Keys) -> Column:
        return self.index.standing[self.index.rows(keys)]

    def entries(self, keys: Sequence[int]) -> dict[int, Entry]:
        return self.shown.entries(keys)

    def texts(self, keys: Sequence[int]) -> dict[int, list[Text]]:
        return self.shown.texts(keys)

    def passages(self, ids: Iterable[int]) -> list[PassageOf]:
        return self.shown.passages(ids)

    def passages_in(self, language: str, keys: Sequence[int]) -> list[PassageOf]:
        return self.shown.passages_in(language, keys)

    def texts_with(self, lexeme: str) -> list[Text]:
        rows = [self.index.texts_with(language, lexeme)[0] for language in self.index.languages]
        found = np.sort(np.concatenate([np.empty(0, np.int64), *rows]))
        allowed = found[self.allowed_texts[found]][:SAMPLES]
        return self.shown.texts_by_id(self.index.text_ids[allowed].tolist())
