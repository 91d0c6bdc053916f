"""When nothing was found, or something only after a correction: what would find more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from .folding import fold, same_word, words_of
from .holdings import Holdings
from .registry import terminology
from .shapes import Hint, Question

if TYPE_CHECKING:
    from .understanding import Understood


def hints(question: Question, understood: Understood | None, holdings: Holdings) -> tuple[Hint, ...]:
    """Steps that lead somewhere: each is only offered where it finds at least one record."""
    made: list[Hint] = []
    if understood is not None:
        made += other_spelling(question, understood, holdings)
        made += _concepts(question, understood)
    if any(question.facets.values()):
        made.append(Hint(_("Search without the filters."), urlencode({"q": question.text})))
    if not made and holdings.listed():
        made.append(Hint(_("Look through everything there is."), ""))
    return tuple(made)


def other_spelling(question: Question, understood: Understood, holdings: Holdings) -> tuple[Hint, ...]:
    """The question with each unknown word replaced by the likeliest one."""
    if not understood.corrected:
        return ()
    text = question.text
    for said, lexeme in understood.corrected.items():
        text = re.sub(rf"\b{re.escape(said)}\b", _written(lexeme, holdings) or said, text)
    if fold(text) == fold(question.text):
        return ()
    return (Hint(_("Did you mean “%(text)s”?") % {"text": text}, _query(question, text)),)


def _written(lexeme: str, holdings: Holdings) -> str | None:
    """The shortest word with this stem in texts that the viewer may see."""
    words = {
        word
        for text in holdings.texts_with(lexeme)
        for word in words_of(f"{text.title} {text.body}")
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
