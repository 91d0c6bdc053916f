"""What a cell says, as a value; where it says nothing clear, a note says what to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.kernel.i18n.fields import clean_text

from .delimited import BINARY
from .runs import Note, note

SHOWN: Final = 80
MOST: Final = 200  # values in a cell
MOST_PRICE: Final = Decimal(10_000_000)
ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
EUROPEAN_DAY: Final = re.compile(r"(\d{1,2})([./])\s?(\d{1,2})\2\s?(\d{4})")
HOUR: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?", re.ASCII)
WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)
PLAIN_PRICE: Final = re.compile(r"\d{1,8}(?:\.\d{1,2})?", re.ASCII)
UNCLEAR_PRICE: Final = re.compile(r"\d{1,3}[.,]\d{3}", re.ASCII)
BLANKS: Final = re.compile(r"[\s\u00a0\u202f€']|EUR", re.IGNORECASE)
INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))  # as copied from web pages
web_address = URLValidator(schemes=["http", "https"])

# What is said of a row or a cell, by the codes of notes.
OF_CELLS: Final = {
    "surplus": gettext_lazy("The row has more cells than the header."),
    "unknown": gettext_lazy("“%(value)s” is not known in the column “%(column)s”."),
    "number": gettext_lazy(
        "“%(value)s” in the column “%(column)s” is no whole number from %(least)s to %(most)s."
    ),
    "price": gettext_lazy(
        "“%(value)s” in the column “%(column)s” is no price. Write it like 12000 or 950.50."
    ),
    "unclear-price": gettext_lazy(
        "“%(value)s” in the column “%(column)s” can mean two prices. Write it without dots or commas."
    ),
    "day": gettext_lazy("“%(value)s” in the column “%(column)s” is no day. Write it like 2027-03-31."),
    "unclear-day": gettext_lazy(
        "“%(value)s” in the column “%(column)s” can mean two days. Write it like 2027-03-31."
    ),
    "hour": gettext_lazy("“%(value)s” in the column “%(column)s” is no hour. Write it like 09:30."),
    "yes-no": gettext_lazy("“%(value)s” in the column “%(column)s” is neither “yes” nor “no”."),
    "website": gettext_lazy("“%(value)s” is no address of a website."),
    "mail": gettext_lazy("“%(value)s” is no e-mail address."),
    "too-long": gettext_lazy("The column “%(column)s” holds more than %(limit)s characters."),
    "too-many": gettext_lazy("The column “%(column)s” holds more than %(limit)s values."),
}

Reader = Callable[[str, str], Any]


def folded(text: str) -> str:
    """The same for what people take to be the same."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(INVISIBLE).casefold().split())


class Unclear(Exception):
    """A cell that cannot be taken."""

    def __init__(self, said: Note) -> None:
        super().__init__(said["code"])
        self.said = said


def unclear(code: str, column: str, text: str, **values: Any) -> Unclear:
    return Unclear(note(code, column=column, value=text[:SHOWN], **values))


class Choice:
    """One of the things that a list has, by code or by any of its names; several after semicolons.

    A name that two things have stands for neither of them. Several come by their codes, or with ``in_order``
    as the list has them.
    """

    def __init__(self, names: Iterable[tuple[str, Iterable[str]]], *, in_order: bool = False) -> None:
        self.found: dict[str, str] = {}
        self.seen: dict[str, str] = {}
        doubtful = set()
        given = [(code, list(words)) for code, words in names]
        for code, words in given:
            for word in map(folded, words):
                if self.found.setdefault(word, code) != code:
                    doubtful.add(word)
        self.found = {word: code for word, code in self.found.items() if word and word not in doubtful}
        self.found |= {folded(code): code for code, _words in given}
        self.place = {code: n if in_order else 0 for n, (code, _words) in enumerate(given)}

    def one(self, column: str, text: str) -> str:
        code = self.seen.get(text)
        if code is None:
            code = self.found.get(folded(text), "")
            if not code:
                raise unclear("unknown", column, text)
            self.seen[text] = code
        return code

    def many(self, column: str, text: str) -> list[str]:
        found = {self.one(column, part) for part in parts(column, text)}
        return sorted(found, key=lambda code: (self.place[code], code))


