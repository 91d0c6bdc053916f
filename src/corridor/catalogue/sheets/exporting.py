"""Services as rows of the sheet; importing what a hub's writers export changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from corridor.catalogue import queries
from corridor.catalogue.contents import TERMS, TEXTS, contents_of, proposed_contents
from corridor.catalogue.models import Service, ServiceQuerySet, TestBed
from corridor.kernel.audience import Viewer
from corridor.kernel.sheets import write_csv, write_xlsx
from corridor.kernel.sheets.delimited import BINARY
from corridor.members.models import Hub

from .columns import HUB, OF_BED, SLUG, STATE, Column, columns_for, spoken
from .lists import official_codes
from .planning import Contents, with_contents

SHEET_NAME: Final = "Services"
CHUNK: Final = 500
FOR_WRITERS: Final = frozenset({"audience", "group"})  # of no use to others, and about the group
Official = Mapping[str, Mapping[str, str]]


def written_by(hub: Hub) -> tuple[list[Column], Iterator[list[str]]]:
    """All of a hub's services as its writers wrote them last, drafts as well."""
    services = Service.objects.filter(hub=hub).order_by("slug")
    return _sheet(services, proposed_contents, columns_for(_languages(services), extra=[STATE]))


def seen_by(viewer: Viewer, hub: Hub | None = None) -> tuple[list[Column], Iterator[list[str]]]:
    """What this viewer sees, of one hub or of all."""
    services = queries.visible(viewer).order_by("hub__slug", "slug")
    services = services.filter(hub=hub) if hub else services
    known = set(Hub.objects.visible_to(viewer).values_list("slug", flat=True))
    columns = columns_for(_languages(services), extra=[HUB, STATE])
    columns = [column for column in columns if column.name not in FOR_WRITERS]
    return _sheet(services, lambda service: _as_others_see(service, known), columns)


def _as_others_see(service: Service, known: set[str]) -> Contents:
    agreed = {one.hub.slug for one in service.co_providers.all() if one.agreed and not one.is_proposed}
    return contents_of(service) | {"co_providers": sorted(agreed & known)}


def as_xlsx(columns: list[Column], rows: Iterable[list[str]]) -> bytes:
    target = io.BytesIO()
    write_xlsx(target, [column.heading for column in columns], rows, name=SHEET_NAME)
    return target.getvalue()


def as_csv(columns: list[Column], rows: Iterable[list[str]]) -> bytes:
    target = io.StringIO(newline="")
    write_csv(target, [column.heading for column in columns], rows)
    return target.getvalue().encode("utf-8-sig")


def _languages(services: ServiceQuerySet) -> set[str]:
    """In which something is written, proposals included, and those that the reader needs."""
    found = set(spoken())
    for *texts, pending in services.order_by().values_list(*TEXTS, "pending").iterator(chunk_size=CHUNK):
        found.update(*texts, *((pending or {}).get(name, ()) for name in TEXTS))
    for safety in TestBed.objects.filter(service__in=services.order_by()).values_list("safety", flat=True):
        found.update(safety)
    return found


def _sheet(
    services: ServiceQuerySet, said: Callable[[Service], Contents], columns: list[Column]
) -> tuple[list[Column], Iterator[list[str]]]:
    official = {name: official_codes(name) for name in ("category", *TERMS)}
    found = with_contents(services).iterator(chunk_size=CHUNK)
    return columns, (_row(service, said(service), columns, official) for service in found)


def _row(service: Service, contents: Contents, columns: list[Column], official: Official) -> list[str]:
    told = {SLUG: service.slug, HUB: service.hub.slug, STATE: service.state}
    bed = contents["test_bed"] or {}
    values = contents | {name: bed.get(name) for name in OF_BED} | told | {"test_bed": bool(bed)}
    return [_cell(column, values[column.name], official.get(column.name, {})) for column in columns]


def _cell(column: Column, value: Any, codes: Mapping[str, str]) -> str:
    if column.language:
        return BINARY.sub("", (value or {}).get(column.language, ""))
    if isinstance(value, list):
        return "; ".join(BINARY.sub("", codes.get(one, one)) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else BINARY.sub("", codes.get(value, str(value)))
