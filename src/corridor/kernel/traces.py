"""Finding a person's name and address in free values, and taking them out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

ERASED = "(erased)"
SHORTEST_IN_TEXT = 6  # a shorter word is taken out only where it is the whole value: "Anna" is many people


class Traces:
    """What a person is known by: ``in_text`` is looked for within texts, everything as a whole value."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(word.casefold() for word in words)
        self.in_text = [word for word in self.words if len(word) >= SHORTEST_IN_TEXT]
        parts = "|".join(re.escape(word) for word in sorted(self.in_text, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE) if parts else None

    def are_in(self, value: Any) -> bool:
        """Whether any of them stands somewhere in a text, a list or a mapping."""
        if isinstance(value, dict):
            return any(self.are_in(part) for pair in value.items() for part in pair)
        if isinstance(value, list):
            return any(self.are_in(part) for part in value)
        return isinstance(value, str) and self._in_text(value)

    def _in_text(self, text: str) -> bool:
        return text.strip().casefold() in self.words or bool(self._pattern and self._pattern.search(text))

    def without(self, values: dict[str, Any]) -> dict[str, Any]:
        """The same names, with whatever holds a trace replaced as a whole."""
        return {name: ERASED if self.are_in(value) else value for name, value in values.items()}

    def rows_of(self, rows: models.QuerySet[Any], *columns: str) -> models.QuerySet[Any]:
        """Rows that may hold a trace in one of these columns, texts or JSON: a first look by the database,
        which knows no whole words."""
        found = Q()
        for column in columns:
            rows = rows.annotate(**{f"text_of_{column}": Cast(column, models.TextField())})
            found |= Q(**{f"text_of_{column}__iregex": self._for_the_database()})
        return rows.filter(found)

    def _for_the_database(self) -> str:
        as_json = (json.dumps(word, ensure_ascii=False)[1:-1] for word in sorted(self.words))
        return "|".join(re.escape(word) for word in as_json)


def take_out(rows: models.QuerySet[Any], columns: Iterable[str], words: Iterable[str]) -> None:
    """A text in which one of these names or addresses stands goes as a whole."""
    traces, names = Traces(words), tuple(columns)
    for row in traces.rows_of(rows.order_by(), *names).iterator():
        said = {name: getattr(row, name) for name in names}
        if (kept := traces.without(said)) != said:
            rows.model.objects.filter(pk=row.pk).update(**kept)
