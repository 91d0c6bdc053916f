"""What somebody's own words suggest: concepts and official terms, each with what led to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from corridor.kernel.search.generation import current
from corridor.kernel.search.registry import terminology
from corridor.kernel.search.understanding import Topic, topics_of_text

KINDS: Final = ("service-categories", "technologies", "sectors", "concept")
MOST: Final = 8  # of each kind
MOST_PARTS: Final = 12  # of a text that are read by their meaning
LONGEST_SMALL_WORD: Final = 3
SENTENCE: Final = re.compile(r"(?<=[.!?;:])\s+|\n+")


@dataclass(frozen=True)
class Suggestion:
    """``code`` as a form has it, ``why`` in the reader's language, as text or HTML."""

    code: str
    label: str
    why: str


def suggestions(title: str, text: str, language: str, reader: str) -> dict[str, list[Suggestion]]:
    """By kind, the weightiest first; ``reader`` is the language of the labels."""
    found: dict[str, list[Suggestion]] = {}
    for target, why in _with_reasons(_topics(title, text, language), language, reader):
        kind, _colon, code = target.partition(":")
        listed = found.setdefault(kind, [])
        if len(listed) < MOST:
            listed.append(Suggestion(code, terminology().label(target, reader), why))
    return found


def _topics(title: str, text: str, language: str) -> Sequence[Topic]:
    parts = [title, *SENTENCE.split(text)]
    readable = [part for part in parts if part.strip()]
    kept = [*readable[: MOST_PARTS - 1], " ".join(readable[MOST_PARTS - 1 :])]
    found = topics_of_text([part for part in kept if part], language, current())
    meant = [topic for topic in found if not _is_small_word(topic)]
    return sorted(meant, key=lambda topic: (topic.by_meaning, -topic.weight))


def _with_reasons(topics: Sequence[Topic], language: str, reader: str) -> Iterator[tuple[str, str]]:
    """Targets with what led to them, each once; official technologies that follow from a concept last."""
    given = {topic.target for topic in topics}
    for topic in topics:
        if topic.target.partition(":")[0] in KINDS:
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
