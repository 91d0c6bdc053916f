"""People of a group whom no mail reaches. Their addresses stay out of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import Text
from corridor.members.models import GroupRole, Hub, Seat
from corridor.members.queries import memberships_today
from corridor.post.queries import unreached


@dataclass(frozen=True)
class Unreachable:
    """``place`` is the hub, or the role in the group."""

    group_id: int
    person_id: int
    name: str
    place: str
    since: datetime
    why: Text


def unreachable_in(groups: Collection[int], viewer: Viewer) -> list[Unreachable]:
    """Whoever has a seat or a role in these groups today and gets no mail, by name; of a hub that the viewer
    may not see, nobody."""
    places = [*_by_role(groups), *_by_seat(groups, viewer)]
    found = unreached({person for _group, person, _name, _place in places})
    listed = [
        Unreachable(group, person, name, place, found[person].since, found[person].why)
        for group, person, name, place in places
        if person in found
    ]
    return sorted(listed, key=lambda one: (one.name.casefold(), one.person_id, one.place))


def _by_role(groups: Collection[int]) -> list[tuple[int, int, str, str]]:
    roles = GroupRole.objects.current().filter(group__in=groups).select_related("person")
    return [(one.group_id, one.person_id, one.person.name, one.get_role_display()) for one in roles]


def _by_seat(groups: Collection[int], viewer: Viewer) -> list[tuple[int, int, str, str]]:
    seen = Hub.objects.visible_to(viewer)
    members = memberships_today().filter(group__in=groups, hub__in=seen).values_list("hub_id", "group_id")
    of_hub: dict[int, list[int]] = {}
    for hub, group in members:
        of_hub.setdefault(hub, []).append(group)
    seats = (
        Seat.objects.current()
        .filter(hub__in=of_hub)
        .values_list("hub_id", "person_id", "person__name", "hub__name")
    )
    return [(group, person, name, place) for hub, person, name, place in seats for group in of_hub[hub]]
