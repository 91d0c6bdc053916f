"""Finds vectors close to a question's by looking at a quarter of each, and at the whole of few.

Problem. Given unit vectors of some hundred numbers, find those with the largest cosine to a question's,
among those that its reader may see. To read all numbers of all vectors takes longer than everything else.

Method. The vectors are turned so that their principal directions come first: a rotation, which leaves
every cosine as it was, but makes the first numbers of a vector, its head, say most about it. A question is
turned likewise. The heads of all vectors are compared; then the whole of those whose heads come closest.

Guarantees. Deterministic. The cosines of what is found are exact; a vector is missed only where its head
is further from the question's than those of all the others that are compared whole. No vector is left out
where as many are wanted as there are. Time grows with the number of vectors, as comparing all does, at a
quarter of it; what a filter leaves out is skipped before anything is compared whole.

Literature. Jolliffe 2002 (principal components); Jegou, Tavenard, Douze and Amsaleg 2011 (a coarse
comparison first, exact distances for the best); Gao and Long 2023 (rotated vectors compared by their first
numbers). An inverted file with as many cells as the square root of the number of vectors (Sivic and
Zisserman 2003) was measured beside it: ``docs/decisions/search-files.md``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

HEAD = 96  # of 384 numbers; they carry three quarters of the length


def principal_directions(vectors: Vectors) -> Vectors:
    """A rotation as a square matrix: ``vectors @ rotation`` has its most telling numbers first."""
    _strengths, directions = np.linalg.eigh((vectors.T @ vectors).astype(float))
    rotation: Vectors = directions[:, ::-1].astype(np.float32)
    return rotation


def most_promising(closeness: Vectors, wanted: int) -> Rows:
    """The rows with the largest ``closeness``, in ascending order."""
    if wanted >= len(closeness):
        return np.arange(len(closeness))
    return np.sort(np.argpartition(closeness, len(closeness) - wanted)[-wanted:])
