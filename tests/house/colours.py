"""axe's check of colours, without asking it again about texts that look like one that it has judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
RULES = ["color-contrast", "link-in-text-block"]


@dataclass
class Judged:
    """The words of texts that passed; of those that axe said nothing of, also what they say. ``asked``
    counts how many texts axe was asked about."""

    passed: set[str] = field(default_factory=set)
    silent: set[tuple[str, str]] = field(default_factory=set)
    asked: int = 0


class Colours:
    """``mistakes(page, "dark", 360)`` is what axe finds in the colours of a page with ``SCRIPT`` in it."""

    def __init__(self) -> None:
        self._judged: dict[tuple[str, int], Judged] = {}

    def judged(self, scheme: str, width: int) -> Judged:
        return self._judged.setdefault((scheme, width), Judged())

    def mistakes(self, page: Any, scheme: str, width: int) -> list[str]:
        known = self.judged(scheme, width)
        texts = page.evaluate("colours.words()")
        new = [
            n
            for n, (word, says) in enumerate(texts)
            if word not in known.passed and (word, says) not in known.silent
        ]
        if not new:
            return []
        known.asked += len(new)
        passed, found = page.evaluate("([numbers, rules]) => colours.ask(numbers, rules)", [new, RULES])
        if not found:  # where something is wrong, whatever looks like it is asked about again
            known.passed |= {texts[n][0] for n in passed}
            known.silent |= {tuple(texts[n]) for n in new if n not in passed}
        return list(found)
