"""Tags as the catalogue writes them: ``Label - n, Label - n`` with labels that hold commas and dashes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LEVEL = r"(?:\s+-\s*([1-5]))?"
STRAY = ", \t\n"
END = r"\s*(?:,\s*|$)"
UNKNOWN = re.compile(rf"(.+?)\s+-\s*([1-5]){END}|(.+)$", re.DOTALL)


@dataclass
class Tags:
    """``levels`` by the label's code; 0 where no level is stated."""

    levels: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    at_odds: list[str] = field(default_factory=list)


class TagReader:
    """Reads tags of one official list, given the list's ``{label: code}``."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._codes = {_plain(label): code for label, code in labels.items()}
        longest_first = sorted(labels, key=len, reverse=True)
        known = "|".join(r"\s+".join(map(re.escape, label.split())) for label in longest_first)
        self._known = re.compile(rf"({known}){LEVEL}{END}", re.IGNORECASE) if known else None

    def read(self, text: str) -> Tags:
        tags, rest = Tags(), text.lstrip(STRAY).rstrip()
        while rest:
            rest = self._take(rest, tags).lstrip(STRAY)
        return tags

    def _take(self, rest: str, tags: Tags) -> str:
        if self._known and (hit := self._known.match(rest)):
            self._add(tags, self._codes[_plain(hit[1])], hit[1], int(hit[2] or 0))
            return rest[hit.end() :]
        stray = UNKNOWN.match(rest)
        if stray is None:
            return ""
        tags.unknown.append((stray[1] or stray[3]).strip())
        return rest[stray.end() :]

    @staticmethod
    def _add(tags: Tags, code: str, label: str, level: int) -> None:
        if tags.levels.get(code, level) != level:
            tags.at_odds.append(label)
        tags.levels[code] = max(level, tags.levels.get(code, 0))


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


def written(tags: Iterable[tuple[str, int | None]]) -> str:
    """The same notation, from labels and levels."""
    return ", ".join(f"{label} - {level}" if level else label for label, level in tags)
