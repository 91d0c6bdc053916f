"""Makes sentence vectors of different languages comparable.

Problem. A multilingual encoder gives a text and its translation vectors that differ by more than
their meaning: each language sits around a mean of its own, so that a search ranks texts in the
query's own language first. Given parallel texts (the same meaning in several languages) and their
vectors, find for each language a transformation after which translations lie close together.

Method. Per language and role (query or passage) the mean over the parallel texts is subtracted;
then a linear map A, learnt on the query side, moves each centred vector x towards the centre of its
translations t. A minimises  sum |x A - t|^2 + ridge * |A - I|^2  in closed form. The penalty pulls to
the identity, so that with few parallel texts the map changes little: it cannot overfit as an
unregularised rotation does. One map serves both roles; the passage mean needs far fewer texts. A short
text that is searched for is encoded in both roles, and its vector is the mean of the two.

The same vectors tell which language a short text is in: linear discriminant analysis on the raw
vectors, whose class means are the means above. It needs no further model, knows all 24 languages,
and prefers the language that the reader is known to use unless another is far likelier.

Guarantees. Deterministic; with no parallel texts for a language it leaves vectors as they are
(apart from their length, which is 1). Results are unit vectors, so a dot product is a cosine.

Literature. Mikolov, Le and Sutskever 2013 (linear maps between embedding spaces); Artetxe, Labaka
and Agirre 2018 (centring and what it gains); Reimers and Gurevych 2020 (language bias); Fisher 1936
(discriminant analysis).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.floating]

SHRINKAGE = 0.3  # of the pooled covariance towards a multiple of the identity
LIKELIER = 6.0  # log odds by which another language must beat the expected one
RIDGE = 1.0  # for unit vectors; the quality is flat from 0.3 to 3


@dataclass(frozen=True)
class Alignment:
    """The transformation for one language: two means and the map, all float32."""

    query_mean: Vectors
    passage_mean: Vectors
    matrix: Vectors

    def queries(self, vectors: Vectors) -> Vectors:
        return unit((vectors - self.query_mean) @ self.matrix)

    def passages(self, vectors: Vectors) -> Vectors:
        return unit((vectors - self.passage_mean) @ self.matrix)

    def labels(self, queries: Vectors, passages: Vectors) -> Vectors:
        """Short texts in both roles: each is as much what somebody asks as what answers."""
        return unit(self.queries(queries) + self.passages(passages))


def unit(vectors: Vectors) -> Vectors:
    """Each row scaled to length 1; a zero row stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Vectors = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return result


def learn(
    queries: Mapping[str, Vectors], passages: Mapping[str, Vectors], ridge: float = RIDGE
) -> dict[str, Alignment]:
    """One alignment per language of ``queries``.

    Row i of every matrix in ``queries`` is the same text in another language, encoded as a query;
    rows of ``passages`` are any texts of that language encoded as passages.
    """
    means = {language: vectors.mean(axis=0) for language, vectors in queries.items()}
    centred = {language: vectors - means[language] for language, vectors in queries.items()}
    centre = np.mean(list(centred.values()), axis=0)
    return {
        language: Alignment(
            means[language].astype(np.float32),
            passages[language].mean(axis=0).astype(np.float32),
            _map(vectors, centre, ridge),
        )
        for language, vectors in centred.items()
    }


def _map(source: Vectors, target: Vectors, ridge: float) -> Vectors:
    identity = np.eye(source.shape[1])
    left = source.T @ source + ridge * identity
    right = source.T @ target + ridge * identity
    return np.asarray(np.linalg.solve(left, right), dtype=np.float32)


def fallback(alignments: Sequence[Alignment], dimensions: int) -> Alignment:
    """For a language without parallel texts: the average of the others' means and no map."""
    if not alignments:
        zero = np.zeros(dimensions, np.float32)
        return Alignment(zero, zero, np.eye(dimensions, dtype=np.float32))
    return Alignment(
        np.mean([one.query_mean for one in alignments], axis=0),
        np.mean([one.passage_mean for one in alignments], axis=0),
        np.eye(dimensions, dtype=np.float32),
    )


@dataclass(frozen=True)
class Detector:
    """Linear discriminants of languages: one column of ``weights`` and one of ``bias`` for each."""

    languages: tuple[str, ...]
    weights: Vectors
    bias: Vectors

    def guess(self, vector: Vectors, expected: str) -> str:
        """The language of a raw query vector; ``expected`` unless another one is far likelier."""
        odds = vector @ self.weights + self.bias
        best = int(np.argmax(odds))
        known = expected in self.languages
        if known and odds[best] - odds[self.languages.index(expected)] < LIKELIER:
            return expected
        return self.languages[best]


def learn_detector(queries: Mapping[str, Vectors]) -> Detector:
    """Discriminants from vectors of parallel texts, as ``learn`` takes them."""
    languages = tuple(queries)
    means = np.stack([queries[language].mean(axis=0) for language in languages])
    centre = means.mean(axis=0)
    within = np.concatenate([queries[code] - mean for code, mean in zip(languages, means, strict=True)])
    covariance = within.T @ within / len(within)
    size = covariance.shape[0]
    covariance += SHRINKAGE * np.trace(covariance) / size * np.eye(size)
    weights = np.linalg.solve(covariance, (means - centre).T)
    bias = -0.5 * ((means - centre) * weights.T).sum(axis=1) - centre @ weights
    return Detector(languages, weights.astype(np.float32), bias.astype(np.float32))
