"""What "Needs you now" shows: everything that waits, by hub or group and role, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, waiting_for
from corridor.meetings.models import Meeting
from corridor.members.enums import GroupRoleName, SeatRole
from corridor.members.models import GroupRole, Seat
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


def standings_of(person: Any) -> list[Standing]:
    """Two queries, without the hubs' and groups' long texts."""
    seats = Seat.objects.current().filter(person=person).order_by("hub__name", "id")
    roles = GroupRole.objects.current().filter(person=person).order_by("id")
    return [
        *(
            Standing(name, str(SeatRole(role).label), until, hub=slug)
            for slug, name, role, until in seats.values_list("hub__slug", "hub__name", "role", "until")
        ),
        *(
            Standing(best_text(name) or slug, str(GroupRoleName(role).label), until, group=slug)
            for slug, name, role, until in roles.values_list("group__slug", "group__name", "role", "until")
        ),
    ]


def next_meetings(viewer: Viewer) -> list[Meeting]:
    meetings = Meeting.objects.visible_to(viewer).filter(group__in=viewer.groups)
    return list(meetings.coming()[:3])


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
