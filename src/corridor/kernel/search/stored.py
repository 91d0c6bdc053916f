"""The records of a question, asked of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from corridor.engines.ranking import Column, Keys
from corridor.kernel.audience import Viewer

from .holdings import (
    NEAREST,
    About,
    Chosen,
    Entry,
    Nearest,
    PassageOf,
    Text,
    Vector,
    WordMatches,
    facets_as_values,
)
from .lexemes import QueryWord
from .models import SearchConcept, SearchEntry, SearchPassage, SearchPosting, SearchText
from .segments.columns import read_keys
from .vectors import has_pgvector, to_text

SAMPLES = 20  # texts with a lexeme

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
       array_agg(distinct h.said)
from hit h
join word on word.language = h.language and word.lexeme = h.lexeme
join kernel_searchtext t on t.id = h.text_id, size
where t.entry_id in ({entries})
group by t.id, t.entry_id, h.language
"""
_NEAREST = """
select p.id, t.entry_id, p.position, 1 - (p.vector <=> %(vector)s::vector) as closeness,
       avg(1 - (p.vector <=> %(vector)s::vector)) over (),
       stddev_pop(1 - (p.vector <=> %(vector)s::vector)) over ()
from kernel_searchpassage p join kernel_searchtext t on t.id = p.text_id
where p.vector is not null and t.entry_id in ({entries})
order by closeness desc limit %(nearest)s
"""
_FACETS = "select f, count(*) from kernel_searchentry, unnest(facets) f where id = any(%s) group by f"


def visible_entries(viewer: Viewer, kinds: tuple[str, ...]) -> QuerySet[SearchEntry]:
    entries = SearchEntry.objects.visible_to(viewer)
    return entries.filter(kind__in=kinds) if kinds else entries


def visible_ids(viewer: Viewer, kinds: tuple[str, ...]) -> Keys:
    return read_keys(*visible_entries(viewer, kinds).order_by().values("id").query.sql_with_params())


def more_passages_than(count: int) -> bool:
    """Without counting all of them."""
    return SearchPassage.objects.order_by()[: count + 1].count() > count


