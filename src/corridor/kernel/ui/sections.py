"""Long forms in parts, each under its heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Section:
    """A part of a long form; a list of things to choose is long, and folded until it is opened."""

    heading: Any
    fields: list[forms.BoundField]
    is_list: bool = False

    @property
    def has_levels(self) -> bool:
        return self.is_list and len(self.fields) > 1

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)

    @property
    def chosen(self) -> int:
        """How many things are ticked or have a level."""
        values = [field.value() or [] for field in self.fields]
        return sum(len(value) if isinstance(value, list) else 1 for value in values)
