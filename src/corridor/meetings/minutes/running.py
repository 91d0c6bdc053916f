"""Writes while a meeting runs: it is opened and closed, and who is there is noted, by themselves with the
meeting's code or by those who prepare it."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.meetings.agenda.actions import locked
from corridor.meetings.agenda.outcomes import close_item, running_item
from corridor.meetings.enums import MeetingState
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.models import Meeting
from corridor.members.models import Hub

from . import attendance
from .writing import open_minutes

SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
CODE_LENGTH: Final = 6


class WrongCode(Refused):
    text = gettext_lazy(
        "This is not the code of a meeting that is open now. Look at the screen in the room again."
    )


def open_meeting(*, by: Any, meeting: Meeting) -> Meeting:
    """The minutes begin, and there is a code to check in with. Opening twice changes nothing."""
    with transaction.atomic():
        kept = locked(meeting)
        if kept.closed_at:
            raise Conflict(_("This meeting was closed."))
        if kept.opened_at:
            return kept
        if kept.state != MeetingState.FIXED:
            raise Refused(_("The date of this meeting is not fixed yet."))
        kept.opened_at, kept.check_in_code = clock(), _new_code()
        kept.save(update_fields=["opened_at", "check_in_code", "changed_at"])
        journal.record("open-meeting", kept, by=by)
        open_minutes(by=by, meeting=kept)
    return kept


def close_meeting(*, by: Any, meeting: Meeting) -> Meeting:
    """The item that runs is dealt with; nobody checks in any more."""
    with transaction.atomic():
        kept = locked(meeting)
        if kept.opened_at is None:
            raise Conflict(_("This meeting was not opened."))
        if kept.closed_at:
            return kept
        if running := running_item(kept.pk):
            close_item(by=by, item=running)
        kept.closed_at, kept.check_in_code = clock(), ""
        kept.save(update_fields=["closed_at", "check_in_code", "changed_at"])
        journal.record("close-meeting", kept, by=by)
    return kept


def check_in(
    *, code: str, meeting: Meeting, person: Any = None, invitation: Invitation | None = None, hub: Any = None
) -> Invitation:
    """Somebody says that they are there: a person of the group, or whoever has this invitation."""
    with transaction.atomic():
        kept = locked(meeting)
        if not kept.check_in_code or not secrets.compare_digest(_plain(code), kept.check_in_code):
            raise WrongCode
        row = _own_row(kept, person, hub) if invitation is None else invitation
        return _note(person, row, came=True)


def note_came(*, by: Any, meeting: Meeting, came: dict[int, bool | None]) -> int:
    """The list, ticked by those who prepare the meeting: by invitation; how many changed."""
    with transaction.atomic():
        locked(meeting)
        rows = Invitation.objects.filter(meeting=meeting, pk__in=came)
        changed = [row for row in rows if row.came != came[row.pk]]
        for row in changed:
            _note(by, row, came=came[row.pk])
    return len(changed)


def note_walk_in(*, by: Any, meeting: Meeting, person: Any, hub: Hub | None = None) -> Invitation:
    """Somebody of the group who was not invited is there, perhaps standing in for their hub."""
    with transaction.atomic():
        kept = locked(meeting)
        return _note(by, _own_row(kept, person, hub), came=True)


def _own_row(meeting: Meeting, person: Any, hub: Hub | None) -> Invitation:
    """The invitation; an alternate who was not invited gets one, without a letter."""
    known = Invitation.objects.filter(meeting=meeting, person=person).first()
    hubs = attendance.hubs_of(person, meeting)
    if hub is not None and hub not in hubs:
        raise NotFound
    if known is None:
        return Invitation.objects.create(
            meeting=meeting,
            person=person,
            hub=hub or next(iter(hubs), None),
            language=person.language,
            zone=person.time_zone,
        )
    if hub is not None and known.hub_id != hub.pk:
        known.hub = hub
        known.save(update_fields=["hub"])
    return known


def _note(by: Any, row: Invitation, *, came: bool | None) -> Invitation:
    if row.came == came:
        return row
    before, row.came = row.came, came
    row.checked_in_at = clock() if came else None
    row.save(update_fields=["came", "checked_in_at"])
    journal.record("note-attendance", row, by=by, before={"came": before}, after={"came": came})
    return row


def _new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(CODE_LENGTH))


def _plain(code: str) -> str:
    """As people type it: small letters, spaces and hyphens do not matter."""
    return "".join(sign for sign in code.upper() if sign in SIGNS)
