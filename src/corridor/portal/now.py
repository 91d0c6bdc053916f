"""What "Needs you now" shows: everything that waits, by hub or group and role, and what comes next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, waiting_for
from corridor.meetings.models import Meeting
from corridor.meetings.queries import any_coming
from corridor.members.enums import GroupRoleName, SeatRole
from corridor.post.queries import unread_notices

SOON: Final = 7  # days
COUNTED: Final = "_waiting_count"
REMEMBERED: Final = 60  # seconds; whatever the person does themselves is counted at once


@dataclass
class Place:
    """A hub or a group with what waits there for the person in one role."""

    name: str
    role: str
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """A seat or a role that the person has today."""

    name: str
    role: str
    until: date | None
    hub: str = ""
    group: str = ""


@dataclass(frozen=True)
class Now:
    places: Sequence[Place]
    count: int
    due: int
    standings: Sequence[Standing]
    meetings: Sequence[Meeting]
    unread: int


def needs(request: Request) -> Now:
    person, viewer = request.user, request.viewer
    items = waiting_for(person, viewer)
    _remember_count(request, len(items))
    day = timezone.localdate()
    return Now(
        places=by_place(items),
        count=len(items),
        due=sum(1 for item in items if item.due and (item.due - day).days <= SOON),
        standings=standings_of(person),
        meetings=next_meetings(viewer),
        unread=unread_notices(person),
    )


def by_place(items: Sequence[Item]) -> list[Place]:
    """In the order of the most urgent item of each."""
    places: dict[tuple[str, str], Place] = {}
    for item in items:
        key = (item.for_whom, item.as_role)
        places.setdefault(key, Place(*key)).items.append(item)
    return list(places.values())


# One statement: the ORM would take two, and five times as long.
_STANDINGS = """
select true, h.slug, h.name, null::jsonb, s.role, s.until, s.id
from members_seat s join members_hub h on h.id = s.hub_id
where s.person_id = %(person)s
    and s.since <= %(today)s and (s.until is null or s.until >= %(today)s) and s.ended_at is null
union all
select false, g.slug, '', g.name, r.role, r.until, r.id
from members_grouprole r join members_workinggroup g on g.id = r.group_id
where r.person_id = %(person)s
    and r.since <= %(today)s and (r.until is null or r.until >= %(today)s) and r.ended_at is null
order by 1 desc, 3, 7
"""


def standings_of(person: Any) -> list[Standing]:
    """Seats by hub, then roles in groups."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, {"person": person.pk, "today": timezone.localdate()})
        rows = cursor.fetchall()
    return [
        Standing(name, str(SeatRole(role).label), until, hub=slug)
        if is_seat
        else Standing(best_text(json.loads(names)) or slug, str(GroupRoleName(role).label), until, group=slug)
        for is_seat, slug, name, names, role, until, _ in rows
    ]


def next_meetings(viewer: Viewer) -> list[Meeting]:
    if not any_coming(viewer.groups):
        return []
    meetings = Meeting.objects.visible_to(viewer).filter(group__in=viewer.groups)
    return list(meetings.coming().select_related("group")[:3])


# The count beside the person's name, on every page


def waiting_count(request: HttpRequest) -> int:
    """One look into the cache, once a request; counted anew once a minute, and after whatever the person
    did. Zero on a page about a request that got no further than the door."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return 0
    known = getattr(request, COUNTED, None)
    if known is None:
        known = cache.get(_key(request.user))
    if known is None:
        known = len(waiting_for(request.user, viewer))
        _remember_count(request, known)
    setattr(request, COUNTED, known)
    return int(known)


def forget_count(person: Any) -> None:
    cache.delete(_key(person))


def _remember_count(request: HttpRequest, count: int) -> None:
    setattr(request, COUNTED, count)
    if cache.get(_key(request.user)) != count:
        cache.set(_key(request.user), count, REMEMBERED)


def _key(person: Any) -> str:
    return f"waiting:{person.pk}"
