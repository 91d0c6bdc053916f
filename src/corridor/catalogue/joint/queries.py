"""What a hub agreed to, what it is asked, and the door to its answer."""

from __future__ import annotations

from typing import Any

from corridor.catalogue.contents import DAILY, LABELS, contents_of, differing, proposed_contents
from corridor.catalogue.models import CoProvider, Service, ServiceVersion
from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import clean_text


def rows_for_answering(viewer: Viewer, hub: str, slug: str) -> list[CoProvider]:
    """For the people of the hubs that are asked, or that provide the service as well."""
    asked = CoProvider.objects.filter(service__hub__slug=clean_text(hub), service__slug=clean_text(slug))
    rows = list(asked.filter(hub__in=viewer.hubs).select_related("hub", "service__hub", "service__group"))
    if not rows:
        raise NotFound
    return rows


def agreed_contents(row: CoProvider) -> dict[str, Any]:
    """What the hub agreed to last; what is shared, where no version of that is known."""
    kept = ServiceVersion.objects.filter(service=row.service_id, number=row.agreed_version or 0).first()
    if kept is None:
        return contents_of(row.service)
    said = {name: kept.values.get(name) for name in LABELS}
    return said | (kept.values.get("pending") or {})


def changed_since_agreement(row: CoProvider, service: Service) -> list[str]:
    """Names of what would be shared otherwise than the hub agreed to, without what changes daily."""
    before, after = agreed_contents(row), proposed_contents(service)
    return [name for name in differing(before, after) if name not in DAILY]
