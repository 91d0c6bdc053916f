"""Segments as one: records, texts and passages are numbered through, those of the first segment first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.engines.ranking import Column, Keys
from corridor.kernel.search import bm25
from corridor.kernel.search.holdings import Flags

from .segment import Rows, Segment, Strings

WORDS = 20_000  # whose number of texts is remembered


class Index:
    """``existing`` are the ids of the records that there are: others are left out. Of a record that is in
    several segments the last one counts."""

    def __init__(self, segments: Sequence[Segment], existing: Keys) -> None:
        self.segments = segments
        ids = _joined([one.entries for one in segments], np.int64)
        order = np.argsort(ids, kind="stable")
        last = np.append(ids[order][1:] != ids[order][:-1], True)[: len(ids)]
        in_force = order[last]
        in_force = in_force[np.isin(ids[in_force], existing, assume_unique=True)]
        self.ids: Keys = ids
        self._by_id: Keys = in_force
        self._sorted: Keys = ids[in_force]
        self.existing: Flags = np.zeros(len(ids), bool)
        self.existing[in_force] = True
        self.standing: Column = _joined([one.standing for one in segments], float)
        self._count = lru_cache(maxsize=WORDS)(self._count_existing)
        self._first_entry = _starts([len(one.entries) for one in segments])
        self._first_text = _starts([len(one.texts) for one in segments])
        self._first_passage = _starts([len(one.passages) for one in segments])

    @property
    def bytes_per_viewer(self) -> int:
        """Of the flags that say what a viewer may see."""
        return len(self.ids) + len(self.text_ids) + len(self.passage_ids)

    def rows(self, keys: Keys) -> Keys:
        """Of records that exist."""
        return self._by_id[np.searchsorted(self._sorted, keys)]

    def among(self, keys: Keys) -> Flags:
        """The records with these ids, a flag each."""
        flags = np.zeros(len(self.ids), bool)
        flags[self.rows(keys)] = True
        return flags

    # Texts and words

    @cached_property
    def text_entry(self) -> Rows:
        return _moved([one.text_entry for one in self.segments], self._first_entry)

    @cached_property
    def text_ids(self) -> Keys:
        return _joined([one.texts for one in self.segments], np.int64)

    @cached_property
    def text_language(self) -> Strings:
        return _joined([one.text_language for one in self.segments], "U2")

    @cached_property
    def languages(self) -> list[str]:
        return [str(one) for one in np.unique(self.text_language)]

    @cached_property
    def existing_texts(self) -> Flags:
        return self.existing[self.text_entry]

    @cached_property
    def texts(self) -> int:
        return int(np.count_nonzero(self.existing_texts))

    @cached_property
    def _dampening(self) -> Column:
        """What BM25 adds to a word's frequency below the line, for each text."""
        lengths = _joined([one.text_length for one in self.segments], float)
        mean = max(1.0, float(lengths[self.existing_texts].mean()) if self.texts else 0.0)
        return bm25.dampening(lengths, mean)

    def texts_with(self, language: str, lexeme: str) -> tuple[Keys, Column]:
        """The rows of the texts, and what BM25 gives for the word in each, whatever the question."""
        found = [
            (one.words.rows[place] + first, one.frequency[place])
            for one, first, place in self._places("words", language + lexeme)
        ]
        rows = _joined([rows for rows, _often in found], np.int64)
        often = _joined([often for _rows, often in found], float)
        return rows, bm25.weights(often, self._dampening[rows])

    def count(self, language: str, lexeme: str) -> int:
        """How many texts hold it."""
        return self._count(language, lexeme)

    def _count_existing(self, language: str, lexeme: str) -> int:
        found = self._places("words", language + lexeme)
        return sum(
            int(np.count_nonzero(self.existing_texts[one.words.rows[place] + first]))
            for one, first, place in found
        )

    # Facets and concepts

    def with_facet(self, value: str) -> Keys:
        return _joined(
            [one.facets.rows[place] + first for one, first, place in self._places("facets", value)], np.int64
        )

    def facet_counts(self, rows: Keys) -> dict[str, int]:
        counts: dict[str, int] = {}
        for one, (first, end) in zip(self.segments, pairwise(self._first_entry.tolist()), strict=True):
            inside = rows[(rows >= first) & (rows < end)] - first
            often = np.bincount(_codes_of(one, inside), minlength=len(one.facet_values))
            for code in np.flatnonzero(often).tolist():
                value = str(one.facet_values[code])
                counts[value] = counts.get(value, 0) + int(often[code])
        return counts

    def about(self, target: str) -> tuple[Keys, Column, list[str]]:
        """The rows of the records, how strongly they are about it, and their own words for it."""
        found = [
            (
                one.concepts.rows[place] + first,
                one.strength[place],
                one.found_values[one.found[place]].tolist(),
            )
            for one, first, place in self._places("concepts", target)
        ]
        return (
            _joined([rows for rows, _strength, _said in found], np.int64),
            _joined([strength for _rows, strength, _said in found], float),
            [word for _rows, _strength, said in found for word in said],
        )

    def _places(self, column: str, key: str) -> Iterator[tuple[Segment, int, slice]]:
        """The segments that have the key, where their rows begin here, and where they have it."""
        starts = self._first_text if column == "words" else self._first_entry
        for one, first in zip(self.segments, starts.tolist(), strict=False):
            place = getattr(one, column).of(key)
            if place.stop > place.start:
                yield one, first, place

    # Passages

    @cached_property
    def passage_entry(self) -> Rows:
        return _moved([one.passage_entry for one in self.segments], self._first_entry)

    @cached_property
    def passage_ids(self) -> Keys:
        return _joined([one.passages for one in self.segments], np.int64)

    @cached_property
    def position(self) -> Rows:
        return _joined([one.position for one in self.segments], np.int32)

    def passage_spans(self) -> Iterator[tuple[Segment, int, int]]:
        """The segments, and where their passages begin and end here."""
        for one, (first, end) in zip(self.segments, pairwise(self._first_passage.tolist()), strict=True):
            yield one, first, end


def _codes_of(segment: Segment, rows: Keys) -> Rows:
    """The facet values of all these records, one after the other."""
    starts = segment.facet_starts[rows]
    counts = segment.facet_starts[rows + 1] - starts
    before = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    return segment.facet_codes[before + np.arange(len(before))]


def _starts(lengths: Sequence[int]) -> Keys:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _moved(columns: Sequence[Rows], by: Keys) -> Rows:
    moved: Rows = _joined([one + first for one, first in zip(columns, by, strict=False)], np.int32)
    return moved


def _joined(columns: Sequence[npt.NDArray[Any]], kind: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *columns]).astype(kind, copy=False)
