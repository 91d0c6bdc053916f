"""The columns of the sheet: stable English codes, which may also be written as the labels of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, override

from corridor.catalogue.contents import LABELS, OF_TEST_BED, TEXTS
from corridor.catalogue.models import TestBed
from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.sheets.cells import folded

SLUG: Final = "slug"
HUB: Final = "hub"
STATE: Final = "state"  # told, never read
IN_LANGUAGES: Final = (*TEXTS, "safety")
OF_BED: Final = OF_TEST_BED
OF_SERVICE: Final = tuple(name for name in LABELS if name not in TEXTS)
FIELDS: Final = (*OF_SERVICE, *(name for name in OF_BED if name != "safety"))
IN_LANGUAGE: Final = re.compile(r"(?P<name>.+?) ?[\[(](?P<language>[a-z]{2})[\])]")


@dataclass(frozen=True)
class Column:
    """``language`` for texts; the heading is what the sheet says."""

    name: str
    language: str = ""

    @property
    def heading(self) -> str:
        return f"{self.name} [{self.language}]" if self.language else self.name


def label_of(name: str) -> str:
    """In the active language."""
    if name in LABELS:
        return str(LABELS[name])
    return str(TestBed._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001


def columns_for(languages: Iterable[str], *, extra: Iterable[str] = ()) -> list[Column]:
    """All columns, each text in these languages."""
    codes = [code for code in CODES if code in set(languages)]
    texts = [Column(name, code) for name in TEXTS for code in codes]
    safety = [Column("safety", code) for code in codes]
    return [Column(SLUG), *map(Column, extra), *texts, *map(Column, FIELDS), *safety]


def spoken() -> list[str]:
    """The reader's language and English: what a sheet has columns for at least."""
    return list(dict.fromkeys([get_language() or DEFAULT, DEFAULT]))


class Header:
    """Which column of a file is which; ``unknown`` are left out."""

    def __init__(self, cells: Iterable[str]) -> None:
        known = _known()
        self.columns: list[Column | None] = [_column(cell, known) for cell in cells]
        self.unknown = [cell for cell, one in zip(cells, self.columns, strict=True) if cell and one is None]
        self.cells = list(cells)


def _known() -> dict[str, str]:
    names = {folded(name): name for name in (SLUG, HUB, STATE, *FIELDS, *IN_LANGUAGES)}
    labels: dict[str, Any] = {}
    for language in (DEFAULT, get_language() or DEFAULT):
        with override(language):
            labels |= {folded(label_of(name)): name for name in (*LABELS, *OF_BED)}
    return labels | names


def _column(cell: str, known: dict[str, str]) -> Column | None:
    text = folded(cell)
    found = IN_LANGUAGE.fullmatch(text)
    if found and found["language"] in CODES and known.get(found["name"]) in IN_LANGUAGES:
        return Column(known[found["name"]], found["language"])
    name = known.get(text)
    return Column(name) if name and name not in IN_LANGUAGES else None
