"""The passages closest to a question, and how close all are on average."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from corridor.engines.principal import HEAD, most_promising
from corridor.engines.ranking import Column, Keys
from corridor.kernel.search.holdings import NEAREST, Flags, Nearest, Vector

from .index import Index

EXACT = 10_000  # passages up to which all that the viewer may see are compared whole
LEAST = 3_000  # of more, so many are compared whole,
SHARE = 40  # or one in so many
SAMPLED = 2_048  # passages from which mean and deviation are told then


class Compared(NamedTuple):
    rows: Keys
    cosines: Column


def closest(index: Index, allowed: Flags, vector: Vector) -> Nearest:
    """``allowed`` has a flag for each passage."""
    rows = np.flatnonzero(allowed)
    if len(rows) <= EXACT:
        compared = everything = _whole(index, rows, vector)
    else:
        compared = _whole(index, _promising(index, rows, vector), vector)
        everything = _whole(index, rows[:: -(-len(rows) // SAMPLED)], vector)
    order = np.argsort(-compared.cosines, kind="stable")[:NEAREST]
    best = compared.rows[order]
    return Nearest(
        index.passage_ids[best],
        index.ids[index.passage_entry[best]],
        index.position[best].astype(np.int64),
        compared.cosines[order],
        float(everything.cosines.mean()) if rows.size else 0.0,
        float(everything.cosines.std()) if rows.size else 0.0,
    )


def _promising(index: Index, rows: Keys, vector: Vector) -> Keys:
    heads = np.concatenate([one.heads @ (vector @ one.rotation)[:HEAD] for one in index.segments])
    return rows[most_promising(heads[rows], max(LEAST, len(rows) // SHARE))]


def _whole(index: Index, rows: Keys, vector: Vector) -> Compared:
    """``rows`` ascend."""
    parts = [np.empty(0, np.float32)]
    for segment, first, end in index.passage_spans():
        turned = vector @ segment.rotation
        here = rows[slice(*np.searchsorted(rows, (first, end)))] - first
        heads, tails = segment.heads, segment.tails
        if 2 * len(here) > end - first:  # then gathering costs more than it spares
            parts.append((heads @ turned[:HEAD] + tails @ turned[HEAD:])[here])
        else:
            parts.append(heads[here] @ turned[:HEAD] + tails[here] @ turned[HEAD:])
    return Compared(rows, np.concatenate(parts).astype(float))
