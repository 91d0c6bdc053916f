"""What search knows of a need's text before the engine ranks. ``bench.matching`` measures this very code."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from corridor.catalogue.search import KIND
from corridor.kernel.audience import Viewer
from corridor.kernel.search.models import SearchConcept
from corridor.kernel.search.nearness import nearness
from corridor.kernel.search.shapes import Question

CONCEPT: Final = "concept:"
SUGGESTED: Final = 0.6  # strength of a concept that nobody has confirmed


@dataclass(frozen=True)
class Evidence:
    """``meaning`` and ``words`` by the number of a service; ``suggested`` are concepts that the text names or
    means, by slug. Without a model of meaning there are only words."""

    meaning: Mapping[int, float]
    words: Mapping[int, float]
    suggested: Mapping[str, float]
    by_meaning: bool

    def nearest(self, most: int) -> list[int]:
        """The services that are nearest to the text, the nearest first."""
        known = self.meaning.keys() | self.words.keys()
        near = {pk: self.meaning.get(pk, 0.0) + self.words.get(pk, 0.0) for pk in known}
        return sorted(near, key=lambda pk: (-near[pk], pk))[:most]


def evidence_for(text: str, language: str, viewer: Viewer, kind: str = KIND) -> Evidence:
    """Of the shared services that this viewer may see; ``language`` is the text's."""
    near = nearness(Question(text, language, kinds=(kind,)), viewer)
    suggested = {
        target.removeprefix(CONCEPT): SUGGESTED * weight
        for target, weight in near.topics.items()
        if target.startswith(CONCEPT)
    }
    return Evidence(near.meaning, near.words, suggested, near.by_meaning)


def named_concepts(ids: Collection[int] | None = None, kind: str = KIND) -> dict[int, dict[str, float]]:
    """The concepts that each service is about, tagged with them or naming them, with their strength."""
    rows = SearchConcept.objects.filter(entry__kind=kind, target__startswith=CONCEPT)
    if ids is not None:
        rows = rows.filter(entry__record_id__in=ids)
    named: dict[int, dict[str, float]] = {}
    for number, target, strength in rows.values_list("entry__record_id", "target", "strength"):
        named.setdefault(number, {})[target.removeprefix(CONCEPT)] = strength
    return named
