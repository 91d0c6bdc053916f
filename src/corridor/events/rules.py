"""Who may do what with a group's events: predicates about a person and a group, named like permissions."""

from __future__ import annotations

from typing import Any

from corridor.members.enums import MODERATORS, GroupRoleName
from corridor.members.groups.rules import roles_in
from corridor.members.models import WorkingGroup


def organises(person: Any, group: WorkingGroup) -> bool:
    """Moderators, co-moderators and the support team."""
    return bool(roles_in(person, group) & {*MODERATORS, GroupRoleName.SUPPORT})