def parts(column: str, text: str) -> list[str]:
    found = [part.strip() for part in text.split(";")]
    found = [part for part in found if part]
    if len(found) > MOST:
        raise unclear("too-many", column, text, limit=MOST)
    return found


def yes_or_no(column: str, text: str) -> bool:
    found = _yes_and_no().get(folded(text))
    if found is None:
        raise unclear("yes-no", column, text)
    return found


def _yes_and_no() -> Mapping[str, bool]:
    return {
        folded(_("no")): False,
        folded(_("yes")): True,
        **dict.fromkeys(("no", "false", "0", "n"), False),
        **dict.fromkeys(("yes", "true", "1", "y", "x"), True),
    }


def number(least: int, most: int) -> Reader:
    def read(column: str, text: str) -> int:
        if not WHOLE.fullmatch(text) or not least <= int(text) <= most:
            raise unclear("number", column, text, least=least, most=most)
        return int(text)

    return read


def price(column: str, text: str) -> str:
    """12000, 950.50, 950,50, 12 000,00 or 12.000,00; not 12.000, which some read as twelve."""
    plain = BLANKS.sub("", text)
    if UNCLEAR_PRICE.fullmatch(plain):
        raise unclear("unclear-price", column, text)
    if "," in plain and "." in plain:
        comma_last = plain.rfind(",") > plain.rfind(".")
        plain = plain.replace("." if comma_last else ",", "")
    plain = plain.replace(",", ".")
    if not PLAIN_PRICE.fullmatch(plain) or Decimal(plain) >= MOST_PRICE:
        raise unclear("price", column, text)
    return f"{Decimal(plain):.2f}"


def day(column: str, text: str) -> str:
    """2027-03-31, or 31.3.2027; with slashes only where the day cannot be the month."""
    if found := ISO_DAY.fullmatch(text):
        return _day(column, text, found[1], found[2], found[3])
    if found := EUROPEAN_DAY.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if found[2] == "/" and first != second and max(first, second) <= 12:  # noqa: PLR2004 - months
            raise unclear("unclear-day", column, text)
        if found[2] == "/" and second > 12:  # noqa: PLR2004
            first, second = second, first
        return _day(column, text, found[4], second, first)
    raise unclear("day", column, text)


def hour(column: str, text: str) -> str:
    """9:00, 09.00 or 09:00:00, as 09:00."""
    found = HOUR.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 - hours and minutes
        raise unclear("hour", column, text)
    return f"{int(found[1]):02}:{found[2]}"


def _day(column: str, text: str, *numbers: Any) -> str:
    try:
        return date(*map(int, numbers)).isoformat()
    except ValueError as error:
        raise unclear("day", column, text) from error


def words(limit: int) -> Reader:
    def read(column: str, text: str) -> str:
        if len(line(text)) > limit:
            raise unclear("too-long", column, text, limit=limit)
        return line(text)

    return read


def several_words(limit: int) -> Reader:
    one = words(limit)
    return lambda column, text: list(dict.fromkeys(one(column, part) for part in parts(column, text)))


def website(column: str, text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    if len(address) > 500:  # noqa: PLR2004 - as wide as the field
        raise unclear("too-long", column, text, limit=500)
    try:
        web_address(address)
    except ValidationError as error:
        raise unclear("website", column, text) from error
    return address


def mail(column: str, text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise unclear("mail", column, text) from error
    return text


def lines(text: str) -> str:
    """A text of several lines, with the line ends that the form stores and nothing that no sheet can hold."""
    return clean_text(BINARY.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def line(text: str) -> str:
    return " ".join(BINARY.sub("", text).split())
