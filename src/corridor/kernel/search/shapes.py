"""What goes into a search and what comes out: frozen, plain, and free of business nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PAGE_SIZE = 20


@dataclass(frozen=True)
class Question:
    """``text`` in any language; ``language`` is the page's and only a hint. Facets map a facet's
    name to the chosen codes: within a facet any of them, between facets all."""

    text: str = ""
    language: str = "en"
    kinds: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    size: int = PAGE_SIZE


class ReasonKind(StrEnum):
    WORDS = "words"
    CONCEPT = "concept"
    MEANING = "meaning"
    PLACE = "place"


@dataclass(frozen=True)
class Reason:
    """Why a record was found: a sentence in the reader's language, and what it rests on.

    ``said`` is the query's own word, ``found`` what it met in the record, ``strength`` from 0 to 1.
    """

    kind: ReasonKind
    sentence: str
    said: str = ""
    found: str = ""
    strength: float = 0.0


@dataclass(frozen=True)
class Hit:
    """One record found. ``title`` is in the reader's language where the record has it in that. ``passage``
    is the part that fits best, in ``language``. Below 1, ``standing`` is the share of its score that it kept,
    being out of date."""

    kind: str
    record_id: int
    title: str
    url: str
    passage: str
    language: str
    score: float
    reasons: tuple[Reason, ...]
    standing: float = 1.0


@dataclass(frozen=True)
class FacetValue:
    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def chosen(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.chosen)


@dataclass(frozen=True)
class Hint:
    """What would find something: another spelling, fewer filters, a concept; ``query`` is the
    query string (without "?") of the address that tries it."""

    sentence: str
    query: str


@dataclass(frozen=True)
class Answer:
    """``language`` is the one the question seems to be in; ``by_meaning`` is false while the
    passages are still being encoded, when only words are compared. ``generation`` is the state of the
    search tables that it holds for."""

    question: Question
    hits: tuple[Hit, ...]
    total: int
    facets: tuple[Facet, ...]
    language: str
    hints: tuple[Hint, ...] = ()
    by_meaning: bool = True
    milliseconds: float = 0.0
    generation: tuple[str, int] = ("", 0)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.question.size))
