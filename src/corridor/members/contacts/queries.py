"""Reads: contact details as a viewer may see them, and the people of a hub."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

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


# The rule of ``ContactQuerySet.visible_to`` for a few hundred people: PostgreSQL would look at everybody's
# seats for that, and here at theirs. A test holds the two together.
_OF_PEOPLE = """
with seats as materialized (
    select person_id, hub_id from members_seat
    where person_id = any(%(people)s)
        and since <= %(today)s and (until is null or until >= %(today)s) and ended_at is null
),
roles as materialized (
    select person_id, group_id from members_grouprole
    where person_id = any(%(people)s)
        and since <= %(today)s and (until is null or until >= %(today)s) and ended_at is null
),
with_viewer as (
    select person_id from roles where group_id = any(%(takes_part)s)
    union all
    select s.person_id from seats s join members_groupmembership m on m.hub_id = s.hub_id
    where m.group_id = any(%(takes_part)s)
        and m.since <= %(today)s and (m.until is null or m.until >= %(today)s)
)
select c.person_id, c.value
from members_contactdetail c
join people_person p on p.id = c.person_id and p.id = any(%(people)s)
left join people_consent k on k.id = c.consent_id and k.person_id = any(%(people)s)
where c.person_id = any(%(people)s) and (
    c.person_id = %(viewer)s
    or k.id is not null and k.withdrawn_at is null and p.is_active
        and (c.person_id in (select person_id from seats) or c.person_id in (select person_id from roles))
        and (
            c.audience = 'public'
            or c.audience = 'network' and %(in_network)s
            or c.audience = 'group' and c.person_id in (select person_id from with_viewer)
            or c.person_id in (select person_id from seats where hub_id = any(%(hubs)s))
        )
)
order by c.person_id, c.kind
"""


def contacts_of_people(people: Collection[int], viewer: Viewer) -> dict[int, list[str]]:
    """What these people, by id, let the viewer see of how to reach them; one query, none for nobody."""
    if not people:
        return {}
    values = {
        "people": as_array(people),
        "viewer": viewer.person_id,
        "hubs": list(viewer.hubs),
        "takes_part": list(viewer.takes_part),
        "in_network": bool(viewer.hubs or viewer.takes_part),
        "today": timezone.localdate(),
    }
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OF_PEOPLE, values)
        for person, value in cursor.fetchall():
            found.setdefault(person, []).append(value)
    return found


def as_array(ids: Iterable[int]) -> str:
    """As PostgreSQL writes it. Of a list the driver asks each number what it is, which takes longer than
    the search for hundreds of them."""
    return f"{{{','.join(map(str, ids))}}}"


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
