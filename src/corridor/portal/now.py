"""What "Needs you now" shows: everything that waits, by hub or group and role, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.cache import cache
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.waiting import Item, waiting_for
from corridor.meetings.models import Meeting
from corridor.members.models import GroupRole, Seat
from corridor.post.queries import unread_notices

SOON: Final = 7  # days
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


def needs(person: Any, viewer: Viewer) -> Now:
    items = waiting_for(person, viewer)
    remember_count(person, len(items))
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
    seats = Seat.objects.current().filter(person=person).select_related("hub").order_by("hub__name", "id")
    roles = GroupRole.objects.current().filter(person=person).select_related("group").order_by("id")
    return [
        *(Standing(seat.hub.name, seat.get_role_display(), seat.until, hub=seat.hub.slug) for seat in seats),
        *(Standing(str(r.group), r.get_role_display(), r.until, group=r.group.slug) for r in roles),
    ]


def next_meetings(viewer: Viewer) -> list[Meeting]:
    meetings = Meeting.objects.visible_to(viewer).filter(group__in=viewer.groups)
    return list(meetings.coming().select_related("group")[:3])


# The count beside the person's name, on every page


def waiting_count(person: Any, viewer: Viewer) -> int:
    """One look into the cache; counted anew once a minute, and after whatever the person did."""
    count = cache.get(_key(person))
    if count is None:
        count = len(waiting_for(person, viewer))
        remember_count(person, count)
    return int(count)


def remember_count(person: Any, count: int) -> None:
    if cache.get(_key(person)) != count:
        cache.set(_key(person), count, REMEMBERED)


def forget_count(person: Any) -> None:
    cache.delete(_key(person))


def _key(person: Any) -> str:
    return f"waiting:{person.pk}"
