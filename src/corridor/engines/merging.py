"""Merges what two people made of the same text, paragraph by paragraph, without losing a word.

Problem. Somebody began with ``base`` and wrote ``mine``; meanwhile others made ``theirs`` of the same
``base``. A paragraph is what stands between empty lines. Give one text with what both did, and the
*clashes*: paragraphs that both changed, each otherwise.

Objective. Each side is read as an edit of the base: every paragraph of the base is kept, replaced by
another or deleted, and new ones are inserted between them. Unchanged paragraphs are a longest common
subsequence; among the others, a new one stands for the old one with which it shares most words. The two
edits are then laid over each other. Where plain diff3 joins neighbouring changes into one conflict, here
each paragraph of the base stands for itself.

Guarantees, each with a test over random texts. (1) Every paragraph that either side wrote stands in the
result. (2) Without change on one side the result is exactly the other side's text. (3) Merging again
changes nothing, if nobody repeats a paragraph of the base: whoever sends the same twice, because the
first answer was lost, does no harm. (4) The same change on both sides appears once. (5) Changes to
different paragraphs do not clash. (6) A deleted paragraph is gone, unless the other side changed it: that
is a clash, in which the text stays. (7) What both insert at one place is kept, theirs first, and is no
clash. Of a clash both variants stand in the text, one after the other, theirs first.

The time is O(n log n) for texts whose paragraphs rarely repeat. A paragraph that stands in a text more
than ``REPEATED`` times is not looked for everywhere, so that nobody can make it quadratic; what follows
from that is a worse alignment, never a loss.

Literature. Khanna, Kunal and Pierce 2007, *A Formal Investigation of Diff3*; Hunt and Szymanski 1977 (the
longest common subsequence used here) and Myers 1986; Needleman and Wunsch 1970 for the alignment by words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

REPEATED: Final = 32
MOST_PAIRS: Final = 1024  # more old times new paragraphs in one place are paired in their order
GAP: Final = re.compile(r"\n(?:[^\S\n]*\n)+")

Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Clash:
    """Both sides changed one paragraph; empty where a side deleted it."""

    theirs: str
    mine: str


@dataclass(frozen=True)
class Merged:
    text: str
    clashes: tuple[Clash, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(paragraphs_of(self.text))


@dataclass
class _Edit:
    """``now[i]`` stands for paragraph i of the base, none where it was deleted; ``before[i]`` was inserted
    before it, and the last of them at the end."""

    base: Sequence[str]
    now: list[str | None]
    before: list[list[str]] = field(default_factory=list)

    @property
    def written(self) -> list[str]:
        """What is new, in its order."""
        found = list(self.before[0])
        for old, new, inserted in zip(self.base, self.now, self.before[1:], strict=True):
            found += [new] if new is not None and new != old else []
            found += inserted
        return found


def merge(base: str, theirs: str, mine: str) -> Merged:
    base, theirs, mine = plain(base), plain(theirs), plain(mine)
    if theirs in (base, mine):
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    old, left, right = paragraphs_of(base), paragraphs_of(theirs), paragraphs_of(mine)
    both = set(left) & set(right)
    one, other = _edit(old, left, both), _edit(old, right, both)
    if _has_all(one, other):
        return Merged(_ended(theirs, mine), tuple(_deleted(other, one, mine=True)))
    if _has_all(other, one):
        return Merged(mine, tuple(_deleted(one, other, mine=False)))
    found, clashes = _laid_over(one, other)
    return Merged(_ended(joined(found), mine), tuple(clashes))


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def paragraphs_of(text: str) -> list[str]:
    blocks = (block.strip("\n").rstrip() for block in GAP.split(plain(text)))
    return [block for block in blocks if block]


def joined(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(paragraphs)


def changes(before: str, after: str) -> dict[str, str | None]:
    """What became of the paragraphs that are no longer there: another one, or nothing."""
    old = paragraphs_of(before)
    edit = _edit(old, paragraphs_of(after), set())
    return {was: now for was, now in zip(old, edit.now, strict=True) if was != now}


def _ended(text: str, mine: str) -> str:
    """Empty lines at the end of ``mine`` stay: somebody may just begin a paragraph there."""
    own, last = mine.rstrip(), paragraphs_of(text)[-1:]
    return text.rstrip() + mine[len(own) :] if last and own.endswith(last[0]) else text


def _laid_over(one: _Edit, other: _Edit) -> tuple[list[str], list[Clash]]:
    found: list[str] = _union(one.before[0], other.before[0])
    clashes: list[Clash] = []
    for at, old in enumerate(one.base):
        theirs, mine = one.now[at], other.now[at]
        if mine in (theirs, old):
            stays = [theirs]
        elif theirs == old:
            stays = [mine]
        else:
            stays = [theirs, mine]
            clashes.append(Clash(theirs or "", mine or ""))
        found += [text for text in stays if text is not None]
        found += _union(one.before[at + 1], other.before[at + 1])
    return found, clashes


def _has_all(one: _Edit, other: _Edit) -> bool:
    """Whether ``one`` already holds all that ``other`` did, as after a merge of the two."""
    for old, now, wanted in zip(one.base, one.now, other.now, strict=True):
        if wanted != old and now == old:
            return False
    rest = iter(one.written)
    return all(text in rest for text in other.written)


def _deleted(by: _Edit, kept: _Edit, *, mine: bool) -> Iterable[Clash]:
    """Clashes between a deletion by one side and a change by the other."""
    for old, gone, stays in zip(by.base, by.now, kept.now, strict=True):
        if gone is None and stays is not None and stays != old:
            yield Clash(stays, "") if mine else Clash("", stays)


def _union(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Both, each in its order; what is in both once."""
    if not one or not other:
        return [*one, *other]
    found: list[str] = []
    a = b = 0
    for i, j in (*_same(one, other), (len(one), len(other))):
        found += [*one[a:i], *other[b:j], *one[i : i + 1]]
        a, b = i + 1, j + 1
    return found


