"""Amounts in euros and days, as they stand in a text: exact, or not at all. Nothing is guessed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile
from typing import Final

from babel.dates import get_month_names

from corridor.kernel.search.folding import SHORT, fold, same_word

MOST: Final = 3  # readings of a kind that are offered
LEAST_EUROS: Final = Decimal(100)  # "Euro 6" is a norm
MOST_EUROS: Final = Decimal(999_999_999)
BLANK: Final = "[  \u202f]"
NUMBER: Final = rf"\d{{1,3}}(?:(?:{BLANK}|[.,'’])\d{{3}})+(?:[.,]\d{{1,2}})?|\d{{1,9}}(?:[.,]\d{{1,2}})?"
EURO: Final = (
    r"(?:€|\b(?i:eur)\b|\b(?i:eur)(?:o(?!p)\w{0,6}|[óa]\w{0,4}|ų)"
    r"|\b[Ee](?:vr\w{1,4}|iro|wro|oró)\b|\b[Εε]υρώ|\b[Ее]вро(?!п))"
)
THOUSANDS: Final = rf"{BLANK}?[kK]"
AMOUNT: Final = re.compile(
    rf"{EURO}{BLANK}?(?<![\d.,])(?P<after>{NUMBER})(?P<k1>{THOUSANDS}\b)?(?![\d]|[.,]\d)"
    rf"|(?<![\d.,])(?P<before>{NUMBER})(?P<k2>{THOUSANDS})?{BLANK}?{EURO}"
)
DAY: Final = re.compile(
    r"(?<![\d.])(?:(?P<y>20\d\d)[-.](?P<m>\d\d?)[-.](?P<d>\d\d?)"
    r"|(?P<d2>\d\d?)(?P<sign>[./-]) ?(?P<m2>\d\d?)(?P=sign) ?(?P<y2>20\d\d))(?!\d)"
)
IN_WORDS: Final = re.compile(
    r"(?:(?<!\d)(?P<day>\d\d?)(?:\.|er|º|ú|st|nd|rd|th)?\s+(?:de\s+|ta[’']\s+)?)?"
    r"(?P<month>[^\W\d_]{3,14})\.?,?\s+(?:de\s+)?(?P<year>20\d\d)(?!\d)"
)


@dataclass(frozen=True)
class Reading:
    """``value`` as a form has it, ``said`` is what stands in the text."""

    value: str
    said: str


def amounts_in(text: str) -> list[Reading]:
    """Euros. A full stop or comma before three figures parts thousands in any language, since no amount of
    money has three decimals."""
    return _first(_amounts(text))


def _amounts(text: str) -> Iterator[Reading]:
    for found in AMOUNT.finditer(text):
        euros = _euros(found["after"] or found["before"], in_thousands=bool(found["k1"] or found["k2"]))
        if LEAST_EUROS <= euros <= MOST_EUROS:
            yield Reading(f"{euros:.2f}", found.group().strip())


def _euros(written: str, *, in_thousands: bool) -> Decimal:
    whole, cents = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}))?", written).groups()  # type: ignore[union-attr]
    figures = re.sub(r"\D", "", whole)
    euros = Decimal(f"{figures}.{cents or 0}")
    return euros * 1000 if in_thousands else euros


def days_in(text: str, language: str, *, since: date) -> list[Reading]:
    """From ``since`` on. A month without a day is read as its last one."""
    found = [*_in_figures(text, language), *_in_words(text, language)]
    return _first(Reading(day.isoformat(), said) for day, said in found if day >= since)


def _in_figures(text: str, language: str) -> Iterator[tuple[date, str]]:
    for found in DAY.finditer(text):
        day, month = int(found["d"] or found["d2"]), int(found["m"] or found["m2"])
        if language == "en" and found["sign"] == "/" and day <= 12:  # noqa: PLR2004 - or the month first
            continue
        if read := _date(int(found["y"] or found["y2"]), month, day):
            yield read, found.group()


def _in_words(text: str, language: str) -> Iterator[tuple[date, str]]:
    for found in IN_WORDS.finditer(text):
        month, year = _month(found["month"], language), int(found["year"])
        if month is None:
            continue
        day = int(found["day"]) if found["day"] else calendar.monthrange(year, month)[1]
        if read := _date(year, month, day):
            yield read, " ".join(found.group().split())


def _month(word: str, language: str) -> int | None:
    """Its number, where one month's name is a form of the same word, or nearer than all others."""
    said = fold(word)
    near = {
        number: max((_shared(said, name) for name in names if same_word(said, name)), default=0)
        for number, names in _months(language).items()
    }
    exact = [number for number, names in _months(language).items() if said in names]
    if exact:
        return exact[0]
    best = max(near, key=lambda number: near[number])
    only = sum(length == near[best] for length in near.values()) == 1
    return best if near[best] >= SHORT and only else None


def _shared(one: str, other: str) -> int:
    """Letters at the beginning that both have."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@lru_cache(maxsize=32)
def _months(language: str) -> dict[int, frozenset[str]]:
    shapes = [get_month_names("wide", context, language) for context in ("format", "stand-alone")]
    return {number: frozenset(fold(names[number]) for names in shapes) for number in range(1, 13)}


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _first(readings: Iterator[Reading]) -> list[Reading]:
    """Each value once."""
    found: dict[str, Reading] = {}
    for one in readings:
        found.setdefault(one.value, one)
    return list(found.values())[:MOST]
