"""What is said of the whole catalogue today: who publishes it, in which files it comes."""

from __future__ import annotations

from typing import Final

from corridor.kernel.http.downloads import XLSX
from corridor.kernel.linked_data.formats import FORMATS
from corridor.kernel.linked_data.words import name_of

from . import queries
from .dcat import CPSV_AP, File, State

SHEETS: Final = {
    "xlsx": ("XLSX", XLSX),
    "csv": ("CSV", "text/csv"),
}
GRAPHS: Final = {"ttl": "RDF_TURTLE", "jsonld": "JSON_LD"}


def state() -> State:
    return State(
        publisher=queries.publisher(),
        changed=queries.changed_at(),
        languages=queries.languages(),
        files=[*_sheets(), *_graphs(), _interface()],
    )


def _sheets() -> list[File]:
    return [
        File(suffix, table, table, media_type, (name_of(f"catalogue:export-{suffix}"),))
        for suffix, (table, media_type) in SHEETS.items()
    ]


def _graphs() -> list[File]:
    """Each in as many parts as it needs."""
    parts = range(1, queries.pages() + 1)
    return [
        File(
            suffix,
            f"CPSV-AP, {FORMATS[suffix].name}",
            table,
            FORMATS[suffix].media_type,
            tuple(queries.address_of_page(suffix, number) for number in parts),
            CPSV_AP,
        )
        for suffix, table in GRAPHS.items()
    ]


def _interface() -> File:
    address = f"{name_of('api:api-root')}services"
    return File("json", "JSON interface", "JSON", "application/json", (address,), is_download=False)
