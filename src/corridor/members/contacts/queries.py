"""Reads: contact details as a viewer may see them, and the people of a hub."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.members.enums import SeatRole
from corridor.members.models import Hub, Seat

from .enums import ContactKind
from .models import ContactDetail

PLACE = {kind.value: place for place, kind in enumerate(ContactKind)}
ROLE_PLACE = {role.value: place for place, role in enumerate(SeatRole)}


@dataclass
class HubPerson:
    """Somebody who acts for a hub, with what of their contact the viewer may see."""

    name: str
    roles: list[str] = field(default_factory=list)
    contacts: list[ContactDetail] = field(default_factory=list)


def contacts_visible_to(viewer: Viewer) -> QuerySet[ContactDetail]:
    return ContactDetail.objects.visible_to(viewer)


def own_contacts(person: Any) -> dict[str, ContactDetail]:
    """By kind."""
    rows = ContactDetail.objects.filter(person=person).select_related("consent")
    return {row.kind: row for row in rows}


def own_contact(person: Any, kind: str) -> ContactDetail:
    """One's own detail of this kind; ``NotFound`` where there is none."""
    contact = own_contacts(person).get(kind)
    if contact is None:
        raise NotFound
    return contact


def contact_for_asking(viewer: Viewer, key: str) -> ContactDetail:
    """Who can see a contact detail is asked by the person whose it is, and by nobody else."""
    if viewer.person_id is None:
        raise NotFound
    return own_contact(viewer.person_id, key)


def people_of_hub(hub: Hub, viewer: Viewer) -> list[HubPerson]:
    """Who acts for the hub today. Names are for the network; others read those with a public detail."""
    seats = Seat.objects.current().filter(hub=hub).select_related("person").order_by("person__name", "id")
    people = {seat.person_id: HubPerson(seat.person.name) for seat in seats}
    for seat in sorted(seats, key=lambda seat: ROLE_PLACE[seat.role]):
        people[seat.person_id].roles.append(seat.get_role_display())
    for contact in _shown(viewer, people):
        people[contact.person_id].contacts.append(contact)
    return [person for person in people.values() if viewer.in_network or person.contacts]


def _shown(viewer: Viewer, people: dict[int, HubPerson]) -> list[ContactDetail]:
    """Without one's own that others do not see: the page shows what the viewer's audience sees."""
    found = ContactDetail.objects.shown().visible_to(viewer).filter(person__in=list(people))
    return sorted(found, key=lambda contact: PLACE[contact.kind])
