"""What the product's search is compared with: word BM25, and the same vectors without alignment."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


class WordBM25:
    """Okapi BM25 over lowercased words, k1 = 1.2 and b = 0.75, as in Robertson and Zaragoza 2009."""

    def __init__(self, documents: Sequence[str], k1: float = 1.2, b: float = 0.75) -> None:
        counted = [Counter(words(document)) for document in documents]
        lengths = np.array([sum(counts.values()) for counts in counted], np.float32)
        self.count = len(documents)
        self.k1 = k1
        self.damping = k1 * (1 - b + b * lengths / max(float(lengths.mean()), 1e-9))
        self.postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for index, counts in enumerate(counted):
            for word, frequency in counts.items():
                self.postings[word].append((index, frequency))

    def scores(self, query: str) -> Scores:
        total = np.zeros(self.count, np.float32)
        for word in set(words(query)):
            found = self.postings.get(word)
            if found:
                rows, frequencies = np.array(found).T
                rarity = math.log(1 + (self.count - len(rows) + 0.5) / (len(rows) + 0.5))
                total[rows] += rarity * frequencies * (self.k1 + 1) / (frequencies + self.damping[rows])
        return total


def top(scores: Scores, ids: Sequence[str], size: int) -> list[str]:
    """The best ``size`` ids with a positive score; ties by order of the documents."""
    best = np.argsort(-scores, kind="stable")[:size]
    return [ids[index] for index in best if scores[index] > 0]
