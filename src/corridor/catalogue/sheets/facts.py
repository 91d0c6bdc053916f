"""From a row of the sheet to values, or to the reasons why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from corridor.catalogue.contents import PLACES, TERMS, TEXTS
from corridor.catalogue.models import CoProvider, Service
from corridor.kernel.audience import VISITOR, Viewer
from corridor.kernel.errors import Refused
from corridor.kernel.i18n.fields import best_text, clean_text
from corridor.kernel.sheets import Limits, Row, open_sheet
from corridor.kernel.sheets.cells import (
    Choice,
    Reader,
    Unclear,
    day,
    folded,
    line,
    lines,
    mail,
    number,
    price,
    several_words,
    website,
    words,
)
from corridor.kernel.sheets.cells import yes_or_no as yes_no
from corridor.members.models import Hub, WorkingGroup

from . import lists
from .columns import HUB, OF_BED, SLUG, Column, Header
from .notes import Note, note

UPLOADED: Final = Limits(columns=200)
GIVEN_BY_OPERATOR: Final = Limits(
    size=200 * 1024 * 1024, rows=100_000, columns=200, cells=5_000_000, unpacked=1024 * 1024 * 1024
)
COMMENT: Final = "#"  # rows whose slug begins so are for people
LONGEST: Final = {"title": 300}
LONG: Final = 10_000
# An empty cell empties the field, and leaves these as they are: they always say something.
NEVER_EMPTY: Final = frozenset(
    {"category", "delivery", "per", "aid", "audience", "test_bed", "setting"}
    | {"remote_access", "sim_supplied", "licence_supplied"}
)
EMPTY: Final[dict[str, Any]] = {
    **{name: [] for name in (*TERMS, *PLACES, "concepts", "languages", "customers", "co_providers", "bands")},
    **dict.fromkeys(("website", "contact_role", "contact_mail", "area"), ""),
}


@dataclass
class RowRead:
    """One row. ``facts`` is empty where there is a reason to refuse it, or where it is a comment."""

    number: int
    label: str
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: list[Note] = field(default_factory=list)


@dataclass
class Read:
    rows: list[RowRead]
    unknown: list[str]  # columns that are left out


def read_rows(hub: Hub, content: bytes, *, viewer: Viewer = VISITOR, limits: Limits = UPLOADED) -> Read:
    """All rows of ``content``; ``Refused`` where it is something else."""
    sheet = open_sheet(content, limits)
    header = Header(sheet.header)
    if not {Column(SLUG), *(Column("title", one.language) for one in header.columns if one)} & set(
        header.columns
    ):
        raise Refused(_("This is no sheet of services: it has neither a column “slug” nor a title."))
    reader = RowReader(hub, header, viewer)
    rows = [read for row in sheet.rows if (read := reader.read(row))]
    if not rows:
        raise Refused(_("There is no row below the header."))
    return Read(rows, header.unknown)


def normal(name: str, text: str) -> str:
    """A text as it is kept: a title on one line."""
    return line(text) if name == "title" else lines(text)


class RowReader:
    """Knows the official lists in force, the hub's groups and the hubs that the person sees."""

    def __init__(self, hub: Hub, header: Header, viewer: Viewer) -> None:
        self.hub = hub
        twice = [one for one in header.columns if one and header.columns.count(one) > 1]
        if twice:
            raise Refused(_("Two columns are called “%(name)s”.") % {"name": twice[0].heading})
        self.columns = header.columns
        self.readers = _readers(hub, viewer)

    def read(self, row: Row) -> RowRead | None:
        """``None`` for comments and for the template's example."""
        cells = {
            column: clean_text(cell)
            for column, cell in zip(self.columns, row.cells, strict=True)
            if column is not None
        }
        slug = cells.get(Column(SLUG), "")
        if slug.startswith(COMMENT):
            return None
        read = RowRead(row.number, slug[:200])
        if row.surplus:
            read.reasons.append(note("surplus"))
        if folded(cells.get(Column(HUB), "")) not in ("", folded(self.hub.slug), folded(self.hub.name)):
            read.reasons.append(note("other-hub"))
        facts = self._facts(read, cells)
        read.label = best_text(facts["texts"].get("title", {}))[:200] or read.label
        read.facts = {} if read.reasons else facts | {"slug": slug}
        return read

    def _facts(self, read: RowRead, cells: dict[Column, str]) -> dict[str, Any]:
        facts: dict[str, Any] = {"values": {}, "texts": {}, "bed": {}, "safety": {}}
        for column, cell in cells.items():
            if column.language:
                self._text(read, facts, column, cell)
            elif column.name in self.readers:
                self._value(read, facts, column.name, cell)
        return facts

    def _text(self, read: RowRead, facts: dict[str, Any], column: Column, cell: str) -> None:
        text = normal(column.name, cell)
        limit = LONGEST.get(column.name, LONG)
        if len(text) > limit:
            read.reasons.append(note("too-long", column=column.heading, limit=limit))
        kept = facts["texts"].setdefault(column.name, {}) if column.name in TEXTS else facts["safety"]
        kept[column.language] = text

    def _value(self, read: RowRead, facts: dict[str, Any], name: str, cell: str) -> None:
        kept = facts["bed"] if name in OF_BED else facts["values"]
        if not cell:
            if name not in NEVER_EMPTY:
                kept[name] = EMPTY.get(name)
            return
        try:
            kept[name] = self.readers[name](name, cell)
        except Unclear as refusal:
            read.reasons.append(refusal.said)


def _readers(hub: Hub, viewer: Viewer) -> dict[str, Reader]:
    return {**_chosen(hub, viewer), **_written()}


def _chosen(hub: Hub, viewer: Viewer) -> dict[str, Reader]:
    known = Service.objects.filter(hub=hub)  # what was chosen once may stay
    groups = WorkingGroup.objects.filter(Q(memberships__hub=hub) | Q(pk__in=known.values("group"))).distinct()
    named = Hub.objects.filter(pk__in=CoProvider.objects.filter(service__in=known).values("hub"))
    one = {name: Choice(lists.enum(name)).one for name in ("delivery", "per", "aid", "audience", "setting")}
    many = {
        **{name: Choice(lists.terms(name)) for name in ("technologies", "sectors", "tags")},
        "concepts": Choice(lists.concepts()),
        "languages": Choice(lists.languages(), in_order=True),
        "countries": Choice(lists.countries()),
        "regions": Choice(lists.regions()),
        "customers": Choice(lists.enum("customers"), in_order=True),
        "co_providers": Choice(lists.hubs({*Hub.objects.visible_to(viewer), *named})),
    }
    return {
        **one,
        **{name: choice.many for name, choice in many.items()},
        "category": Choice(lists.terms("category")).one,
        "group": Choice(lists.groups(groups)).one,
    }


def _written() -> dict[str, Reader]:
    return {
        **dict.fromkeys(("list_price", "price"), price),
        **dict.fromkeys(("test_bed", "remote_access", "sim_supplied", "licence_supplied"), yes_no),
        **dict.fromkeys(("trl_from", "trl_to"), number(1, 9)),
        "capacity": number(1, 1000),
        "lead_days": number(0, 1000),
        "release": number(8, 30),
        "slot_hours": number(1, 24 * 14),
        "next_free": day,
        "website": website,
        "contact_role": words(120),
        "contact_mail": mail,
        "area": words(200),
        "bands": several_words(60),
    }
