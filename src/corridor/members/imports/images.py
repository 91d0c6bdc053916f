"""A hub as plain values that can be compared, kept beside a run, and put back exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from corridor.members.models import Hub, HubTag

from .facts import TAG_LISTS

Image = dict[str, Any]

COLUMNS: Final = {  # field of the image: attribute of the hub
    "name": "name",
    "title": "title",
    "kind": "kind",
    "description": "description",
    "country": "country_id",
    "region": "region_id",
    "address": "address",
    "city": "city",
    "latitude": "latitude",
    "longitude": "longitude",
    "website": "website",
    "catalogue_key": "catalogue_key",
}
LABELS: Final = {
    "name": _("short name"),
    "title": _("title"),
    "kind": _("kind"),
    "description": _("description"),
    "country": _("country"),
    "region": _("region"),
    "address": _("address"),
    "city": _("city"),
    "latitude": _("latitude"),
    "longitude": _("longitude"),
    "website": _("website"),
    "catalogue_key": _("entry in the catalogue"),
    "technologies": _("technologies"),
    "sectors": _("sectors"),
    "services": _("services"),
}
KIND_OF_LIST: Final = {str(listed): kind for kind, (_column, listed) in TAG_LISTS.items()}


def images_of(hubs: Iterable[Hub]) -> dict[int, Image]:
    """Images by hub id; one query for all tags."""
    hubs = list(hubs)
    tags = _tags_of([hub.pk for hub in hubs])
    return {
        hub.pk: {name: getattr(hub, column) for name, column in COLUMNS.items()} | tags[hub.pk]
        for hub in hubs
    }


def _tags_of(ids: Collection[int]) -> dict[int, dict[str, dict[str, int]]]:
    found: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: {kind: {} for kind in TAG_LISTS})
    rows = HubTag.objects.filter(
        hub__in=ids, term__list__in_force=True, term__list__name__in=KIND_OF_LIST
    ).values_list("hub_id", "term__list__name", "term__slug", "level")
    for hub, listed, slug, level in rows.order_by():
        found[hub][KIND_OF_LIST[listed]][slug] = level or 0
    return found


def put_back(hub: Hub, values: Image) -> None:
    """Set the columns that ``values`` names; tags are the caller's, who does them for many at once."""
    for name, value in values.items():
        if name in COLUMNS:
            setattr(hub, COLUMNS[name], value)
