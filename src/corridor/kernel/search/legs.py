"""The two ways into the tables: by words (BM25 over postings) and by meaning (nearest vectors)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import QuerySet

from .generation import Generation
from .lexemes import QueryWord, query_words, similar_words
from .models import SearchEntry, SearchPassage, SearchText
from .vectors import has_pgvector, to_text

Vector = npt.NDArray[np.float32]

NEAREST = 300  # passages taken from the vector side
LONG_QUESTION = 12  # words beyond which nothing is corrected


@dataclass(frozen=True)
class WordMatch:
    """A text that holds words of the question: BM25, the share of what is attainable, and which."""

    entry: int
    language: str
    coverage: float
    said: frozenset[str]
    lexemes: frozenset[str]


@dataclass(frozen=True)
class MeaningMatch:
    """An entry's closest text. ``cosine`` is the mean of its whole and its best part (``passage``),
    ``closeness`` the same less the mean of all texts, ``deviations`` that in standard deviations."""

    entry: int
    cosine: float
    closeness: float
    deviations: float
    passage: int


@dataclass(frozen=True)
class Nearest:
    """The closest passages as (passage, entry, position, cosine), and how close all are on average."""

    rows: Sequence[tuple[int, int, int, float]]
    mean: float
    deviation: float


def entry_ids(entries: QuerySet[SearchEntry]) -> tuple[str, dict[str, Any]]:
    """The filter as SQL with named parameters, to be put inside the legs' own statements."""
    statement, values = entries.order_by().values("id").query.sql_with_params()
    named = {f"entries_{index}": value for index, value in enumerate(values)}
    return statement % tuple(f"%({name})s" for name in named), named


@lru_cache(maxsize=4)
def languages_of_texts(generation: Generation) -> list[str]:
    return list(SearchText.objects.order_by().values_list("language", flat=True).distinct())


@dataclass(frozen=True)
class Lookup:
    """The question's words as lexemes, and the weight of each word: that of its commonest form."""

    words: Sequence[QueryWord]
    rarity: dict[str, float]
    texts: int  # that there are


def lookup(words: Sequence[str], language: str, languages: Sequence[str], *, exact: frozenset[str]) -> Lookup:
    """The question's words in each of the ``languages`` that there are texts in.

    A word of the question's own ``language`` that occurs nowhere comes corrected as well, except
    those in ``exact``.
    """
    found = query_words(words, languages)
    counts, texts = _counts(found)
    missing = [
        word
        for word in found
        if word.language == language and word.said not in exact and not _met(word, found, counts)
    ]
    if missing and len(words) <= LONG_QUESTION:
        corrected = similar_words(missing)
        more, _texts = _counts(corrected)  # none of nothing, where no word is like it
        found, counts = found + corrected, counts | more
    return Lookup(found, _rarities(found, counts, texts), texts)


def _met(word: QueryWord, found: Sequence[QueryWord], counts: dict[tuple[str, str], int]) -> bool:
    return any(counts[other.language, other.lexeme] for other in found if other.said == word.said)


def _rarities(found: Sequence[QueryWord], counts: dict[tuple[str, str], int], texts: int) -> dict[str, float]:
    rarity: dict[str, float] = {}
    for word in found:
        count = counts[word.language, word.lexeme]
        this = math.log(1 + (texts - count + 0.5) / (count + 0.5))
        rarity[word.said] = min(rarity.get(word.said, this), this)
    return rarity


def _counts(words: Sequence[QueryWord]) -> tuple[dict[tuple[str, str], int], int]:
    """In how many texts each lexeme occurs, and how many texts there are."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [[word.language for word in words], [word.lexeme for word in words]])
        rows = cursor.fetchall()
    return {(language, lexeme): count for language, lexeme, count, _texts in rows}, rows[0][3] if rows else 0


_COUNTS = """
select a.language, a.lexeme,
       (select count(*) from kernel_searchposting p where p.lexeme = a.lexeme and p.language = a.language),
       (select count(*) from kernel_searchtext)
