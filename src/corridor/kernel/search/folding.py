"""Words compared as people compare them: without case, accents or a few last letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:[-'’./+][^\W_]+)*", re.UNICODE)
SHORT = 4  # letters that forms of a word share at least; shorter words must match whole
SHARED = 0.75  # of the longer word must be shared at its beginning

# Letters that carry no combining mark in Unicode.
PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ς": "σ"}
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Casefolded, compatibility forms resolved, without accents: ``Réseaux 5G`` -> ``reseaux 5g``."""
    marked = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return bare.translate(PLAIN)


def words_of(text: str) -> list[str]:
    """The words as written, in order; ``NB-IoT`` is one word."""
    return WORD.findall(text)


@lru_cache(maxsize=262144)
def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one word, as far as their beginnings tell."""
    if one == other:
        return True
    shorter, longer = sorted((len(one), len(other)))
    if shorter < SHORT or any(map(str.isdigit, one + other)):
        return False
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= max(SHORT, SHARED * longer)


def looks_like_code(word: str) -> bool:
    """``NIS2``, ``TSN``, ``DIH4CAT``: must be found letter by letter, in whatever language."""
    has_digit, has_letter = any(map(str.isdigit, word)), any(map(str.isalpha, word))
    return len(word) > 1 and ((has_digit and has_letter) or (word.isupper() and has_letter))
