"""What a question may look at: the records that its viewer may see, and how they can be asked.

Two classes answer the same questions alike: ``stored.Stored`` asks PostgreSQL each time, ``held.Held``
columns of numbers made from the same tables, in memory for small installations and in mapped files for large
ones. ``tests/kernel/test_holdings.py`` holds one against the other. Everything above works on what they
return and knows neither. Only ``Held.nearest`` may be approximate, for viewers of many passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from corridor.engines.ranking import Column, Keys

from .lexemes import QueryWord

Vector = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Chosen = Mapping[str, Sequence[str]]

NEAREST = 300  # passages taken from the side of meaning


class Entry(NamedTuple):
    kind: str
    record_id: int
    title: str
    address: str
    standing: float = 1.0


class Text(NamedTuple):
    language: str
    title: str
    body: str


class PassageOf(NamedTuple):
    """``position`` 0 is the whole text, later ones are its parts."""

    entry: int
    language: str
    position: int
    body: str
    vector: Vector | None = None


@dataclass(frozen=True)
class WordMatches:
    """Texts that hold any word of the question, a row each: the record, whether the text is in the
    question's own language, its BM25, and which of the words it holds, a column per word."""

    entries: Keys
    own: Flags
    scores: Column
    said: Flags


@dataclass(frozen=True)
class Nearest:
    """The closest passages, best first, and how close all are on average."""

    passages: Keys
    entries: Keys
    positions: Keys
    cosines: Column
    mean: float
    deviation: float


@dataclass(frozen=True)
class About:
    """The records that are about one target, how strongly, and their own words for it."""

    entries: Keys
    strengths: Column
    found: Sequence[str]


class Holdings(Protocol):
    """Records are named by the ids of their entries. Only how rare a word is depends on texts that
    the viewer may not see."""

    def counts(self, words: Sequence[QueryWord]) -> tuple[dict[tuple[str, str], int], int]:
        """In how many texts each (language, lexeme) occurs, and how many texts there are."""

    def narrowed(self, chosen: Chosen, but: str = "") -> Holdings:
        """Within a facet any of the chosen values, between facets all; ``but`` leaves one facet out."""

    def listed(self) -> list[int]:
        """All, by standing and title."""

    def word_matches(self, asked: Sequence[QueryWord], said: Sequence[str], language: str) -> WordMatches:
        """``said`` are the columns of the matches; ``language`` is the question's."""

    def nearest(self, vector: Vector) -> Nearest:
        """At most ``NEAREST`` passages; the average is over all."""

    def about(self, targets: Iterable[str]) -> dict[str, About]: ...

    def with_facet(self, value: str) -> Keys:
        """The records that have the facet value ``name:code``."""

    def among(self, keys: Keys, chosen: Chosen, but: str = "") -> Keys:
        """Those of ``keys``, in their order, that ``narrowed`` would leave."""

    def facet_counts(self, keys: Keys) -> dict[str, int]:
        """How many of these records have each facet value."""

    def standing(self, keys: Keys) -> Column:
        """The share of the score that counts, of each of these records."""

    def entries(self, keys: Sequence[int]) -> dict[int, Entry]: ...

    def texts(self, keys: Sequence[int]) -> dict[int, list[Text]]: ...

    def passages(self, ids: Iterable[int]) -> list[PassageOf]: ...

    def passages_in(self, language: str, keys: Sequence[int]) -> list[PassageOf]:
        """All passages with a vector of these records in ``language``."""

    def texts_with(self, lexeme: str) -> list[Text]:
        """Some texts that hold this lexeme, in whatever language."""


def facets_as_values(chosen: Chosen, but: str) -> list[list[str]]:
    """The chosen facets as lists of ``name:code``, one list per facet."""
    return [[f"{name}:{code}" for code in codes] for name, codes in chosen.items() if codes and name != but]
