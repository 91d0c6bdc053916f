"""Planned rows into tables, in a handful of statements however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from corridor.kernel import journal
from corridor.members.actions import announce_hubs
from corridor.members.enums import Source
from corridor.members.models import Hub, HubTag
from corridor.vocab.models import Term

from .facts import TAG_LISTS
from .images import COLUMNS, Image, put_back
from .models import ImportRow, Outcome
from .planning import HubPlan

RESERVED = {"edit", "export", "list", "map", "new", "table"}
BATCH = 500


def write(by: Any, planned: HubPlan) -> None:
    new = [row for row in planned.rows if row.outcome == Outcome.NEW]
    changed = [row for row in planned.rows if row.outcome == Outcome.CHANGED]
    _create(new)
    rewrite([(planned.hubs[row.hub_id], row.after) for row in changed if row.hub_id])
    write_tags({row.hub_id: row.after for row in [*new, *changed] if row.hub_id})
    for row in [*new, *changed]:
        row.hub_version = row.hub.version if row.hub else None
    journal.record_many(
        "import", [(row.hub, row.before, row.after) for row in [*new, *changed] if row.hub], by=by
    )
    announce_hubs([row.hub_id for row in [*new, *changed] if row.hub_id])


def _create(rows: list[ImportRow]) -> None:
    taken = set(Hub.objects.values_list("slug", flat=True)) | RESERVED
    for row in rows:
        hub = Hub(slug=_slug(row, taken), source=Source.CATALOGUE)
        put_back(hub, row.after)
        row.hub = hub
    Hub.objects.bulk_create([row.hub for row in rows if row.hub], batch_size=BATCH)
    for row in rows:
        row.hub = row.hub  # once more: only now the hub has its id, which the row takes over


def _slug(row: ImportRow, taken: set[str]) -> str:
    words = slugify(row.after["name"]) or slugify(row.after["title"]) or f"hub-{row.after['country'].lower()}"
    stem = words[:100].strip("-")
    for slug in _tries(stem, row.after["country"].lower()):
        if slug not in taken:
            taken.add(slug)
            return slug
    raise AssertionError  # the tries never end


def _tries(stem: str, country: str) -> Iterable[str]:
    yield stem
    yield f"{stem}-{country}"
    number = 2
    while True:
        yield f"{stem}-{country}-{number}"
        number += 1


def rewrite(changes: list[tuple[Hub, Image]]) -> None:
    """Columns of hubs that are there already; each gets a new version."""
    now = timezone.now()
    for hub, values in changes:
        put_back(hub, values)
        hub.version, hub.updated_at = hub.version + 1, now
    fields = [*COLUMNS.values(), "version", "updated_at"]
    Hub.objects.bulk_update([hub for hub, _values in changes], fields, batch_size=BATCH)


def write_tags(values: dict[int, Image]) -> None:
    """Tags of the lists that ``values`` names per hub, replaced as a whole."""
    terms = _terms()
    for kind in TAG_LISTS:
        hubs = {hub: image[kind] for hub, image in values.items() if kind in image}
        HubTag.objects.filter(_of_list(kind), hub__in=hubs).delete()
        HubTag.objects.bulk_create(
            (
                HubTag(hub_id=hub, term_id=terms[kind, slug], level=level or None)
                for hub, tags in hubs.items()
                for slug, level in tags.items()
            ),
            batch_size=5000,
        )


def _of_list(kind: str) -> Q:
    return Q(term__list__name=TAG_LISTS[kind][1], term__list__in_force=True)


def _terms() -> dict[tuple[str, str], int]:
    kinds = {str(listed): kind for kind, (_column, listed) in TAG_LISTS.items()}
    terms = Term.objects.filter(list__in_force=True, list__name__in=kinds)
    return {(kinds[listed], slug): pk for listed, slug, pk in terms.values_list("list__name", "slug", "pk")}


def relations_to_hub() -> Iterable[models.Field[Any, Any]]:
    """Every foreign key to a hub in any room, also those that hide from the hub."""
    for relation in Hub._meta.get_fields(include_hidden=True):  # noqa: SLF001
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.field  # type: ignore[union-attr]
