"""Who may do what when hubs join and people act for them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from corridor.members.enums import MODERATORS, GroupRoleName, SeatRole
from corridor.members.groups.rules import may_give_roles, moderates, operates, roles_in
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat, WorkingGroup

from .enums import ClaimState
from .models import Application, Claim, Invitation


def may_read_applications(person: Any, group: WorkingGroup) -> bool:
    """Moderators and the support team, who help to check; nobody else, the Commission's people included."""
    return bool(roles_in(person, group) & {*MODERATORS, GroupRoleName.SUPPORT})


def may_decide_applications(person: Any, group: WorkingGroup) -> bool:
    return moderates(person, group)


def may_invite_to_group(person: Any, group: WorkingGroup) -> bool:
    return moderates(person, group)


def may_end_membership(person: Any, group: WorkingGroup) -> bool:
    return moderates(person, group)


def acts_for(person: Any, hub: Hub) -> bool:
    """Whether the person has a seat in the hub today, in whatever role."""
    return bool(_seats(person, hub).exists())


def may_manage_people(person: Any, hub: Hub) -> bool:
    """A hub's editors: they invite, change roles and end seats."""
    return bool(_seats(person, hub).filter(role=SeatRole.EDITOR).exists())


def has_editor(hub: Hub) -> bool:
    return Seat.objects.current().filter(hub=hub, role=SeatRole.EDITOR, person__is_active=True).exists()


def is_partial(person: Any, application: Application) -> bool:
    """A moderator whose own hub applies, or who applies in person, leaves the decision to others."""
    if person.email.casefold() == application.email.casefold():
        return True
    return application.hub is not None and acts_for(person, application.hub)


def may_decide_claim(person: Any, claim: Claim) -> bool:
    """The hub's editors; where it has none, or they were silent until the day, the moderators of its
    groups; the operator where it is in no group. Nobody decides on a seat of their own."""
    if claim.state != ClaimState.OPEN or person.email.casefold() == claim.email.casefold():
        return False
    if may_manage_people(person, claim.hub):
        return True
    return is_passed_on(claim) and _looks_after(person, claim.hub)


def is_passed_on(claim: Claim) -> bool:
    """Whether a claim is no longer for the hub's editors alone."""
    return claim.due_on is None or claim.due_on < timezone.localdate() or not has_editor(claim.hub)


def _looks_after(person: Any, hub: Hub) -> bool:
    groups = groups_of(hub)
    roles = GroupRole.objects.current().filter(person=person, group__in=groups, role__in=MODERATORS)
    return roles.exists() if groups else operates(person)


def groups_of(hub: Hub) -> list[int]:
    today = timezone.localdate()
    memberships = GroupMembership.objects.filter(hub=hub, since__lte=today).exclude(until__lt=today)
    return list(memberships.values_list("group_id", flat=True))


def still_stands_for(invitation: Invitation) -> bool:
    """Whether whoever invited might still do so: an invitation does not outlive the right to invite."""
    person = invitation.invited_by
    if not person.is_active:
        return False
    if invitation.group:
        return may_give_roles(person, invitation.group)
    hub = invitation.hub
    assert hub is not None  # noqa: S101 - the database holds it
    return may_manage_people(person, hub) or may_invite_first_editor(person, hub)


def may_invite_first_editor(person: Any, hub: Hub) -> bool:
    """Moderators let the first editor into a hub of their group, as long as it has none."""
    mine = GroupRole.objects.current().filter(person=person, role__in=MODERATORS)
    return not has_editor(hub) and mine.filter(group__in=groups_of(hub)).exists()


def _seats(person: Any, hub: Hub) -> Any:
    if not person.is_authenticated:
        return Seat.objects.none()
    return Seat.objects.current().filter(person=person, hub=hub)