def _edit(base: Sequence[str], new: Sequence[str], both: set[str]) -> _Edit:
    edit = _Edit(base, [None] * len(base), [[] for _ in range(len(base) + 1)])
    a = b = 0
    for i, j in (*_same(base, new), (len(base), len(new))):
        _align(edit, a, base[a:i], new[b:j], both)
        if i < len(base):
            edit.now[i] = base[i]
        a, b = i + 1, j + 1
    return edit


def _align(edit: _Edit, first: int, old: Sequence[str], new: Sequence[str], both: set[str]) -> None:
    """One place where everything changed: ``old``, from number ``first`` on, became ``new``."""
    stands_for = {j: i for i, j in _pairs(old, new, both)}
    place = first
    for j, text in enumerate(new):
        if j in stands_for:
            edit.now[first + stands_for[j]] = text
            place = first + stands_for[j] + 1
        else:
            edit.before[place].append(text)


def _pairs(old: Sequence[str], new: Sequence[str], both: set[str]) -> Pairs:
    """Which new paragraph stands for which old one, in order, as alike as possible. What both sides wrote
    comes first, so that the same change is seen as the same."""
    if len(old) * len(new) > MOST_PAIRS:
        return [(i, i) for i in range(min(len(old), len(new)))]
    if not old or not new:
        return []
    olds, news = ([set(text.split()) for text in side] for side in (old, new))
    shared = [100_000 if text in both else 0 for text in new]
    worth = [
        [1 + bonus + 2000 * len(a & b) // (len(a) + len(b)) for b, bonus in zip(news, shared, strict=True)]
        for a in olds
    ]
    return _dearest(worth)


def _dearest(worth: Sequence[Sequence[int]]) -> Pairs:
    """Pairs in ascending order with the greatest sum; of equals those that come first."""
    rows, columns = len(worth), len(worth[0])
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(worth[i][j] + best[i + 1][j + 1], best[i + 1][j], best[i][j + 1])
    found: Pairs = []
    i = j = 0
    while i < rows and j < columns:
        if best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _same(one: Sequence[str], other: Sequence[str]) -> Pairs:
    """A longest common subsequence, as places in both."""
    begin, most = 0, min(len(one), len(other))
    while begin < most and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < most - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    middle = _hunt(one[begin : len(one) - end], other[begin : len(other) - end])
    head = [(i, i) for i in range(begin)]
    tail = [(len(one) - n, len(other) - n) for n in range(end, 0, -1)]
    return head + [(begin + i, begin + j) for i, j in middle] + tail


def _hunt(one: Sequence[str], other: Sequence[str]) -> Pairs:
    places: dict[str, list[int]] = {}
    for j, text in enumerate(other):
        places.setdefault(text, []).append(j)
    ends: list[int] = []  # of the common subsequences of each length, where the last one ends earliest
    chains: list[tuple[int, int, object]] = []
    for i, text in enumerate(one):
        for j in reversed(places.get(text, ())[:REPEATED]):
            length = bisect_left(ends, j)
            chain = (i, j, chains[length - 1] if length else None)
            if length == len(ends):
                ends.append(j)
                chains.append(chain)
            else:
                ends[length], chains[length] = j, chain
    return _unwound(chains[-1]) if chains else []


def _unwound(chain: object) -> Pairs:
    found: Pairs = []
    while isinstance(chain, tuple):
        i, j, chain = chain
        found.append((i, j))
    return found[::-1]
