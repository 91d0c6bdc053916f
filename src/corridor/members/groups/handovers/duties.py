"""What goes with a role: every part of the house offers the duties that it knows of.

A duty has a ``key`` of its own, so that collecting again adds only what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.waiting import waiting_for
from corridor.members.groups.models import Milestone, MilestoneState
from corridor.members.groups.roles.queries import ending_soon
from corridor.members.models import GroupRole, WorkingGroup
from corridor.members.queries import viewer_of

LONGEST_KEY = 200


@dataclass(frozen=True)
class Duty:
    key: str
    title: dict[str, str]
    url: str = ""
    due: date | None = None


Source = Callable[[GroupRole], Iterable[Duty]]

_SOURCES: dict[str, Source] = {}


def register_duty(name: str, source: Source) -> None:
    """``name`` is unique; a second registration replaces the first."""
    _SOURCES[name] = source


def duties_of(role: GroupRole) -> list[Duty]:
    """Everything that the holder of the role leaves behind, the most urgent first."""
    found = {duty.key: duty for source in _SOURCES.values() for duty in source(role)}
    return sorted(found.values(), key=lambda duty: (duty.due or date.max, duty.key))


def register() -> None:
    register_duty("waiting", _waiting)
    register_duty("milestones", _milestones)
    register_duty("terms", _terms)


def _waiting(role: GroupRole) -> Iterator[Duty]:
    """What "Needs you now" shows the holder for this group; nothing of their hubs or other groups."""
    group = best_text(role.group.name)
    for item in waiting_for(role.person, viewer_of(role.person)):
        if item.for_whom == group and item.kind not in ("milestone", "term", "handover"):
            yield Duty(f"waiting:{item.kind}:{item.url}"[:LONGEST_KEY], _here(item.title), item.url, item.due)


def _milestones(role: GroupRole) -> Iterator[Duty]:
    planned = Milestone.objects.filter(group=role.group_id, state=MilestoneState.PLANNED)
    for milestone in planned:
        url = reverse("members:edit-milestone", args=[role.group.slug, milestone.pk])
        yield Duty(f"milestone:{milestone.pk}", milestone.title, url, milestone.due_on)


def _terms(role: GroupRole) -> Iterator[Duty]:
    for ending in ending_soon().filter(group=role.group_id).exclude(pk=role.pk):
        names = {"name": ending.person.name, "role": ending.get_role_display()}
        title = _here(_("The term of %(name)s as %(role)s ends") % names)
        url = reverse("members:group-role", args=[role.group.slug, ending.pk])
        yield Duty(f"term:{ending.pk}", title, url, ending.until)


def _here(text: str) -> dict[str, str]:
    return {get_language() or DEFAULT: text}


def holders_to_hand_over(group: WorkingGroup) -> list[GroupRole]:
    """The roles of today, any of which can be handed over."""
    return list(GroupRole.objects.current().filter(group=group).select_related("person"))
