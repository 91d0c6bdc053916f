"""The passages closest to a question, and how close all are on average."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from corridor.engines.inverted_file import cells_to_look_through
from corridor.engines.ranking import Column, Keys
from corridor.kernel.search.holdings import NEAREST, Flags, Nearest, Vector

from .index import Index

EXACT = 10_000  # passages up to which all that the viewer may see are compared
SHARE = 0.05  # of those that may be seen that are compared above
SAMPLED = 8_192  # passages from which mean and deviation are told where not all are compared


class Compared(NamedTuple):
    rows: Keys
    cosines: Column


def closest(index: Index, allowed: Flags, vector: Vector) -> Nearest:
    """Up to ``EXACT`` allowed passages nothing is left out; above, the cells nearest to the question are
    compared, and the average is that of an even sample. ``allowed`` has a flag for each passage."""
    many = int(np.count_nonzero(allowed))
    if many <= EXACT:
        compared = everything = _all(index, allowed, vector)
    else:
        compared = _near(index, allowed, vector, max(EXACT, int(SHARE * many)))
        everything = _sample(index, allowed, vector)
    order = np.argsort(-compared.cosines, kind="stable")[:NEAREST]
    best = compared.rows[order]
    return Nearest(
        index.passage_ids[best],
        index.ids[index.passage_entry[best]],
        index.position[best].astype(np.int64),
        compared.cosines[order],
        float(everything.cosines.mean()) if many else 0.0,
        float(everything.cosines.std()) if many else 0.0,
    )


def _all(index: Index, allowed: Flags, vector: Vector) -> Compared:
    rows = np.flatnonzero(allowed)
    parts = [np.empty(0, np.float32)]
    for segment, first, end in index.passage_spans():
        here = rows[(rows >= first) & (rows < end)] - first
        whole = 2 * len(here) > end - first  # then gathering costs more than it spares
        parts.append((segment.vectors @ vector)[here] if whole else segment.vectors[here] @ vector)
    return Compared(rows, np.concatenate(parts).astype(float))


def _near(index: Index, allowed: Flags, vector: Vector, wanted: int) -> Compared:
    """A segment's only cell is looked through anyway: it has few passages, and no centre."""
    cells = index.cells
    before = np.concatenate([[0], np.cumsum(allowed)])
    there = np.where(cells.alone, 0, before[cells.ends] - before[cells.starts])
    closeness = np.concatenate([one.centres @ vector for one in index.segments])
    chosen = np.append(np.flatnonzero(cells.alone), cells_to_look_through(closeness, there, wanted))
    return _allowed(
        allowed,
        [np.arange(cells.starts[cell], cells.ends[cell]) for cell in chosen],
        [cells.vectors[cell] @ vector for cell in chosen.tolist()],
    )


def _sample(index: Index, allowed: Flags, vector: Vector) -> Compared:
    """Every so many passages: those of a cell stand together, so that each cell has its share."""
    step = -(-len(allowed) // SAMPLED)
    spans = list(index.passage_spans())
    return _allowed(
        allowed,
        [np.arange(first, end, step) for _segment, first, end in spans],
        [segment.vectors[::step] @ vector for segment, _first, _end in spans],
    )


def _allowed(allowed: Flags, rows: Sequence[Keys], cosines: Sequence[Vector]) -> Compared:
    found, close = np.concatenate(rows), np.concatenate(cosines).astype(float)
    kept = allowed[found]
    return Compared(found[kept], close[kept])
