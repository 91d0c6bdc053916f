"""Finding in a register: words in any order, by how they begin; where nothing matches, similar ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import Any, Final, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db.models import Q, QuerySet

from corridor.kernel.i18n.fields import clean_text

WORD: Final = re.compile(r"\w+", re.UNICODE)
CODE: Final = re.compile(r"\b[DA]-(\d{4})-(\d{1,5})\b", re.IGNORECASE)
MOST_WORDS: Final = 8
LONGEST: Final = 200
SIMILAR: Final = 0.5  # so much of a word's groups of three letters is found in the text

Rows = TypeVar("Rows", bound=QuerySet[Any])


def found(rows: Rows, asked: str) -> Rows:
    """Rows that say all the words; or that have the code."""
    plain = clean_text(asked)[:LONGEST]
    if code := CODE.search(plain):
        return rows.filter(year=int(code[1]), number=int(code[2]))
    words = words_of(plain)
    return rows.filter(_saying(words)) if words else rows


def similar(rows: Rows, asked: str) -> Rows:
    """Rows that say something like each of the words."""
    for n, word in enumerate(words_of(clean_text(asked)[:LONGEST])):
        near = {f"near_{n}": TrigramWordSimilarity(word, "text")}
        rows = rows.alias(**near).filter(**{f"near_{n}__gte": SIMILAR})
    return rows


def words_of(asked: str) -> list[str]:
    return WORD.findall(asked)[:MOST_WORDS]


def _saying(words: list[str]) -> Q:
    """Words as the index has them; each stands for all that begin with it."""
    return Q(words=saying(words))


def saying(words: Iterable[str]) -> Any:
    return reduce(and_, map(beginning, words))


def beginning(word: str) -> SearchQuery:
    return SearchQuery(f"{word}:*", config="simple", search_type="raw")


def with_words(rows: Rows) -> Rows:
    return rows.alias(words=SearchVector("text", config="simple"))
