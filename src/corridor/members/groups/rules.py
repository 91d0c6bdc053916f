"""Who may do what in a working group: predicates about a person and a group, named like permissions.

Co-moderators may what moderators may. The support team helps with the work plan and does not decide.
Officers, observers and guests look on. The operator sets up groups and roles, and is nobody in them.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.members.enums import MODERATORS, GroupRoleName
from corridor.members.models import WorkingGroup

# Every page of a group asks this: the ORM would take five times as long.
_ROLES = """
select role from members_grouprole
where person_id = %(person)s and group_id = %(group)s
    and since <= %(today)s and (until is null or until >= %(today)s) and ended_at is null
"""


def roles_in(person: Any, group: WorkingGroup) -> frozenset[str]:
    """The roles that a person has in the group today; one query, none for somebody not signed in."""
    if not person.is_authenticated:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_ROLES, {"person": person.pk, "group": group.pk, "today": timezone.localdate()})
        return frozenset(role for (role,) in cursor.fetchall())


def moderates(person: Any, group: WorkingGroup) -> bool:
    return bool(roles_in(person, group) & set(MODERATORS))


def may_edit_mandate(person: Any, group: WorkingGroup) -> bool:
    return moderates(person, group)


def may_edit_criteria(person: Any, group: WorkingGroup) -> bool:
    return moderates(person, group)


def may_edit_work_plan(person: Any, group: WorkingGroup) -> bool:
    return bool(roles_in(person, group) & {*MODERATORS, GroupRoleName.SUPPORT})


def may_give_roles(person: Any, group: WorkingGroup) -> bool:
    """Moderators; and the operator, who lets the first ones in."""
    return operates(person) or moderates(person, group)


def may_hold_elections(person: Any, group: WorkingGroup) -> bool:
    return moderates(person, group)


def may_decide_ties(person: Any, group: WorkingGroup) -> bool:
    """The support team alone: moderators may be candidates themselves."""
    return GroupRoleName.SUPPORT in roles_in(person, group)


def may_start_handover(person: Any, group: WorkingGroup) -> bool:
    """Any moderator, also for one who left suddenly; and the operator."""
    return may_give_roles(person, group)


def may_export_people(person: Any, group: WorkingGroup) -> bool:
    return moderates(person, group)


def may_create_groups(person: Any) -> bool:
    return operates(person)


def may_see_names(viewer: Viewer) -> bool:
    """Names of people are for the network; of role holders also for the public, where they said so."""
    return viewer.in_network


def belongs_to(viewer: Viewer, group: WorkingGroup) -> bool:
    """Whether the viewer has a role in the group, or a seat in one of its hubs."""
    return group.pk in viewer.groups


def operates(person: Any) -> bool:
    return bool(person.is_authenticated and person.is_superuser)
