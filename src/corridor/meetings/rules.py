"""Who may do what with a group's meetings: predicates about a person and a group, named like permissions.

Moderators and co-moderators lead the meetings. The support team prepares them with these, and does not
decide. Officers, observers and guests look on.
"""

from __future__ import annotations

from typing import Any

from corridor.kernel.audience import Viewer
from corridor.members.enums import MODERATORS, GroupRoleName
from corridor.members.groups.rules import belongs_to, moderates, roles_in
from corridor.members.models import WorkingGroup


def leads_meetings(person: Any, group: WorkingGroup) -> bool:
    """Moderators and co-moderators."""
    return moderates(person, group)


def prepares_meetings(person: Any, group: WorkingGroup) -> bool:
    """These and the support team."""
    return bool(roles_in(person, group) & {*MODERATORS, GroupRoleName.SUPPORT})


def takes_part(viewer: Viewer, group: WorkingGroup) -> bool:
    """Whoever acts for a member hub, moderates or supports the group; not those who only look on."""
    return group.pk in viewer.takes_part


def looks_in(viewer: Viewer, group: WorkingGroup) -> bool:
    """Whoever belongs to the group in whatever role; they see the link to join."""
    return belongs_to(viewer, group)
