"""Finds vectors close to a question's without looking at all of them.

Problem. Given unit vectors, find those with the largest cosine to a question's, among those that its
reader may see, in a time that grows more slowly than their number.

Method. An inverted file: the vectors are grouped into cells around centres learnt by spherical k-means,
about as many cells as the square root of the number of vectors, and those of a cell stand together. A
question's cells are looked through from the closest centre on, until they hold as many allowed vectors as
are wanted. How many are allowed is counted first, so that a strict filter makes it look through more
cells, and never leaves it with too few vectors.

Guarantees. Deterministic. The cosines of what is found are exact; only whether a vector is looked at
depends on its cell. Where all are wanted, all are looked at, and nothing is approximate.

Literature. Sivic and Zisserman 2003 (inverted file of vectors); Jegou, Douze and Schmid 2011 (coarse
quantiser); Dhillon and Modha 2001 (spherical k-means); Douze and others 2024 (the Faiss library).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from .crosslingual import unit

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

ROUNDS = 8
SAMPLE = 48  # vectors per cell from which the centres are learnt
BLOCK = 8192  # vectors compared with all centres at a time


def learn_centres(vectors: Vectors) -> Vectors:
    """Centres for ``vectors``, a row each, from a sample at even steps."""
    count = max(1, math.isqrt(len(vectors)))
    sample = vectors[:: max(1, len(vectors) // (SAMPLE * count))]
    centres: Vectors = sample[np.linspace(0, len(sample) - 1, count).astype(int)]
    for _round in range(ROUNDS):
        centres = _moved(sample, centres)
    return centres


def _moved(sample: Vectors, centres: Vectors) -> Vectors:
    """Each centre to the mean of its vectors; one without any stays."""
    cells = cells_of(sample, centres)
    sums = np.zeros_like(centres)
    np.add.at(sums, cells, sample)
    empty = np.bincount(cells, minlength=len(centres)) == 0
    sums[empty] = centres[empty]
    return unit(sums)


def cells_of(vectors: Vectors, centres: Vectors) -> Rows:
    """The number of the closest centre of each vector."""
    blocks = [vectors[start : start + BLOCK] for start in range(0, len(vectors), BLOCK)]
    found = [np.argmax(block @ centres.T, axis=1) for block in blocks]
    return np.concatenate([np.empty(0, np.int64), *found])


def cells_to_look_through(
    closeness: npt.NDArray[np.float32], allowed: npt.NDArray[np.int64], wanted: int
) -> Rows:
    """The closest cells that together hold ``wanted`` allowed vectors, or all that hold any.

    ``closeness`` and ``allowed`` have a row per cell: the cosine of its centre, the number of vectors.
    """
    order = np.argsort(-closeness, kind="stable")
    order = order[allowed[order] > 0]
    enough = int(np.searchsorted(np.cumsum(allowed[order]), wanted)) + 1
    return order[:enough]
