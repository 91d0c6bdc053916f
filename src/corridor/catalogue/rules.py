"""Who may do what with a service: predicates about a person and a service, named like permissions.

Editors and delegates of a hub write its services; alternates look on. A review is by somebody who takes part
in the group and acts for none of the hubs that provide the service.
"""

from __future__ import annotations

from typing import Any

from corridor.kernel.audience import Viewer
from corridor.members.enums import SeatRole
from corridor.members.models import Hub, Seat

from .models import CoProvider, Service

WRITERS = (SeatRole.EDITOR, SeatRole.DELEGATE)


def writes_for(person: Any, hub: Hub | int) -> bool:
    """Whoever edits the hub writes its services."""
    hub_id = hub if isinstance(hub, int) else hub.pk
    if not person.is_authenticated:
        return False
    return Seat.objects.current().filter(person=person, role__in=WRITERS, hub=hub_id).exists()


def writers_roles(person: Any) -> dict[int, str]:
    """Hubs that this person writes for, by id, with the name of the role; one query."""
    seats = Seat.objects.current().filter(person=person, role__in=WRITERS)
    return {seat.hub_id: str(seat.get_role_display()) for seat in seats}


def reviews(person: Any, viewer: Viewer, service: Service) -> bool:
    """A second person, of another hub."""
    if service.group_id not in viewer.takes_part or person.pk == service.submitted_by_id:
        return False
    return not (viewer.hubs & providers_of(service))


def providers_of(service: Service) -> frozenset[int]:
    """Ids of the hub and of those that provide it as well, or are asked to."""
    others = CoProvider.objects.filter(service=service).values_list("hub_id", flat=True)
    return frozenset({service.hub_id, *others})
