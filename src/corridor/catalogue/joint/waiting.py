"""What waits for a hub that is asked to provide a service together with another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from corridor.catalogue.models import CoProvider
from corridor.catalogue.rules import writers_roles
from corridor.kernel.audience import Viewer
from corridor.kernel.waiting import Item, register_waiting

from .asking import page_of_agreement

# Whether there is anything to look for at all.
ANY_ASKED = """exists (select from catalogue_coprovider c join catalogue_service s on s.id = c.service_id
    where c.hub_id = any(%(hubs)s) and s.submitted_at is not null)"""


def register() -> None:
    register_waiting("catalogue.agreements", agreements, if_any=ANY_ASKED)


def agreements(person: Any, viewer: Viewer) -> Iterator[Item]:
    if not viewer.hubs:
        return
    roles = writers_roles(person)
    asked = CoProvider.objects.unanswered().filter(hub__in=roles, service__submitted_at__isnull=False)
    for row in asked.select_related("hub", "service__hub"):
        names = {"owner": row.service.hub.name, "service": row.service}
        yield Item(
            kind="service-agreement",
            title=_("%(owner)s asks you to provide together: %(service)s") % names,
            url=page_of_agreement(row.service),
            for_whom=row.hub.name,
            as_role=roles[row.hub_id],
            why=_("Agree or decline. The group looks at it once all hubs have agreed."),
            since=row.asked_at,
        )
