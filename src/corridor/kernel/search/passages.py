"""Cuts a text into passages for the encoder: the whole, and for longer texts its parts.

On 700 project descriptions the mean of "closest part" and "whole" found the right one first in 83 %
of cases, the whole alone in 78 %, the closest part alone in 78 % (``bench.retrieval``'s method).
"""

from __future__ import annotations

import hashlib
import re

PART = 120  # words in a part
WHOLE = 300  # words of the whole that the encoder reads; it has place for 510 word pieces
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+|\s+[*•–]\s+")


def cut(body: str) -> list[str]:
    """The whole (its first words, if it is long), then its parts; one passage where it is short."""
    words = body.split()
    whole = " ".join(words[:WHOLE])
    return [whole] if len(words) <= PART else [whole, *_parts(body)]


def _parts(body: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for sentence in _sentences(body):
        if parts[-1] and len(parts[-1]) + len(sentence) > PART:
            parts.append([])
        parts[-1].extend(sentence)
    return [" ".join(part) for part in parts if part]


def _sentences(body: str) -> list[list[str]]:
    """Sentences as words; one without an end is cut every ``PART`` words."""
    found = []
    for sentence in SENTENCE_END.split(body):
        words = sentence.split()
        found += [words[start : start + PART] for start in range(0, len(words), PART)]
    return found


def encoded_text(title: str, passage: str) -> str:
    """What the encoder reads: a part is understood better with its title before it."""
    return f"{title}. {passage}" if title and passage else title or passage


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
