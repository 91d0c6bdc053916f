"""The search tables as they are at one moment, in memory, never changed afterwards."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Avg

from corridor.engines.ranking import Column, Keys

from .embedding.encoder import DIMENSIONS
from .holdings import Entry, Flags, PassageOf, Text, Vector
from .models import SearchConcept, SearchEntry, SearchPassage, SearchPosting, SearchText

Rows = npt.NDArray[np.int32]

# BM25's parameters, as in ``stored``.
SATURATION = 1.2
BY_LENGTH = 0.75


@dataclass(frozen=True)
class Entries:
    """In the order of lists, by standing and title: a record's place here is its row."""

    ids: Keys
    said: list[Entry]
    facets: dict[str, int]  # column of each facet value
    has: Flags  # row x column

    @cached_property
    def row(self) -> dict[int, int]:
        return {pk: row for row, pk in enumerate(self.ids.tolist())}

    @cached_property
    def standing(self) -> Column:
        return np.array([one.standing for one in self.said], float)

    @cached_property
    def by_id(self) -> Keys:
        """The rows in the order of their ids."""
        return np.argsort(self.ids)

    def rows(self, keys: Keys) -> Keys:
        return self.by_id[np.searchsorted(self.ids, keys, sorter=self.by_id)]


@dataclass(frozen=True)
class Texts:
    said: list[Text]
    entry: Rows  # row of the entry of each text
    language: npt.NDArray[np.str_]
    of: dict[int, list[int]]  # rows of the texts of each entry, by language


@dataclass(frozen=True)
class Postings:
    """Those of one lexeme stand together; ``weight`` is what BM25 gives whatever the question."""

    bounds: dict[str, dict[str, slice]]  # by language and lexeme
    text: Rows
    weight: Column

    def of(self, language: str, lexeme: str) -> slice:
        return self.bounds.get(language, {}).get(lexeme, slice(0, 0))


@dataclass(frozen=True)
class Passages:
    """Only those that have their vector; ``of`` are the rows by entry and language."""

    ids: Keys
    said: list[PassageOf]
    entry: Rows
    position: Rows
    vectors: Vector
    of: dict[tuple[int, str], list[int]]

    @cached_property
    def row(self) -> dict[int, int]:
        return {pk: row for row, pk in enumerate(self.ids.tolist())}


@dataclass(frozen=True)
class Concepts:
    """The records that are about one target."""

    entry: Rows
    strength: Column
    found: list[str]


@dataclass(frozen=True)
class Snapshot:
    entries: Entries
    texts: Texts
    postings: Postings
    passages: Passages
    concepts: dict[str, Concepts]


def read_snapshot() -> Snapshot:
    """Whoever calls must see the tables at one moment."""
    entries = _entries()
    texts, rows = _texts(entries)
    return Snapshot(entries, texts, _postings(rows), _passages(entries), _concepts(entries))


def _entries() -> Entries:
    columns = ("id", "facets", "kind", "record_id", "title", "address", "standing")
    rows = list(SearchEntry.objects.order_by("-standing", "sort_title", "id").values_list(*columns))
    facets = {facet: column for column, facet in enumerate(sorted({one for row in rows for one in row[1]}))}
    has = np.zeros((len(rows), len(facets)), bool)
    for number, row in enumerate(rows):
        has[number, [facets[facet] for facet in row[1]]] = True
    return Entries(
        np.array([row[0] for row in rows], np.int64), [Entry(*row[2:]) for row in rows], facets, has
    )


def _texts(entries: Entries) -> tuple[Texts, dict[int, int]]:
    """The texts, and the row of each by its id."""
    found = list(
        SearchText.objects.order_by("entry_id", "language").values_list(
            "id", "entry_id", "language", "title", "body"
        )
    )
    entry = [entries.row[row[1]] for row in found]
    of: dict[int, list[int]] = defaultdict(list)
    for row, its_entry in enumerate(entry):
        of[its_entry].append(row)
    texts = Texts(
        [Text(*row[2:]) for row in found],
        np.array(entry, np.int32),
        np.array([row[2] for row in found], "U2"),
        dict(of),
    )
    return texts, {row[0]: number for number, row in enumerate(found)}


def _postings(rows: dict[int, int]) -> Postings:
    """Grouped by the server: ten times fewer rows to read."""
    grouped = (
        SearchPosting.objects.order_by()
        .values_list("language", "lexeme")
        .annotate(ids=ArrayAgg("text_id"), often=ArrayAgg("frequency"))
    )
    bounds: dict[str, dict[str, slice]] = defaultdict(dict)
    texts: list[int] = []
    frequencies: list[int] = []
    for language, lexeme, ids, often in grouped:
        bounds[language][lexeme] = slice(len(texts), len(texts) + len(ids))
        texts += ids
        frequencies += often
    text = np.array([rows[pk] for pk in texts], np.int32)
    return Postings(dict(bounds), text, _weights(text, np.array(frequencies, float), rows))


def _weights(text: Rows, frequency: Column, rows: dict[int, int]) -> Column:
    lengths = np.zeros(len(rows), float)
    for pk, length in SearchText.objects.values_list("id", "length"):
        lengths[rows[pk]] = length
    return bm25_weights(frequency, lengths[text], mean_length())


def mean_length() -> float:
    """Of all texts, in words."""
    return max(1.0, SearchText.objects.aggregate(mean=Avg("length"))["mean"] or 0.0)


def bm25_weights(frequency: Column, length: Column, mean: float) -> Column:
    """What BM25 gives whatever the question: all but the rarity of the word."""
    whole = SATURATION * (1 - BY_LENGTH + BY_LENGTH * length / mean)
    weights: Column = frequency * (1 + SATURATION) / (frequency + whole)
    return weights


def _passages(entries: Entries) -> Passages:
    found = list(
        SearchPassage.objects.exclude(vector=None)
        .order_by("text__entry_id", "text__language", "position")
        .values_list("id", "vector", "text__entry_id", "text__language", "position", "body")
    )
    vectors = np.array([row[1] for row in found], np.float32).reshape(len(found), DIMENSIONS)
    said = [PassageOf(*row[2:], vectors[number]) for number, row in enumerate(found)]
    of: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row, passage in enumerate(said):
        of[passage.entry, passage.language].append(row)
    return Passages(
        np.array([row[0] for row in found], np.int64),
        said,
        np.array([entries.row[passage.entry] for passage in said], np.int32),
        np.array([passage.position for passage in said], np.int32),
        vectors,
        dict(of),
    )


def _concepts(entries: Entries) -> dict[str, Concepts]:
    rows: dict[str, list[tuple[int, float, str]]] = defaultdict(list)
    found = SearchConcept.objects.order_by("target", "entry_id")
    for target, entry, strength, said in found.values_list("target", "entry_id", "strength", "found"):
        rows[target].append((entries.row[entry], strength, said))
    return {target: _concept(of_this) for target, of_this in rows.items()}


def _concept(rows: list[tuple[int, float, str]]) -> Concepts:
    entry, strength, found = zip(*rows, strict=True)
    return Concepts(np.array(entry, np.int32), np.array(strength, float), list(found))
