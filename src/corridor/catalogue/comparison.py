"""Services beside each other: one row for each thing that one of them says, and whether they differ in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from .contents import LABELS, OF_TEST_BED, TEXTS, contents_of
from .linked_data import others_of
from .models import Service
from .wording import Names, bed_label, in_words, names_in

Contents = Mapping[str, Any]
# Who may see it and who reviews it is no part of what it offers; the others are columns, links or rows below.
LEFT_OUT: Final = {
    *("title", "audience", "group", "contact_role", "contact_mail", "website"),
    *("co_providers", "countries", "regions", "test_bed"),
}


@dataclass(frozen=True)
class Cell:
    """Words, or a text in several languages."""

    words: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.texts)


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]

    @property
    def differs(self) -> bool:
        return any(cell != self.cells[0] for cell in self.cells)


def rows_of(services: Sequence[Service]) -> list[Row]:
    """Of services with all that ``queries.in_full`` brings; what none of them says is left out."""
    said = [contents_of(service) for service in services]
    names = names_in(*({**one, "group": None, "co_providers": []} for one in said))
    rows = [Row(_("Hub"), [Cell(_hubs(service)) for service in services])]
    for name, label in LABELS.items():
        if name not in LEFT_OUT:
            rows.append(Row(str(label), [_cell(name, one, names) for one in said]))
        elif name == "countries":
            rows.append(Row(_("Area served"), [Cell(_places(one, names)) for one in said]))
    return [row for row in (*rows, *_of_test_beds(said, names)) if any(row.cells)]


def _hubs(service: Service) -> str:
    return ", ".join(hub.name for hub in (service.hub, *others_of(service)))


def _cell(name: str, said: Contents, names: Names) -> Cell:
    if name in TEXTS:
        return Cell(texts=said[name])
    return Cell(in_words(name, said[name], names) or _without(name))


def _places(said: Contents, names: Names) -> str:
    told = (in_words(name, said[name], names) for name in ("countries", "regions"))
    return ", ".join(filter(None, told)) or _("anywhere in Europe")


def _without(name: str) -> str:
    """What it means to say nothing there."""
    return {"sectors": _("all sectors"), "customers": _("everybody")}.get(name, "")


def _of_test_beds(said: Sequence[Contents], names: Names) -> Iterator[Row]:
    beds = [one["test_bed"] for one in said]
    if not any(beds):
        return
    yield Row(str(LABELS["test_bed"]), [Cell(_("yes") if bed else _("no")) for bed in beds])
    for name in OF_TEST_BED:
        yield Row(bed_label(name), [_of_bed(name, bed or {}, names) for bed in beds])


def _of_bed(name: str, bed: Contents, names: Names) -> Cell:
    if name == "safety":
        return Cell(texts=bed.get(name, {}))
    return Cell(in_words(name, bed.get(name), names))
