"""What counts as asked in vain, and what may be kept of it."""

from __future__ import annotations

import re
from typing import Final

from django.db.models import F, TextField, Value

from corridor.kernel.http.request import Request
from corridor.kernel.search.shapes import Answer, Question
from corridor.people.models import Person

MOST_WORDS: Final = 12  # a longer text is a letter, and letters say who writes
MOST_DIGITS: Final = 6  # more of them are a number to call, to pay to or to be known by
ADDRESSES: Final = re.compile(r"@|://|www\.", re.IGNORECASE)
CODE: Final = re.compile(r"[A-Za-z0-9-]{1,60}")
PROGRAMS: Final = re.compile(r"bot\b|crawl|spider|curl|python|monitor", re.IGNORECASE)


def asked_in_vain(request: Request, answer: Answer) -> bool:
    """A person asked in words and got nothing; going on to the next page asks nothing new."""
    question = answer.question
    is_asked = request.method == "GET" and question.page == 1 and bool(question.text.strip())
    return is_asked and not answer.total and not PROGRAMS.search(request.headers.get("User-Agent", ""))


def is_impersonal(question: Question) -> bool:
    """No address, no long number, no letter, nobody's name who is known here.

    The name of somebody unknown cannot be told from other words; that is why the list is for moderators
    and the support team alone.
    """
    text = question.text
    codes = [code for chosen in question.facets.values() for code in chosen]
    if ADDRESSES.search(text) or len(text.split()) > MOST_WORDS:
        return False
    if (
        any(_digits(one) > MOST_DIGITS or not CODE.fullmatch(one) for one in codes)
        or _digits(text) > MOST_DIGITS
    ):
        return False
    return not _names_somebody(text)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _names_somebody(text: str) -> bool:
    said = Person.objects.exclude(name="").annotate(said=Value(text, output_field=TextField()))
    return said.filter(said__icontains=F("name")).exists()
