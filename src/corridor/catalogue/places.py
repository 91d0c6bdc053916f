"""Regions as people write them: codes or names, separated by commas."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from corridor.vocab.models import Region

MOST_PARTS: Final = 6  # of a name with commas, such as "Adana, Mersin"


@dataclass(frozen=True)
class Read:
    """What was understood; ``unknown`` with what may have been meant, ``unclear`` with the codes to choose
    from."""

    codes: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]
    unclear: tuple[tuple[str, tuple[str, ...]], ...]


def read_regions(text: str, *, country: str = "") -> Read:
    """``country`` decides between regions of the same name."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    return _Reader(country).read(parts) if parts else Read((), (), ())


def written(codes: Iterable[str]) -> str:
    """As they are read: codes with their names."""
    wanted = list(codes)
    names = dict(Region.objects.filter(code__in=wanted).values_list("code", "name"))
    return ", ".join(f"{code} {names[code]}" if code in names else code for code in wanted)


def _folded(text: str) -> str:
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one)
    )
    return " ".join(plain.split())


class _Reader:
    def __init__(self, country: str) -> None:
        rows = Region.objects.order_by("level", "code").values_list("code", "name", "country_id")
        self.names: dict[str, str] = {}
        self.by_name: dict[str, list[str]] = {}
        self.ours: set[str] = set()
        for code, name, where in rows:
            self.names[code] = name
            for one in {name, *re.split(r"\s*/\s*|\s+[-–]\s+", name)}:  # "Nordland/Nordlánnda"
                self.by_name.setdefault(_folded(one), []).append(code)
            if where == country:
                self.ours.add(code)

    def read(self, parts: Sequence[str]) -> Read:
        codes: dict[str, None] = {}
        unknown: list[tuple[str, str]] = []
        unclear: list[tuple[str, tuple[str, ...]]] = []
        place = 0
        while place < len(parts):
            length, found = self._at(parts, place)
            if len(found) == 1:
                codes[found[0]] = None
            elif found:
                unclear.append((parts[place], found))
            else:
                unknown.append((parts[place], self._meant(parts[place])))
            place += length
        return Read(tuple(sorted(codes)), tuple(unknown), tuple(unclear))

    def _at(self, parts: Sequence[str], place: int) -> tuple[int, tuple[str, ...]]:
        """How many parts make the region that begins here, and which it can be."""
        for length in range(min(MOST_PARTS, len(parts) - place), 0, -1):
            if found := self._exactly(", ".join(parts[place : place + length])):
                return length, found
        code = parts[place].split()[0].upper()
        return 1, (code,) if code in self.names else ()

    def _exactly(self, text: str) -> tuple[str, ...]:
        code, _blank, name = text.partition(" ")
        if code.upper() in self.names and _folded(name) in ("", _folded(self.names[code.upper()])):
            return (code.upper(),)
        return self._largest(self.by_name.get(_folded(text), []))

    def _largest(self, codes: list[str]) -> tuple[str, ...]:
        """A region and its only part often have one name; the larger one is meant."""
        near = [code for code in codes if code in self.ours] or codes
        return tuple(code for code in near if not any(code != one and code.startswith(one) for one in near))

    def _meant(self, text: str) -> str:
        found = difflib.get_close_matches(_folded(text), self._known, n=1, cutoff=0.75)
        if not found:
            return ""
        code = self.by_name[found[0]][0]
        return f"{code} {self.names[code]}"

    @cached_property
    def _known(self) -> list[str]:
        return list(self.by_name)
