"""Quality of a ranking against relevance judgements, as BEIR counts it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Judgements = Mapping[str, Mapping[str, int]]  # query -> document -> grade


def recall(ranking: Sequence[str], relevant: Mapping[str, int], size: int) -> float:
    """Share of the relevant documents among the first ``size``."""
    wanted = {document for document, grade in relevant.items() if grade > 0}
    return len(wanted & set(ranking[:size])) / len(wanted) if wanted else 0.0


def ndcg(ranking: Sequence[str], relevant: Mapping[str, int], size: int) -> float:
    """Normalised discounted cumulative gain, with the grade itself as gain."""
    gained = sum(
        relevant.get(document, 0) / math.log2(place + 2) for place, document in enumerate(ranking[:size])
    )
    ideal = sorted((grade for grade in relevant.values() if grade > 0), reverse=True)[:size]
    best = sum(grade / math.log2(place + 2) for place, grade in enumerate(ideal))
    return gained / best if best else 0.0


def quality(rankings: Mapping[str, Sequence[str]], judgements: Judgements) -> dict[str, float]:
    """Means over the judged queries; a query without a ranking counts as zero."""
    judged = [
        query for query, relevant in judgements.items() if any(grade > 0 for grade in relevant.values())
    ]

    def mean(values: Sequence[float]) -> float:
        return round(sum(values) / len(values), 4) if values else 0.0

    return {
        "recall@1": mean([recall(rankings.get(query, ()), judgements[query], 1) for query in judged]),
        "recall@10": mean([recall(rankings.get(query, ()), judgements[query], 10) for query in judged]),
        "ndcg@10": mean([ndcg(rankings.get(query, ()), judgements[query], 10) for query in judged]),
    }
