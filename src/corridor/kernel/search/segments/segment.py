"""Some records as columns: what words, facets, concepts and vectors they have."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor.engines.ranking import Column, Keys
from corridor.kernel.search.holdings import Flags, Vector

Rows = npt.NDArray[np.int32]
Strings = npt.NDArray[np.str_]
Codes = npt.NDArray[np.integer]

NONE = slice(0, 0)


@dataclass(frozen=True)
class Lists:
    """The rows of each key, beside each other. Keys are kept as 64-bit digests, in ascending order: among
    a million words the chance that any two have the same is one in thirty million."""

    keys: npt.NDArray[np.uint64]
    starts: Keys
    rows: Rows

    def of(self, key: str) -> slice:
        digest = _digest(key)
        place = int(self.keys.searchsorted(digest))
        if place == len(self.keys) or self.keys[place] != digest:
            return NONE
        return slice(int(self.starts[place]), int(self.starts[place + 1]))


def lists_of(keys: Sequence[str], codes: Codes, rows: Codes) -> tuple[Lists, Keys]:
    """``codes`` are places in ``keys``, one for each of ``rows``. Also the order in which the rows stand
    now, for columns beside them."""
    digests = np.array([_digest(key) for key in keys], np.uint64)
    by_digest = np.argsort(digests)
    place = np.empty(len(keys), np.int64)
    place[by_digest] = np.arange(len(keys))
    order = np.argsort(place[codes], kind="stable")
    return Lists(digests[by_digest], starts_of(place[codes], len(keys)), rows[order].astype(np.int32)), order


def starts_of(codes: Codes, count: int) -> Keys:
    """Where each code begins once they are sorted, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=count))]).astype(np.int64)


def _digest(key: str) -> np.uint64:
    return np.uint64(int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big"))


@dataclass(frozen=True)
class Segment:
    """Records in the order of their ids. ``complete`` are those whose every passage had its vector;
    ``words`` are keyed by language and lexeme. ``heads`` and ``tails`` are the vectors of the passages,
    turned by ``rotation``."""

    entries: Keys
    standing: Column
    complete: Flags
    facets: Lists
    facet_values: Strings
    facet_starts: Keys  # of each record's values in ``facet_codes``
    facet_codes: Rows
    texts: Keys
    text_entry: Rows
    text_language: Strings
    text_length: Rows
    words: Lists
    frequency: Rows
    concepts: Lists
    strength: Column
    found: Rows
    found_values: Strings
    passages: Keys
    passage_entry: Rows
    position: Rows
    rotation: Vector
    heads: Vector
    tails: Vector
