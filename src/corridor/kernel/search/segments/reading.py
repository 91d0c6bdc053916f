"""Reads a segment from the search tables. Whoever calls must see them at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from corridor.engines.principal import HEAD, principal_directions
from corridor.engines.ranking import Keys
from corridor.kernel.search.embedding.encoder import DIMENSIONS
from corridor.kernel.search.vectors import has_pgvector

from .columns import BIG, REAL, SMALL, YES, read_columns, read_words
from .segment import Lists, Rows, Segment, Strings, lists_of, starts_of

FEW = 5_000  # passages whose vectors are left as they are

_ENTRIES = """
select id, standing, not exists (
    select 1 from kernel_searchtext t join kernel_searchpassage p on p.text_id = t.id
    where t.entry_id = e.id and p.vector is null)
from kernel_searchentry e where id = any(%s) order by id
"""
_FACET_VALUES = """
select distinct f collate "C" as f from kernel_searchentry, unnest(facets) f where id = any(%s) order by f
"""
_FACETS = """
select id, dense_rank() over (order by f collate "C") - 1
from kernel_searchentry, unnest(facets) f where id = any(%s)
"""
_LANGUAGES = "select distinct language from kernel_searchtext where entry_id = any(%s) order by language"
_TEXTS = """
select id, entry_id, dense_rank() over (order by language) - 1, length
from kernel_searchtext where entry_id = any(%s) order by id
"""
_WORDS = """
select p.text_id, l.id, p.frequency
from kernel_searchtext t join kernel_searchposting p on p.text_id = t.id
     join kernel_searchlexeme l on l.lexeme = p.lexeme and l.language = p.language
where t.entry_id = any(%s)
"""
_LEXEMES = """
select language || lexeme from kernel_searchlexeme l join unnest(%s::bigint[]) wanted(id) on wanted.id = l.id
order by l.id
"""
_TARGETS = "select distinct target from kernel_searchconcept where entry_id = any(%s) order by target"
_FOUND = "select distinct found from kernel_searchconcept where entry_id = any(%s) order by found"
_CONCEPTS = """
select entry_id, dense_rank() over (order by target) - 1, dense_rank() over (order by found) - 1, strength
from kernel_searchconcept where entry_id = any(%s) order by entry_id
"""
_PASSAGES = """
select p.id, t.entry_id, p.position, p.vector
from kernel_searchtext t join kernel_searchpassage p on p.text_id = t.id
where t.entry_id = any(%s) and p.vector is not null order by t.entry_id, t.language, p.position
"""


def read_segment(ids: Keys) -> Segment:
    """The records with these ids, as far as they exist."""
    wanted = [ids.tolist()]
    entries, standing, complete = read_columns(_ENTRIES, [BIG, REAL, YES], wanted)
    return Segment(
        entries=entries,
        standing=standing,
        complete=complete,
        **_facets(entries, wanted),
        **_texts(entries, wanted),
        **_concepts(entries, wanted),
        **_passages(entries, wanted),
    )


def _facets(entries: Keys, wanted: Sequence[Any]) -> dict[str, Any]:
    values = read_words(_FACET_VALUES, wanted)
    ids, codes = read_columns(_FACETS, [BIG, BIG], wanted)
    rows = np.searchsorted(entries, ids)
    by_entry = np.argsort(rows, kind="stable")
    return {
        "facets": lists_of(values, codes, rows)[0],
        "facet_values": _strings(values),
        "facet_starts": starts_of(rows, len(entries)),
        "facet_codes": codes[by_entry].astype(np.int32),
    }


def _texts(entries: Keys, wanted: Sequence[Any]) -> dict[str, Any]:
    languages = _strings(read_words(_LANGUAGES, wanted))
    texts, of, language, length = read_columns(_TEXTS, [BIG, BIG, BIG, SMALL], wanted)
    words, frequency = _words(texts, wanted)
    return {
        "texts": texts,
        "text_entry": _rows(entries, of),
        "text_language": languages[language],
        "text_length": length,
        "words": words,
        "frequency": frequency,
    }


def _words(texts: Keys, wanted: Sequence[Any]) -> tuple[Lists, Rows]:
    of, lexemes, frequency = read_columns(_WORDS, [BIG, BIG, SMALL], wanted)
    ids, codes = np.unique(lexemes, return_inverse=True)
    words, order = lists_of(read_words(_LEXEMES, [ids.tolist()]), codes, np.searchsorted(texts, of))
    return words, frequency[order]


def _concepts(entries: Keys, wanted: Sequence[Any]) -> dict[str, Any]:
    of, target, found, strength = read_columns(_CONCEPTS, [BIG, BIG, BIG, REAL], wanted)
    concepts, order = lists_of(read_words(_TARGETS, wanted), target, np.searchsorted(entries, of))
    return {
        "concepts": concepts,
        "strength": strength[order],
        "found": found[order].astype(np.int32),
        "found_values": _strings(read_words(_FOUND, wanted)),
    }


def _passages(entries: Keys, wanted: Sequence[Any]) -> dict[str, Any]:
    passages, of, position, sent = read_columns(_PASSAGES, [BIG, BIG, SMALL, _vector()], wanted)
    vectors = np.ascontiguousarray(sent["numbers"], np.float32)
    few = len(vectors) <= FEW
    rotation = np.eye(DIMENSIONS, dtype=np.float32) if few else principal_directions(vectors)
    turned = vectors if few else vectors @ rotation
    return {
        "passages": passages,
        "passage_entry": _rows(entries, of),
        "position": position,
        "rotation": rotation,
        "heads": np.ascontiguousarray(turned[:, :HEAD]),
        "tails": np.ascontiguousarray(turned[:, HEAD:]),
    }


def _vector() -> npt.DTypeLike:
    """As it is sent: pgvector's with its size before it, bytes as they were stored."""
    if has_pgvector(connection):
        return [("size", SMALL), ("numbers", ">f4", (DIMENSIONS,))]
    return [("numbers", "<f4", (DIMENSIONS,))]


def _rows(keys: Keys, wanted: Keys) -> Rows:
    return np.searchsorted(keys, wanted).astype(np.int32)


def _strings(values: Sequence[str]) -> Strings:
    return np.array(values, np.str_)