from (select distinct * from unnest(%s::text[], %s::text[]) as u(language, lexeme)) a
"""


_WORDS = """
with asked as (
    select * from unnest(%(languages)s::text[], %(lexemes)s::text[], %(said)s::text[], %(weights)s::float[])
        as a(language, lexeme, said, weight)
), size as (
    select count(*)::float as texts, greatest(avg(length), 1)::float as length from kernel_searchtext
), hit as materialized (
    select p.text_id, p.language, p.lexeme, p.frequency, a.said, a.weight
    from kernel_searchposting p join asked a on a.lexeme = p.lexeme and a.language = p.language
), word as (
    select language, lexeme, ln(1 + (size.texts - count(*) + 0.5) / (count(*) + 0.5)) as rarity
    from (select distinct language, lexeme, text_id from hit) h, size group by language, lexeme, size.texts
)
select t.entry_id, h.language,
       sum(h.weight * word.rarity * h.frequency * 2.2
           / (h.frequency + 1.2 * (0.25 + 0.75 * t.length / size.length))),
       array_agg(distinct h.said), array_agg(distinct h.lexeme)
from hit h
join word on word.language = h.language and word.lexeme = h.lexeme
join kernel_searchtext t on t.id = h.text_id, size
where t.entry_id in ({entries})
group by t.id, t.entry_id, h.language
"""


def by_words(
    asked: Sequence[QueryWord], entries: QuerySet[SearchEntry], attainable: float
) -> list[WordMatch]:
    """All texts that hold any of the words; ``attainable`` is the sum of the question's rarities."""
    if not asked or attainable <= 0:
        return []
    inner, inner_parameters = entry_ids(entries)
    parameters: dict[str, Any] = {
        "languages": [word.language for word in asked],
        "lexemes": [word.lexeme for word in asked],
        "said": [word.said for word in asked],
        "weights": [word.weight for word in asked],
    }
    statement = _WORDS.format(entries=inner)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters | inner_parameters)
        return [
            WordMatch(entry, language, float(score) / attainable, frozenset(said), frozenset(lexemes))
            for entry, language, score, said, lexemes in cursor.fetchall()
        ]


_NEAREST = """
select p.id, t.entry_id, p.position, 1 - (p.vector <=> %(vector)s::vector) as closeness,
       avg(1 - (p.vector <=> %(vector)s::vector)) over (),
       stddev_pop(1 - (p.vector <=> %(vector)s::vector)) over ()
from kernel_searchpassage p join kernel_searchtext t on t.id = p.text_id
where p.vector is not null and t.entry_id in ({entries})
order by closeness desc limit %(nearest)s
"""


def by_meaning(vector: Vector, entries: QuerySet[SearchEntry]) -> list[MeaningMatch]:
    """Entries by closeness of meaning, best first."""
    near = _nearest(vector, entries) if has_pgvector(connection) else _nearest_here(vector, entries)
    whole: dict[int, float] = {}
    part: dict[int, tuple[float, int]] = {}
    for passage, entry, position, cosine in near.rows:
        if position == 0:
            whole[entry] = max(whole.get(entry, -1.0), cosine)
        if position > 0 or entry not in part:
            part[entry] = max(part.get(entry, (-1.0, passage)), (cosine, passage))
    found = [
        _match(entry, (cosine + whole.get(entry, cosine)) / 2, passage, near)
        for entry, (cosine, passage) in part.items()
    ]
    return sorted(found, key=lambda match: (-match.closeness, match.entry))


def _match(entry: int, cosine: float, passage: int, near: Nearest) -> MeaningMatch:
    closeness = cosine - near.mean
    return MeaningMatch(entry, cosine, closeness, closeness / max(near.deviation, 1e-6), passage)


def _nearest(vector: Vector, entries: QuerySet[SearchEntry]) -> Nearest:
    inner, inner_parameters = entry_ids(entries)
    statement = _NEAREST.format(entries=inner)
    with connection.cursor() as cursor:
        cursor.execute(statement, inner_parameters | {"vector": to_text(vector), "nearest": NEAREST})
        found = cursor.fetchall()
    if not found:
        return Nearest((), 0.0, 0.0)
    return Nearest([row[:4] for row in found], float(found[0][4]), float(found[0][5]))


def _nearest_here(vector: Vector, entries: QuerySet[SearchEntry]) -> Nearest:
    """The same without pgvector: every passage is compared in Python."""
    passages = SearchPassage.objects.filter(text__entry__in=entries.order_by()).exclude(vector=None)
    rows = list(passages.values_list("id", "text__entry_id", "position", "vector"))
    if not rows:
        return Nearest((), 0.0, 0.0)
    cosines = np.array([row[3] for row in rows], np.float32) @ vector
    best = np.argsort(-cosines, kind="stable")[:NEAREST]
    kept = [(rows[i][0], rows[i][1], rows[i][2], float(cosines[i])) for i in best]
    return Nearest(kept, float(cosines.mean()), float(cosines.std()))
