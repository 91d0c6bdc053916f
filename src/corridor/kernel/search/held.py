"""The records of a question, found in memory: small installations answer without asking PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import numpy as np

from corridor.engines.ranking import Column, Keys
from corridor.kernel.audience import Viewer

from .generation import Changed, Generation, as_of
from .holdings import (
    NEAREST,
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
from .models import SearchPassage
from .snapshot import Concepts, Snapshot, read_snapshot
from .stored import SAMPLES, visible_entries

MOST_PASSAGES = 5000  # in memory: some 30 MB, and less than a second to read them
VIEWERS = 256  # whose sight is remembered at a time


class Held:
    """``allowed`` says of each entry of the snapshot whether it may be looked at."""

    def __init__(self, snapshot: Snapshot, allowed: Flags) -> None:
        self.snapshot = snapshot
        self.allowed = allowed

    @cached_property
    def allowed_texts(self) -> Flags:
        return self.allowed[self.snapshot.texts.entry]

    @cached_property
    def allowed_passages(self) -> Keys:
        return np.flatnonzero(self.allowed[self.snapshot.passages.entry])

    def counts(self, words: Sequence[QueryWord]) -> tuple[dict[tuple[str, str], int], int]:
        of = self.snapshot.postings.of
        places = {(word.language, word.lexeme): of(word.language, word.lexeme) for word in words}
        counts = {word: place.stop - place.start for word, place in places.items()}
        return counts, len(self.snapshot.texts.said)

    def narrowed(self, chosen: Chosen, but: str = "") -> Held:
        return Held(self.snapshot, self.allowed & self._having(chosen, but))

    def _having(self, chosen: Chosen, but: str) -> Flags:
        entries = self.snapshot.entries
        kept = np.ones(len(entries.ids), bool)
        for values in facets_as_values(chosen, but):
            kept &= entries.has[:, [entries.facets[one] for one in values if one in entries.facets]].any(
                axis=1
            )
        return kept

    def listed(self) -> list[int]:
        ids: list[int] = self._ids(self.allowed).tolist()
        return ids

    def word_matches(self, asked: Sequence[QueryWord], said: Sequence[str], language: str) -> WordMatches:
        postings, texts = self.snapshot.postings, self.snapshot.texts
        scores = np.zeros(len(texts.said))
        holds = np.zeros((len(texts.said), len(said)), bool)
        column = {word: number for number, word in enumerate(said)}
        for word in asked:
            place = postings.of(word.language, word.lexeme)
            rows = postings.text[place]
            scores[rows] += word.weight * rarity(len(rows), len(texts.said)) * postings.weight[place]
            holds[rows, column[word.said]] = True
        found = np.flatnonzero(holds.any(axis=1) & self.allowed_texts)
        entries = self.snapshot.entries.ids[texts.entry[found]]
        return WordMatches(entries, texts.language[found] == language, scores[found], holds[found])

    def nearest(self, vector: Vector) -> Nearest:
        passages = self.snapshot.passages
        rows = self.allowed_passages
        cosines = (passages.vectors @ vector)[rows].astype(float)
        order = np.argsort(-cosines, kind="stable")[:NEAREST]
        best = rows[order]
        return Nearest(
            passages.ids[best],
            self.snapshot.entries.ids[passages.entry[best]],
            passages.position[best].astype(np.int64),
            cosines[order],
            float(cosines.mean()) if rows.size else 0.0,
            float(cosines.std()) if rows.size else 0.0,
        )

    def about(self, targets: Iterable[str]) -> dict[str, About]:
        concepts = self.snapshot.concepts
        found = {target: self._about(concepts[target]) for target in targets if target in concepts}
        return {target: about for target, about in found.items() if about.entries.size}

    def _about(self, concepts: Concepts) -> About:
        kept = np.flatnonzero(self.allowed[concepts.entry])
        entries = self.snapshot.entries.ids[concepts.entry[kept]]
        return About(entries, concepts.strength[kept], [concepts.found[row] for row in kept.tolist()])

    def with_facet(self, value: str) -> Keys:
        name, _colon, code = value.partition(":")
        return self._ids(self.allowed & self._having({name: (code,)}, ""))

    def among(self, keys: Keys, chosen: Chosen, but: str = "") -> Keys:
        return keys[self._having(chosen, but)[self.snapshot.entries.rows(keys)]]

    def facet_counts(self, keys: Keys) -> dict[str, int]:
        entries = self.snapshot.entries
        counts = np.count_nonzero(entries.has[entries.rows(keys)], axis=0).tolist()
        return {value: counts[column] for value, column in entries.facets.items() if counts[column]}

    def standing(self, keys: Keys) -> Column:
        entries = self.snapshot.entries
        standing: Column = entries.standing[entries.rows(keys)]
        return standing

    def entries(self, keys: Sequence[int]) -> dict[int, Entry]:
        entries = self.snapshot.entries
        return {key: entries.said[entries.row[key]] for key in keys}

    def texts(self, keys: Sequence[int]) -> dict[int, list[Text]]:
        texts, row = self.snapshot.texts, self.snapshot.entries.row
        return {key: [texts.said[text] for text in texts.of[row[key]]] for key in keys}

    def passages(self, ids: Iterable[int]) -> list[PassageOf]:
        passages = self.snapshot.passages
        return [passages.said[passages.row[pk]] for pk in ids]

    def passages_in(self, language: str, keys: Sequence[int]) -> list[PassageOf]:
        passages = self.snapshot.passages
        return [passages.said[row] for key in keys for row in passages.of.get((key, language), ())]

    def texts_with(self, lexeme: str) -> list[Text]:
        postings, texts = self.snapshot.postings, self.snapshot.texts
        rows = sorted(
            row for lang in postings.bounds for row in postings.text[postings.of(lang, lexeme)].tolist()
        )
        return [texts.said[row] for row in rows if self.allowed_texts[row]][:SAMPLES]

    def _ids(self, kept: Flags) -> Keys:
        return self.snapshot.entries.ids[kept]


class Kept:
    """The snapshot of a generation, and what of it viewers may see."""

    def __init__(self, generation: Generation, snapshot: Snapshot) -> None:
        self.generation = generation
        self.snapshot = snapshot
        self.seen_by = lru_cache(maxsize=VIEWERS)(self._seen_by)

    def _seen_by(self, viewer: Viewer, kinds: tuple[str, ...]) -> Held:
        with as_of(self.generation):
            ids = list(visible_entries(viewer, kinds).order_by().values_list("id", flat=True))
        return Held(self.snapshot, np.isin(self.snapshot.entries.ids, ids))


_lock = threading.Lock()
_kept: dict[Generation, Kept | None] = {}  # at most one; ``None`` where it would be too large


def held_at(generation: Generation, viewer: Viewer, kinds: tuple[str, ...]) -> Held | None:
    """``None`` where the installation is too large, or something changes this very moment."""
    try:
        kept = _kept_at(generation)
        return kept.seen_by(viewer.nameless(), kinds) if kept else None
    except Changed:
        return None


def _kept_at(generation: Generation) -> Kept | None:
    with _lock:
        if generation not in _kept:
            with as_of(generation):
                few = SearchPassage.objects.count() <= MOST_PASSAGES
                kept = Kept(generation, read_snapshot()) if few else None
            _kept.clear()
            _kept[generation] = kept
        return _kept[generation]