class Stored:
    """``visible`` are the entries that the viewer may see."""

    def __init__(self, visible: QuerySet[SearchEntry]) -> None:
        self.visible = visible

    def counts(self, words: Sequence[QueryWord]) -> tuple[dict[tuple[str, str], int], int]:
        rows = _rows(_COUNTS, [[word.language for word in words], [word.lexeme for word in words]])
        return {(language, lexeme): count for language, lexeme, count, _texts in rows}, _texts_of(rows)

    def narrowed(self, chosen: Chosen, but: str = "") -> Stored:
        entries = self.visible
        for values in facets_as_values(chosen, but):
            entries = entries.filter(facets__overlap=values)
        return Stored(entries)

    def listed(self) -> list[int]:
        ids: list[int] = self.in_order.tolist()
        return ids

    @cached_property
    def in_order(self) -> Keys:
        in_order = self.visible.order_by("-standing", "sort_title", "id").values("id")
        return read_keys(*in_order.query.sql_with_params())

    def word_matches(self, asked: Sequence[QueryWord], said: Sequence[str], language: str) -> WordMatches:
        inner, parameters = self._as_sql()
        parameters |= {
            "languages": [word.language for word in asked],
            "lexemes": [word.lexeme for word in asked],
            "said": [word.said for word in asked],
            "weights": [word.weight for word in asked],
        }
        rows = _rows(_WORDS.format(entries=inner), parameters)
        return WordMatches(
            _keys(row[0] for row in rows),
            np.array([row[1] == language for row in rows], bool),
            np.array([row[2] for row in rows], float),
            np.array([[word in row[3] for word in said] for row in rows], bool).reshape(len(rows), len(said)),
        )

    def nearest(self, vector: Vector) -> Nearest:
        return self._nearest(vector) if has_pgvector(connection) else self._nearest_here(vector)

    def _nearest(self, vector: Vector) -> Nearest:
        inner, parameters = self._as_sql()
        parameters |= {"vector": to_text(vector), "nearest": NEAREST}
        rows = _rows(_NEAREST.format(entries=inner), parameters)
        mean, deviation = rows[0][4:] if rows else (0.0, 0.0)
        return _nearest_of(rows, float(mean), float(deviation))

    def _nearest_here(self, vector: Vector) -> Nearest:
        """The same without pgvector: every passage is compared in Python."""
        passages = SearchPassage.objects.filter(text__entry__in=self.visible.order_by()).exclude(vector=None)
        rows = list(passages.values_list("id", "text__entry_id", "position", "vector"))
        if not rows:
            return _nearest_of((), 0.0, 0.0)
        cosines = np.array([row[3] for row in rows], np.float32) @ vector
        best = np.argsort(-cosines, kind="stable")[:NEAREST].tolist()
        kept = [(*rows[index][:3], cosines[index]) for index in best]
        return _nearest_of(kept, float(cosines.mean()), float(cosines.std()))

    def about(self, targets: Iterable[str]) -> dict[str, About]:
        concepts = SearchConcept.objects.filter(target__in=list(targets), entry__in=self.visible.order_by())
        rows = concepts.order_by("target", "entry_id").values_list("target", "entry_id", "strength", "found")
        return {target: _about(list(of_this)) for target, of_this in groupby(rows, itemgetter(0))}

    def with_facet(self, value: str) -> Keys:
        entries = self.visible.filter(facets__contains=[value]).order_by()
        return _keys(entries.values_list("id", flat=True))

    def among(self, keys: Keys, chosen: Chosen, but: str = "") -> Keys:
        left = Stored(SearchEntry.objects.filter(pk__in=keys.tolist())).narrowed(chosen, but)
        return keys[np.isin(keys, _keys(left.visible.order_by().values_list("pk", flat=True)))]

    def facet_counts(self, keys: Keys) -> dict[str, int]:
        return dict(_rows(_FACETS, [keys.tolist()]))

    def standing(self, keys: Keys) -> Column:
        rows = SearchEntry.objects.filter(pk__in=keys.tolist()).values_list("pk", "standing")
        of = dict(rows)
        return np.array([of[key] for key in keys.tolist()], float)

    def entries(self, keys: Sequence[int]) -> dict[int, Entry]:
        columns = ("pk", "kind", "record_id", "title", "address", "standing")
        rows = SearchEntry.objects.filter(pk__in=keys).values_list(*columns)
        return {row[0]: Entry(*row[1:]) for row in rows}

    def texts(self, keys: Sequence[int]) -> dict[int, list[Text]]:
        rows = SearchText.objects.filter(entry__in=keys).order_by("entry_id", "language")
        said = rows.values_list("entry_id", "language", "title", "body")
        return {entry: [Text(*row[1:]) for row in of_this] for entry, of_this in groupby(said, itemgetter(0))}

    def passages(self, ids: Iterable[int]) -> list[PassageOf]:
        rows = SearchPassage.objects.filter(pk__in=list(ids))
        return [
            PassageOf(*row)
            for row in rows.values_list("text__entry_id", "text__language", "position", "body")
        ]

    def passages_in(self, language: str, keys: Sequence[int]) -> list[PassageOf]:
        passages = SearchPassage.objects.filter(text__entry__in=keys, text__language=language)
        rows = passages.exclude(vector=None).order_by("text__entry_id", "position")
        return [
            PassageOf(*row)
            for row in rows.values_list("text__entry_id", "text__language", "position", "body", "vector")
        ]

    def texts_with(self, lexeme: str) -> list[Text]:
        texts = SearchPosting.objects.filter(lexeme=lexeme, text__entry__in=self.visible.order_by())
        return self.texts_by_id(list(texts.order_by("text_id").values_list("text", flat=True)[:SAMPLES]))

    def texts_by_id(self, ids: Sequence[int]) -> list[Text]:
        rows = SearchText.objects.filter(pk__in=ids)
        return [Text(*row) for row in rows.order_by("id").values_list("language", "title", "body")]

    def _as_sql(self) -> tuple[str, dict[str, Any]]:
        """The visible entries as SQL with named parameters, to be put inside other statements."""
        statement, values = self.visible.order_by().values("id").query.sql_with_params()
        named = {f"entries_{index}": value for index, value in enumerate(values)}
        return statement % tuple(f"%({name})s" for name in named), named


def _rows(statement: str, parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[Any] = cursor.fetchall()
        return rows


def _texts_of(rows: Sequence[Any]) -> int:
    return rows[0][3] if rows else 0


def _keys(ids: Iterable[int]) -> Keys:
    return np.array(list(ids), np.int64)


def _about(rows: Sequence[tuple[str, int, float, str]]) -> About:
    _targets, entries, strengths, found = zip(*rows, strict=True)
    return About(_keys(entries), np.array(strengths, float), found)


def _nearest_of(rows: Sequence[Any], mean: float, deviation: float) -> Nearest:
    passages, entries, positions = (_keys(row[index] for row in rows) for index in range(3))
    return Nearest(passages, entries, positions, np.array([row[3] for row in rows], float), mean, deviation)
