"""From a row of the spreadsheet to facts about a hub, or to the reasons why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.sheets import Limits, Row, open_sheet
from corridor.members.enums import HubKind
from corridor.vocab.enums import ListName
from corridor.vocab.models import Country, Term

from . import columns
from .keys import folded, key_of
from .languages import language_of
from .notes import Note, note
from .places import town_in
from .tags import TagReader

LARGEST: Final = Limits(rows=5_000)
LIMITS: Final = {columns.NAME: 200, columns.TITLE: 500, columns.LOCATION: 500}
TAG_LISTS: Final = {
    "technologies": (columns.TECHNOLOGIES, ListName.TECHNOLOGIES),
    "sectors": (columns.SECTORS, ListName.SECTORS),
    "services": (columns.SERVICES, ListName.SERVICE_TAGS),
}
web_address = URLValidator(schemes=["http", "https"])


@dataclass
class RowRead:
    """One row; where there is a reason to refuse it, ``facts`` tells its country at most."""

    number: int
    label: str
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)


class RowReader:
    """Knows the countries and official lists in force, and reads rows by them."""

    def __init__(self) -> None:
        self.countries = {folded(one.catalogue_name): one for one in Country.objects.all()}
        self.kinds = {folded(kind): kind for kind in HubKind.values}
        self.tags = {name: TagReader(_labels(listed)) for name, (_column, listed) in TAG_LISTS.items()}
        if not self.countries or not all(_labels(listed) for _column, listed in TAG_LISTS.values()):
            raise Refused(_("The official lists are not loaded yet; without them no row can be understood."))

    def read(self, row: Row, header: tuple[str, ...]) -> RowRead:
        cells = dict(zip(header, row.cells, strict=True))
        lines = {name: " ".join(clean_text(cells[name]).split()) for name in columns.NEEDED}
        read = RowRead(row.number, lines[columns.NAME][:200] or lines[columns.TITLE][:200])
        if row.surplus:
            read.reasons.append(note("surplus"))
        self._check_texts(read, lines)
        country = self.countries.get(folded(lines[columns.COUNTRY]))
        kind = self.kinds.get(folded(lines[columns.KIND]))
        self._check_known(read, lines, country, kind)
        read.facts = {"country": country.code} if country else {}
        if country and kind and not read.reasons:
            read.facts = self._facts(read, cells, lines, country) | {"kind": kind}
        return read

    @staticmethod
    def _check_texts(read: RowRead, lines: dict[str, str]) -> None:
        for column in (columns.NAME, columns.TITLE, columns.COUNTRY, columns.KIND):
            if not lines[column]:
                read.reasons.append(note("missing", column=column))
        for column, limit in LIMITS.items():
            if len(lines[column]) > limit:
                read.reasons.append(note("too-long", column=column, limit=limit))

    @staticmethod
    def _check_known(read: RowRead, lines: dict[str, str], country: Country | None, kind: str | None) -> None:
        if lines[columns.COUNTRY] and not country:
            read.reasons.append(note("country", value=lines[columns.COUNTRY][:80]))
        if lines[columns.KIND] and not kind:
            known = ", ".join(HubKind.values)
            read.reasons.append(note("kind", value=lines[columns.KIND][:80], known=known))

    def _facts(
        self, read: RowRead, cells: dict[str, str], lines: dict[str, str], country: Country
    ) -> dict[str, Any]:
        text = clean_text(cells[columns.DESCRIPTION].replace("\r\n", "\n").replace("\r", "\n"))
        name, title, location = (lines[column] for column in LIMITS)
        return {
            "key": key_of(country.code, name, title),
            "name": name,
            "title": title,
            "description": {language_of(text): text} if text else {},
            "country": country.code,
            "address": location,
            "city": town_in(location, country.code, country.catalogue_name),
            "website": _website(read, lines[columns.WEBSITE]),
            **{kind: self._tags(read, kind, lines) for kind in TAG_LISTS},
        }

    def _tags(self, read: RowRead, kind: str, lines: dict[str, str]) -> dict[str, int]:
        column = TAG_LISTS[kind][0]
        tags = self.tags[kind].read(lines[column])
        read.warnings += [note("unknown-tag", value=label[:120], column=column) for label in tags.unknown]
        read.warnings += [note("levels", value=label) for label in tags.at_odds]
        return tags.levels


def _labels(listed: str) -> dict[str, str]:
    terms = Term.objects.filter(list__name=listed, list__in_force=True)
    return dict(terms.values_list("code", "slug"))


def _website(read: RowRead, value: str) -> str:
    if not value or value.casefold() == columns.NO_WEBSITE:
        return ""
    address = value if "://" in value else f"https://{value}"
    try:
        web_address(address)
    except ValidationError:
        address = ""
    if not address or len(address) > 500:  # noqa: PLR2004 - as wide as the column
        read.warnings.append(note("website", value=value[:120]))
        return ""
    return address


def read_rows(content: bytes) -> list[RowRead]:
    """All rows of the catalogue's export in ``content``; ``Refused`` where it is something else."""
    sheet = open_sheet(content, LARGEST)
    header = _canonical(sheet.header)
    reader = RowReader()
    read = list(_without_twins(reader.read(row, header) for row in sheet.rows))
    if not read:
        raise Refused(_("There is no row below the header."))
    return read


def _canonical(header: tuple[str, ...]) -> tuple[str, ...]:
    """The header with the catalogue's own spelling of its columns, in whatever order they come."""
    own = {folded(name): name for name in columns.COLUMNS}
    names = tuple(own.get(folded(name), name) for name in header)
    lacking = [name for name in columns.NEEDED if name not in names]
    if lacking:
        raise Refused(
            _("This is not the catalogue's export: it lacks the columns %(names)s.")
            % {"names": ", ".join(f"“{name}”" for name in lacking)}
        )
    return names


def _without_twins(rows: Iterator[RowRead]) -> Iterator[RowRead]:
    """The same rows; one that repeats the hub of an earlier one is refused, with that row's number."""
    first: dict[str, int] = {}
    for row in rows:
        key = row.facts.get("key")
        if key in first:
            row.reasons.append(note("twice", row=first[key]))
            row.facts = {"country": row.facts["country"]}
        elif key:
            first[key] = row.number
        yield row
