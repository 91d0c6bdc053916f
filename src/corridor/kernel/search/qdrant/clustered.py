"""The records of a question, found by a Qdrant cluster.

What is scored over all records is asked of the cluster: the nearest passages, and the texts with the
question's words. Both are approximate: the nearest come from a graph of neighbours, the average of all from
a sample, and of the texts with the words only the best are looked at. Whatever comes back is named by kind
and record, and PostgreSQL says which of it the viewer may see now, and under which ids. Everything else is
PostgreSQL's, and so is this while the cluster is away.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.db.models import QuerySet
from qdrant_client import models

from corridor.kernel.audience import Viewer
from corridor.kernel.search.holdings import Chosen, Nearest, Vector, WordMatches, facets_as_values
from corridor.kernel.search.legs import rarity
from corridor.kernel.search.lexemes import QueryWord
from corridor.kernel.search.models import SearchEntry, SearchPassage, entries_visible_to
from corridor.kernel.search.stored import Stored, visible_entries

from .asking import Matches, Passage, closest, matches
from .cluster import Away
from .filters import all_of, as_filter, one_of
from .points import Record, sparse_words


def clustered(viewer: Viewer, kinds: tuple[str, ...]) -> Clustered:
    """What the viewer may see of these kinds; of all where none is named."""
    seen = as_filter(entries_visible_to(viewer))
    reachable = all_of(seen, one_of("kind", kinds)) if kinds else seen
    return Clustered(visible_entries(viewer, kinds), reachable)


class Clustered(Stored):
    """``visible`` says in PostgreSQL what the viewer may see, ``reachable`` says the same in Qdrant."""

    def __init__(self, visible: QuerySet[SearchEntry], reachable: models.Filter) -> None:
        super().__init__(visible)
        self.reachable = reachable

    def narrowed(self, chosen: Chosen, but: str = "") -> Clustered:
        facets = (one_of("facets", values) for values in facets_as_values(chosen, but))
        return Clustered(super().narrowed(chosen, but).visible, all_of(self.reachable, *facets))

    def word_matches(self, asked: Sequence[QueryWord], said: Sequence[str], language: str) -> WordMatches:
        try:
            found = matches(self._weighed(asked), language, self.reachable) if asked else Matches.none()
        except Away:
            return super().word_matches(asked, said, language)
        ids = self._ids(found.records)
        rows = [row for row, record in enumerate(found.records) if record in ids]
        scores = found.scores[rows]
        holds = np.zeros((len(rows), len(said)), bool)
        for column, word in enumerate(said):
            if word in found.said:
                holds[:, column] = scores[:, found.said.index(word)] > 0
        return WordMatches(
            np.array([ids[found.records[row]] for row in rows], np.int64),
            np.array([found.languages[row] == language for row in rows], bool),
            scores.sum(axis=1),
            holds,
        )

    def _weighed(self, asked: Sequence[QueryWord]) -> dict[str, models.SparseVector]:
        """By word of the question: its forms in all languages, each with its rarity."""
        counts, texts = self.counts(asked)
        forms: dict[str, list[tuple[str, str, float]]] = {}
        for word in asked:
            weight = word.weight * rarity(counts[word.language, word.lexeme], texts)
            forms.setdefault(word.said, []).append((word.language, word.lexeme, weight))
        return {said: sparse_words(words) for said, words in forms.items()}

    def _ids(self, records: Sequence[Record]) -> dict[Record, int]:
        """Of those that the viewer may see."""
        kinds, numbers = {kind for kind, _record in records}, {record for _kind, record in records}
        entries = self.visible.filter(kind__in=kinds, record_id__in=numbers).order_by()
        return {(kind, record): pk for kind, record, pk in entries.values_list("kind", "record_id", "pk")}

    def nearest(self, vector: Vector) -> Nearest:
        try:
            found = closest(vector, self.reachable)
        except Away:
            return super().nearest(vector)
        ids = self._passages(found.passages)
        rows = [
            (*ids[passage], passage.position, cosine)
            for passage, cosine in zip(found.passages, found.cosines, strict=True)
            if passage in ids
        ]
        passages, entries, positions, cosines = zip(*rows, strict=True) if rows else ((), (), (), ())
        return Nearest(
            np.array(passages, np.int64),
            np.array(entries, np.int64),
            np.array(positions, np.int64),
            np.array(cosines, float),
            found.mean,
            found.deviation,
        )

    def _passages(self, found: Sequence[Passage]) -> dict[Passage, tuple[int, int]]:
        """The ids of passage and record, of those that are still there and that the viewer may see."""
        entries = self._ids([passage.record for passage in found])
        passages = SearchPassage.objects.filter(
            text__entry__in=entries.values(), position__in={passage.position for passage in found}
        )
        record_of = {pk: record for record, pk in entries.items()}
        rows = passages.values_list("pk", "text__entry_id", "text__language", "position")
        return {
            Passage(record_of[entry], language, position): (pk, entry)
            for pk, entry, language, position in rows
        }
