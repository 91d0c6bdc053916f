"""A person gets a seat in a hub, changes its role, leaves it. What ends, ends at once and everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, Refused
from corridor.members.actions import save_term
from corridor.members.admission import letters, rules
from corridor.members.admission.models import Invitation
from corridor.members.enums import SeatRole
from corridor.members.models import GroupRole, Hub, Seat
from corridor.members.signals import seat_ended
from corridor.people.actions import end_sessions, revoke_tokens
from corridor.people.models import Person
from corridor.post.actions import cancel_letters
from corridor.post.feeds import close_feeds


class LastEditor(Refused):
    code = "last-editor"
    text = _(
        "You are this hub’s only editor. Make a colleague an editor first, or say that it may stay without."
    )


def give_seat(*, by: Any, person: Person, hub: Hub, role: str, until: date | None = None) -> Seat:
    """The person acts for the hub in this role from today; a seat in another role makes room for it."""
    with transaction.atomic():
        _locked(hub)
        held = list(Seat.objects.current().filter(person=person, hub=hub))
        same = next((seat for seat in held if seat.role == role), None)
        if same:
            return same
        for seat in held:
            _close(seat, by)
        seat = Seat(person=person, hub=hub, role=role, since=timezone.localdate(), until=until)
        save_term(by=by, term=seat)
    return seat


def change_role(*, by: Any, seat: Seat, role: str, orphaning: bool = False) -> Seat:
    with transaction.atomic():
        hub = _locked(seat.hub)
        seat = _standing(seat)
        if role == seat.role:
            return seat
        if seat.role == SeatRole.EDITOR and not orphaning:
            _refuse_last_editor(seat, hub)
        _close(seat, by)
        changed = Seat(person=seat.person, hub=hub, role=role, since=timezone.localdate(), until=seat.until)
        save_term(by=by, term=changed)
        _tell_if_orphaned(hub, seat)
    return changed


def leave_hub(*, by: Any, seat: Seat, orphaning: bool = False) -> None:
    """By the person whose seat it is. The last editor says expressly that the hub stays without one."""
    with transaction.atomic():
        hub = _locked(seat.hub)
        seat = _standing(seat)
        if seat.role == SeatRole.EDITOR and not orphaning:
            _refuse_last_editor(seat, hub)
        end_seat(by=by, seat=seat)


def dismiss(*, by: Any, seat: Seat, reason: str = "") -> None:
    """An editor ends a colleague's seat; checked under the lock, so that two cannot end each other's."""
    with transaction.atomic():
        hub = _locked(seat.hub)
        if not rules.may_manage_people(by, hub):
            raise Conflict
        end_seat(by=by, seat=_standing(seat), reason=reason)


def end_seat(*, by: Any, seat: Seat, reason: str = "", quietly: bool = False) -> Seat:
    """End a seat now, and with it this person's sessions, tokens, calendar addresses and unsent mail, and
    the invitations to this hub that still wait in the person's name. ``quietly`` sends no last letter."""
    with transaction.atomic():
        hub = _locked(seat.hub)
        seat = Seat.objects.select_for_update(of=("self",)).select_related("person", "hub").get(pk=seat.pk)
        if seat.ended_at is None:
            _close(seat, by)
            _shut_everything(seat, by)
            if not quietly:
                letters.say_seat_ended(seat, reason)
            _tell_if_orphaned(hub, seat)
            seat_ended.send(sender=Seat, seat=seat)
    return seat


def _shut_everything(seat: Seat, by: Any) -> None:
    person = seat.person
    end_sessions(person, by=by)
    revoke_tokens(person, by=by)
    close_feeds(person)
    if _acts_elsewhere(person):
        cancel_letters(person=person, hub_id=seat.hub_id)
    else:
        cancel_letters(person=person)
    waiting = Invitation.objects.filter(
        hub=seat.hub, invited_by=person, accepted_at=None, revoked_at=None
    ).select_for_update()
    for invitation in waiting:
        invitation.revoked_at, invitation.revoked_by = timezone.now(), by if by and by.pk else None
        invitation.save(update_fields=["revoked_at", "revoked_by"])
        journal.record("revoke-invitation", invitation, by=by, after={"seat": seat.pk})


def _acts_elsewhere(person: Person) -> bool:
    seats, roles = Seat.objects.current(), GroupRole.objects.current()
    return seats.filter(person=person).exists() or roles.filter(person=person).exists()


def _locked(hub: Hub) -> Hub:
    return Hub.objects.select_for_update(of=("self",)).get(pk=hub.pk)


def _standing(seat: Seat) -> Seat:
    """The seat as it is now, under the hub's lock; somebody may have ended it since the page was read."""
    found = Seat.objects.current().filter(pk=seat.pk).select_related("person", "hub").first()
    if found is None:
        raise Conflict
    return found


def _close(seat: Seat, by: Any) -> None:
    seat.ended_at, seat.ended_by = timezone.now(), by if by and by.pk else None
    seat.save(update_fields=["ended_at", "ended_by"])
    told = {"person": seat.person_id, "hub": seat.hub_id, "role": seat.role}
    journal.record("end-seat", seat, by=by, before={"ended_at": None}, after=told)


def _refuse_last_editor(seat: Seat, hub: Hub) -> None:
    others = Seat.objects.current().filter(hub=hub, role=SeatRole.EDITOR, person__is_active=True)
    if not others.exclude(pk=seat.pk).exists():
        raise LastEditor


def _tell_if_orphaned(hub: Hub, seat: Seat) -> None:
    if seat.role == SeatRole.EDITOR and not rules.has_editor(hub):
        letters.tell_orphaned(hub, seat)
