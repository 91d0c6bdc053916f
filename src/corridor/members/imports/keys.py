"""Which hub a row of the catalogue is about; the reasons are in docs/decisions/catalogue-key.md.

A key is ``country.name.title`` of the catalogue's row, the last two as digests. It is stored with
the hub, so that a hub which renames itself here is still found, and it has parts, so that a hub
which the catalogue renames is found by the other part.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

DIGITS = 24


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _digest(text: str) -> str:
    return hashlib.sha256(folded(text).encode()).hexdigest()[:DIGITS]


def key_of(country: str, name: str, title: str) -> str:
    return f"{country}.{_digest(name)}.{_digest(title)}"


def name_part(key: str) -> str:
    return key.rpartition(".")[0]


def title_part(key: str) -> str:
    country, _name, title = key.split(".")
    return f"{country}.{title}"


@dataclass(frozen=True)
class Candidate:
    """A hub that is there, or a row that asks for one. ``exact`` hubs are found by their full key only."""

    id: int
    key: str
    kind: str
    exact: bool = False


@dataclass(frozen=True)
class Matches:
    hubs: dict[int, int]  # row -> hub
    ambiguous: frozenset[int]  # rows


def match(rows: Iterable[Candidate], hubs: Iterable[Candidate]) -> Matches:
    """Full key first; then what is left by name and kind, by name, and by title, if only one fits."""
    rows_left, hubs_left = list(rows), list(hubs)
    found: dict[int, int] = {}
    unsure: frozenset[int] = frozenset()
    steps: tuple[tuple[Callable[[Candidate], Hashable], bool], ...] = (
        (lambda one: one.key, True),
        (lambda one: (name_part(one.key), one.kind), False),
        (lambda one: name_part(one.key), False),
        (lambda one: title_part(one.key), False),
    )
    for step, (trait, is_full) in enumerate(steps):
        pool = hubs_left if is_full else [hub for hub in hubs_left if not hub.exact]
        pairs, doubtful = _pairs(rows_left, pool, trait)
        found |= pairs
        if step == 2:  # noqa: PLR2004 - by name alone: here doubt is a reason to refuse
            unsure = doubtful
        taken = set(pairs.values())
        rows_left = [row for row in rows_left if row.id not in pairs and row.id not in unsure]
        hubs_left = [hub for hub in hubs_left if hub.id not in taken]
    return Matches(found, unsure)


def _pairs(
    rows: list[Candidate], hubs: list[Candidate], trait: Callable[[Candidate], Hashable]
) -> tuple[dict[int, int], frozenset[int]]:
    """Pairs where exactly one row and one hub share the trait, and the rows where more do."""
    hubs_by, rows_by = _grouped(hubs, trait), _grouped(rows, trait)
    pairs, doubtful = {}, set()
    for value, those in rows_by.items():
        there = hubs_by.get(value, [])
        if len(there) == len(those) == 1:
            pairs[those[0]] = there[0]
        elif there:
            doubtful.update(those)
    return pairs, frozenset(doubtful)


def _grouped(ones: list[Candidate], trait: Callable[[Candidate], Hashable]) -> dict[Hashable, list[int]]:
    groups = defaultdict(list)
    for one in ones:
        groups[trait(one)].append(one.id)
    return groups
