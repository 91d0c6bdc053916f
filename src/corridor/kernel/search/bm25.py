"""The part of BM25 that does not depend on the question (Robertson and Zaragoza 2009)."""

from __future__ import annotations

from typing import Final

from django.db.models import Avg

from corridor.engines.ranking import Column

from .models import SearchText

SATURATION: Final = 1.2
BY_LENGTH: Final = 0.75


def dampening(lengths: Column, mean: float) -> Column:
    """What stands beside a word's frequency below the line, for texts of so many words."""
    values: Column = SATURATION * (1 - BY_LENGTH + BY_LENGTH * lengths / mean)
    return values


def weights(frequencies: Column, dampening: Column) -> Column:
    """All but the rarity of the words."""
    values: Column = frequencies * (1 + SATURATION) / (frequencies + dampening)
    return values


def mean_length() -> float:
    """Of all texts, in words."""
    return max(1.0, SearchText.objects.aggregate(mean=Avg("length"))["mean"] or 0.0)
