"""Public hubs in the catalogue's eleven columns; importing the result changes nothing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from corridor.kernel.audience import VISITOR
from corridor.kernel.errors import Refused
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.sheets import write_csv, write_xlsx
from corridor.members.models import Hub, HubTag

from .columns import COLUMNS, SHEET_NAME
from .images import KIND_OF_LIST
from .tags import written

FORMATS: Final = (".xlsx", ".csv")


def rows() -> Iterator[list[str]]:
    """One row per public hub; the contact's name stays empty, as no such name is kept."""
    hubs = Hub.objects.visible_to(VISITOR).select_related("country")
    tags = _tags()
    for hub in hubs.iterator(chunk_size=500):
        yield _row(hub, tags.get(hub.pk, {}))


def _tags() -> dict[int, dict[str, list[tuple[str, int | None]]]]:
    found: dict[int, dict[str, list[tuple[str, int | None]]]] = {}
    tags = HubTag.objects.filter(term__list__in_force=True, term__list__name__in=KIND_OF_LIST)
    ordered = tags.order_by("hub_id", "-level", "term__position")
    for hub, listed, code, level in ordered.values_list("hub_id", "term__list__name", "term__code", "level"):
        found.setdefault(hub, {}).setdefault(KIND_OF_LIST[listed], []).append((code, level))
    return found


def _row(hub: Hub, tags: dict[str, list[tuple[str, int | None]]]) -> list[str]:
    return [
        hub.name,
        hub.title,
        best_text(hub.description, DEFAULT),
        hub.country.catalogue_name,
        "",
        hub.address,
        hub.kind,
        hub.website,
        *(written(tags.get(kind, [])) for kind in ("sectors", "services", "technologies")),
    ]


def as_xlsx(rows: Iterable[list[str]]) -> bytes:
    target = io.BytesIO()
    write_xlsx(target, COLUMNS, rows, name=SHEET_NAME)
    return target.getvalue()


def as_csv(rows: Iterable[list[str]]) -> bytes:
    target = io.StringIO(newline="")
    write_csv(target, COLUMNS, rows)
    return target.getvalue().encode("utf-8-sig")


def write_file(path: Path) -> int:
    """Write all public hubs to a new file, by its ending; returns how many. A half file never stays."""
    if path.suffix.lower() not in FORMATS:
        raise Refused(_("The file's name must end in .xlsx or .csv."))
    listed = list(rows())
    content = as_xlsx(listed) if path.suffix.lower() == ".xlsx" else as_csv(listed)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refused(_("The file cannot be written: %(why)s.") % {"why": error.strerror}) from error
    return len(listed)
