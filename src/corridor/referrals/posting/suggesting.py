"""What a need's own words suggest: concepts, official terms, its language, an amount, a day.

Suggestions only: each says what led to it, and nothing becomes a fact of the need that nobody ticked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.names import language_name
from corridor.kernel.search.generation import current
from corridor.kernel.search.registry import terminology
from corridor.kernel.search.understanding import Topic, language_of_text, topics_of_text
from corridor.members.imports.languages import recognised

from .reading import Reading, amounts_in, days_in

FIELDS: Final = {
    "service-categories": "category",
    "technologies": "technologies",
    "sectors": "sectors",
    "concept": "concepts",
}
MOST: Final = 8  # of each field
MOST_PARTS: Final = 12  # of a text that are read by their meaning
LONGEST_SMALL_WORD: Final = 3
SENTENCE: Final = re.compile(r"(?<=[.!?;:])\s+|\n+")


@dataclass(frozen=True)
class Suggestion:
    """``code`` as the form has it, ``why`` in the reader's language, as text or HTML."""

    code: str
    label: str
    why: str


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
        found: dict[str, list[Suggestion]] = {"languages": [self._own_language()]}
        for target, why in _with_reasons(self._topics(), self.language, self.reader):
            kind, _colon, code = target.partition(":")
            listed = found.setdefault(FIELDS[kind], [])
            if len(listed) < MOST:
                listed.append(Suggestion(code, terminology().label(target, self.reader), why))
        return found

    @cached_property
    def amounts(self) -> list[Reading]:
        return amounts_in(self._everything)

    @cached_property
    def days(self) -> list[Reading]:
        return days_in(self._everything, self.language, since=timezone.localdate())

    def _topics(self) -> Sequence[Topic]:
        parts = [self.title, *SENTENCE.split(self.text)]
        readable = [part for part in parts if part.strip()]
        kept = [*readable[: MOST_PARTS - 1], " ".join(readable[MOST_PARTS - 1 :])]
        found = topics_of_text([part for part in kept if part], self.language, current())
        meant = [topic for topic in found if not _is_small_word(topic)]
        return sorted(meant, key=lambda topic: (topic.by_meaning, -topic.weight))

    def _own_language(self) -> Suggestion:
        return Suggestion(
            self.language, language_name(self.language, self.reader), _("You write in this language.")
        )


def language_of(title: str, text: str, expected: str) -> str:
    """By its small words where they tell, else by the model, else the page's."""
    whole = f"{title}\n{text}"
    return recognised(whole) or language_of_text(whole, expected, current())


def _with_reasons(topics: Sequence[Topic], language: str, reader: str) -> Iterator[tuple[str, str]]:
    """Targets with what led to them, each once; official technologies that follow from a concept last."""
    given = {topic.target for topic in topics}
    for topic in topics:
        if topic.target.partition(":")[0] in FIELDS:
            yield topic.target, _why(topic, language)
    for topic in topics:
        for target in _technologies_of(topic):
            if target not in given:
                given.add(target)
                label = terminology().label(topic.target, reader)
                yield target, _("“%(concept)s” belongs to it.") % {"concept": label}


def _is_small_word(topic: Topic) -> bool:
    """ "we can" names no CAN bus."""
    return not topic.by_meaning and len(topic.said) <= LONGEST_SMALL_WORD and topic.said[1:].islower()


def _why(topic: Topic, language: str) -> SafeString:
    """In the reader's language, with the text's own words marked as being in theirs."""
    sentence = _("Close in meaning to “%(said)s”.") if topic.by_meaning else _("You wrote “%(said)s”.")
    quoted = format_html('<span lang="{}">{}</span>', language, topic.said)
    return format_html(sentence.replace("%(said)s", "{}"), quoted)


def _technologies_of(topic: Topic) -> list[str]:
    above = terminology().broader.get(topic.target, ())
    return [target for target, _share in above if target.startswith("technologies:")]
