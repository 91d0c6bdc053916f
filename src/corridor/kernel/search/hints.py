"""When nothing was found, or something only after a correction: what would find more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .folding import fold, same_word, words_of
from .models import SearchEntry, SearchPosting, SearchText
from .registry import terminology
from .shapes import Hint, Question

if TYPE_CHECKING:
    from .understanding import Understood


SAMPLES = 20  # texts in which the written form of a stem is looked up


def hints(
    question: Question, understood: Understood | None, entries: QuerySet[SearchEntry]
) -> tuple[Hint, ...]:
    """Steps that lead somewhere: each is only offered where it finds at least one record."""
    made: list[Hint] = []
    if understood is not None:
        made += other_spelling(question, understood)
        made += _concepts(question, understood)
    if any(question.facets.values()):
        made.append(Hint(_("Search without the filters."), urlencode({"q": question.text})))
    if not made and entries.exists():
        made.append(Hint(_("Look through everything there is."), ""))
    return tuple(made)


def other_spelling(question: Question, understood: Understood) -> tuple[Hint, ...]:
    """The question with each unknown word replaced by the likeliest one."""
    if not understood.corrected:
        return ()
    text = question.text
    for said, lexeme in understood.corrected.items():
        text = re.sub(rf"\b{re.escape(said)}\b", _written(lexeme) or said, text)
    if fold(text) == fold(question.text):
        return ()
    return (Hint(_("Did you mean “%(text)s”?") % {"text": text}, _query(question, text)),)


def _written(lexeme: str) -> str | None:
    """The shortest word of the texts that has this stem."""
    texts = SearchPosting.objects.filter(lexeme=lexeme).values("text")[:SAMPLES]
    bodies = SearchText.objects.filter(pk__in=texts).values_list("title", "body")
    words = {
        word
        for title, body in bodies
        for word in words_of(f"{title} {body}")
        if same_word(fold(word), lexeme)
    }
    return min(words, key=lambda word: (len(word), word), default=None)


def _concepts(question: Question, understood: Understood) -> list[Hint]:
    label = terminology().label
    named = [label(topic.target, question.language) for topic in understood.topics[:2]]
    return [
        Hint(_("Search for “%(label)s” instead.") % {"label": name}, urlencode({"q": name}))
        for name in dict.fromkeys(named)
        if fold(name) != fold(question.text)
    ]


def _query(question: Question, text: str) -> str:
    pairs = [("q", text), *((name, code) for name, codes in question.facets.items() for code in codes)]
    return urlencode(pairs)
