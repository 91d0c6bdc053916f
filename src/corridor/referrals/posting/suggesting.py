"""What a need's own words suggest: concepts, official terms, its language, an amount, a day.

Suggestions only: each says what led to it, and nothing becomes a fact of the need that nobody ticked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.names import language_name
from corridor.members.imports.languages import language_written
from corridor.vocab.suggesting import Suggestion, suggestions

from .reading import Reading, amounts_in, days_in

FIELDS: Final = {
    "service-categories": "category",
    "technologies": "technologies",
    "sectors": "sectors",
    "concept": "concepts",
}


@dataclass(frozen=True)
class Words:
    """What was written, in ``language``, with the reader's language for labels."""

    title: str
    text: str
    language: str
    reader: str = DEFAULT

    @cached_property
    def _everything(self) -> str:
        return f"{self.title}\n{self.text}"

    @cached_property
    def suggestions(self) -> dict[str, list[Suggestion]]:
        """By field of the need, the weightiest first."""
        found = suggestions(self.title, self.text, self.language, self.reader)
        by_field = {FIELDS[kind]: listed for kind, listed in found.items()}
        return {"languages": [self._own_language()]} | by_field

    @cached_property
    def amounts(self) -> list[Reading]:
        return amounts_in(self._everything)

    @cached_property
    def days(self) -> list[Reading]:
        return days_in(self._everything, self.language, since=timezone.localdate())

    def _own_language(self) -> Suggestion:
        return Suggestion(
            self.language, language_name(self.language, self.reader), _("You write in this language.")
        )


def language_of(title: str, text: str, expected: str) -> str:
    return language_written(f"{title}\n{text}", expected)
