"""Quality of rankings of graded services, with intervals by resampling needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.quality import Judgements, ndcg, recall

from .labelled import GRADED

SIZE = 10
SAMPLES = 2000
SEED = 5

Rankings = Mapping[str, Sequence[str]]
PerNeed = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """Values per need, in the order of the judgements; NaN where a need has no good answer."""

    ndcg: PerNeed
    recall: PerNeed
    rank: PerNeed

    @property
    def means(self) -> dict[str, float]:
        named = {"ndcg@10": self.ndcg, "recall@10": self.recall, "mrr": self.rank}
        return {name: round(float(np.nanmean(values)), 4) for name, values in named.items()}


def measured(rankings: Rankings, judgements: Judgements) -> Measured:
    return Measured(
        np.array([graded_ndcg(rankings[need], grades) for need, grades in judgements.items()]),
        np.array([_recall(rankings[need], grades) for need, grades in judgements.items()]),
        np.array([_reciprocal_rank(rankings[need], grades) for need, grades in judgements.items()]),
    )


def graded_ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """With gains 2^grade - 1: the service that is named first counts seven times a fallback."""
    return ndcg(ranking, {service: 2**grade - 1 for service, grade in grades.items()}, SIZE)


def _good(grades: Mapping[str, int]) -> dict[str, int]:
    return {service: grade for service, grade in grades.items() if grade >= GRADED}


def _recall(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    good = _good(grades)
    return recall(ranking, good, SIZE) if good else float("nan")


def _reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    good = _good(grades)
    if not good:
        return float("nan")
    return next((1 / place for place, service in enumerate(ranking, start=1) if service in good), 0.0)


def interval(values: PerNeed) -> tuple[float, float]:
    """95 % of the means of needs drawn with replacement."""
    drawn = np.random.default_rng(SEED).integers(0, len(values), (SAMPLES, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return round(float(low), 3), round(float(high), 3)
