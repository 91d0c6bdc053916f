from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corridor.kernel.errors import NotFound
from corridor.members.enums import MODERATORS, GroupRoleName
from corridor.members.groups import rules
from corridor.members.models import GroupRole, WorkingGroup
from corridor.people.models import Person

from .models import Handover, HandoverItem


@dataclass(frozen=True)
class Progress:
    total: int
    taken: int
    done: int

    @property
    def free(self) -> int:
        return self.total - self.taken


def handovers_of(group: WorkingGroup) -> list[Handover]:
    return list(_with_people(Handover.objects.filter(group=group)))


def handover_for_viewing(person: Any, slug: str, pk: int) -> Handover:
    """For the group's moderators, the operator, and the two between whom the role passes."""
    found: Handover | None = _with_people(Handover.objects.filter(group__slug=slug, pk=pk)).first()
    if found is None or not (is_part(person, found) or rules.may_start_handover(person, found.group)):
        raise NotFound
    return found


def is_part(person: Any, handover: Handover) -> bool:
    return person.pk in (handover.role.person_id, handover.successor_id)


def _with_people(handovers: Any) -> Any:
    return handovers.select_related("role__person", "successor", "group", "started_by")


def item_in(handover: Handover, pk: int) -> HandoverItem:
    found = HandoverItem.objects.filter(handover=handover, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def progress_of(items: list[HandoverItem]) -> Progress:
    taken = sum(item.taken_by_id is not None or item.done_at is not None for item in items)
    return Progress(len(items), taken, sum(item.done_at is not None for item in items))


def takers(handover: Handover) -> list[Person]:
    """Who can take something: the successor, the moderators and the support team."""
    named = (*MODERATORS, GroupRoleName.SUPPORT)
    held = GroupRole.objects.current().filter(group=handover.group_id, role__in=named)
    ids = {*held.values_list("person_id", flat=True), handover.successor_id} - {handover.role.person_id}
    return list(Person.objects.filter(id__in=ids, erased_at=None).order_by("name", "id"))
