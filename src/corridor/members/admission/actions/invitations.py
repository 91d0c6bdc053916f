"""Invitations: written by who may, accepted once, by the person at that address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict
from corridor.kernel.keys import new_key
from corridor.members.admission import letters, rules
from corridor.members.admission.enums import InvitationState
from corridor.members.admission.models import TIME_TO_ACCEPT, Invitation
from corridor.members.enums import SeatRole
from corridor.members.groups.roles.actions import give_role
from corridor.members.models import GroupRole, Hub, Seat, WorkingGroup
from corridor.people.actions import open_account
from corridor.people.models import Person
from corridor.people.queries import person_by_email

from .seats import give_seat


class Gone(Conflict):
    """Accepted, revoked or expired: the page says which, and what to do."""

    code = "gone"
    text = _("This invitation is no longer open.")


class SomebodyElse(Conflict):
    code = "somebody-else"
    text = _("This invitation is for another address than yours.")


def invite(
    *,
    by: Any,
    address: str,
    role: str,
    language: str,
    hub: Hub | None = None,
    group: WorkingGroup | None = None,
    since: date | None = None,
    until: date | None = None,
    note: str = "",
) -> Invitation:
    """Into a hub or a group. Who may give this role there is for the caller to know."""
    key, now = new_key(), timezone.now()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            email=address,
            hub=hub,
            group=group,
            role=role,
            since=since,
            until=until,
            note=note,
            language=language,
            invited_by=by,
            digest=key.digest,
            created_at=now,
            expires_at=now + TIME_TO_ACCEPT,
        )
        told = {"hub": invitation.hub_id, "group": invitation.group_id, "role": invitation.role}
        journal.record("invite", invitation, by=by, after=told)
        letters.invite(invitation, key.plain)
    return invitation


def revoke_invitation(*, by: Any, invitation: Invitation) -> Invitation:
    with transaction.atomic():
        invitation = _locked(invitation)
        if invitation.state == InvitationState.ACCEPTED:
            raise Gone
        if invitation.revoked_at is None:
            invitation.revoked_at, invitation.revoked_by = timezone.now(), by
            invitation.save(update_fields=["revoked_at", "revoked_by"])
            journal.record("revoke-invitation", invitation, by=by)
    return invitation


def accept_invitation(
    *, invitation: Invitation, person: Person | None, name: str = "", language: str = ""
) -> Person:
    """Give the seat or role to the person at the invited address: the one who is signed in, or a new
    account where there is none. A link that somebody else got hold of opens nothing without the mailbox."""
    with transaction.atomic():
        invitation = _locked(invitation)
        if invitation.state != InvitationState.OPEN or not rules.still_stands_for(invitation):
            raise Gone
        person = _guest(invitation, person, name, language)
        _give(invitation, person)
        invitation.accepted_at, invitation.accepted_by = timezone.now(), person
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        told = {"hub": invitation.hub_id, "group": invitation.group_id, "role": invitation.role}
        journal.record("accept-invitation", invitation, by=person, after=told)
    return person


def _guest(invitation: Invitation, person: Person | None, name: str, language: str) -> Person:
    if person is not None:
        if person.email.casefold() != invitation.email.casefold():
            raise SomebodyElse
        return person
    if person_by_email(invitation.email):
        raise SomebodyElse(_("There is an account with this address. Sign in to accept."))
    return open_account(email=invitation.email, name=name, language=language, by=invitation.invited_by)


def _give(invitation: Invitation, person: Person) -> Seat | GroupRole:
    if invitation.hub:
        return give_seat(
            by=invitation.invited_by,
            person=person,
            hub=invitation.hub,
            role=SeatRole(invitation.role),
            until=invitation.until,
        )
    held = GroupRole.objects.current().filter(person=person, group=invitation.group, role=invitation.role)
    if role := held.first():
        return role
    assert invitation.group is not None  # noqa: S101 - the database holds it
    return give_role(
        by=invitation.invited_by,
        group=invitation.group,
        person=person,
        role=invitation.role,
        since=max(timezone.localdate(), invitation.since or date.min),
        until=invitation.until,
        tells=False,
    )


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("hub", "group", "invited_by").get(pk=invitation.pk)
