"""What a page shows of records, in memory, as it is at one moment and never changed afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corridor.engines.ranking import Keys

from .holdings import Entry, PassageOf, Text
from .models import SearchEntry, SearchPassage, SearchText
from .segments.index import Index
from .segments.reading import read_segment
from .stored import Stored


@dataclass(frozen=True)
class Snapshot:
    """All records with their texts; ``index`` finds them. Passages are those that have their vector."""

    index: Index
    in_order: Keys
    said: dict[int, Entry]
    texts_of: dict[int, list[Text]]  # in the order of languages
    text: dict[int, Text]
    passage: dict[int, PassageOf]
    passages_of: dict[tuple[int, str], list[PassageOf]]

    def entries(self, keys: Sequence[int]) -> dict[int, Entry]:
        return {key: self.said[key] for key in keys}

    def texts(self, keys: Sequence[int]) -> dict[int, list[Text]]:
        return {key: self.texts_of[key] for key in keys}

    def texts_by_id(self, ids: Sequence[int]) -> list[Text]:
        return [self.text[pk] for pk in ids]

    def passages(self, ids: Iterable[int]) -> list[PassageOf]:
        return [self.passage[pk] for pk in ids]

    def passages_in(self, language: str, keys: Sequence[int]) -> list[PassageOf]:
        return [one for key in keys for one in self.passages_of.get((key, language), ())]


def read_snapshot() -> Snapshot:
    """Whoever calls must see the tables at one moment."""
    in_order = Stored(SearchEntry.objects.all()).in_order
    index = Index([read_segment(in_order)], in_order)
    texts_of, text = _texts()
    passage, passages_of = _passages(index)
    return Snapshot(index, in_order, _entries(), texts_of, text, passage, passages_of)


def _entries() -> dict[int, Entry]:
    columns = ("id", "kind", "record_id", "title", "address", "standing")
    return {row[0]: Entry(*row[1:]) for row in SearchEntry.objects.values_list(*columns)}


def _texts() -> tuple[dict[int, list[Text]], dict[int, Text]]:
    of: dict[int, list[Text]] = defaultdict(list)
    by_id: dict[int, Text] = {}
    rows = SearchText.objects.order_by("entry_id", "language")
    for pk, entry, *said in rows.values_list("id", "entry_id", "language", "title", "body"):
        by_id[pk] = text = Text(*said)
        of[entry].append(text)
    return dict(of), by_id


def _passages(index: Index) -> tuple[dict[int, PassageOf], dict[tuple[int, str], list[PassageOf]]]:
    """The vectors are those of the index, turned back."""
    (segment,) = index.segments
    rows = np.hstack([segment.heads, segment.tails]) @ segment.rotation.T
    vectors = dict(zip(segment.passages.tolist(), rows, strict=True))
    said: dict[int, PassageOf] = {}
    of: dict[tuple[int, str], list[PassageOf]] = defaultdict(list)
    stored = SearchPassage.objects.exclude(vector=None).order_by("text__entry_id", "position")
    columns = ("id", "text__entry_id", "text__language", "position", "body")
    for pk, entry, language, position, body in stored.values_list(*columns):
        said[pk] = one = PassageOf(entry, language, position, body, vectors[pk])
        of[one.entry, one.language].append(one)
    return said, dict(of)
