"""Writes to invitations. Who changes whom is asked holds the meeting; who answers holds the invitation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.meetings.enums import MeetingState, Reply, Via
from corridor.meetings.models import Invitation, Meeting
from corridor.people.models import Person
from corridor.post import clean

from . import sending
from .inviting import Guest, hubs_of, still_belong
from .queries import takes_answers

LONGEST_NOTE = 500


def invite_people(
    *,
    by: Any,
    meeting: Meeting,
    people: Iterable[Person] = (),
    guests: Iterable[Guest] = (),
    required: Collection[int] = (),
) -> list[Invitation]:
    """Put them on the list; nothing is sent yet. ``required`` are ids of people who have to be there. Who is
    on the list already stays as they are; who was taken off is asked anew."""
    with transaction.atomic():
        kept = _held(meeting)
        wanted = _people(kept, list(people), required) + [_guest(kept, guest) for guest in guests]
        new = _not_yet_invited(kept, wanted)
        Invitation.objects.bulk_create(new)
        if new:
            told = {"people": [one.person_id for one in new if one.person_id]}
            told["guests"] = [sum(one.person_id is None for one in new)]
            journal.record("invite-people", kept, by=by, after=told)
    return new


def _people(meeting: Meeting, people: list[Person], required: Collection[int]) -> list[Invitation]:
    if still_belong(meeting.group, [one.pk for one in people]) != {one.pk for one in people}:
        raise NotFound
    hubs = hubs_of(people, meeting.group)
    return [
        Invitation(
            meeting=meeting,
            person=one,
            hub_id=hubs.get(one.pk),
            language=one.language,
            zone=one.time_zone,
            is_required=one.pk in required,
        )
        for one in people
    ]


def _guest(meeting: Meeting, guest: Guest) -> Invitation:
    return Invitation(
        meeting=meeting,
        name=clean.one_line(guest.name),
        address=clean.address(guest.address),
        language=guest.language,
        zone=guest.zone,
        hub=guest.hub,
        is_required=guest.is_required,
    )


def _not_yet_invited(meeting: Meeting, wanted: list[Invitation]) -> list[Invitation]:
    """One for each person and address. Rows of those who were taken off make room."""
    standing = list(meeting.invitations.filter(withdrawn_at=None).select_related("person"))
    taken = {one.mail.lower() for one in standing}
    new: dict[str, Invitation] = {}
    for one in wanted:
        if one.mail.lower() not in taken:
            new.setdefault(one.mail.lower(), one)
    for old in meeting.invitations.exclude(withdrawn_at=None).select_related("person"):
        if old.mail.lower() in new:
            old.delete()
    return list(new.values())


def announce(*, by: Any, meeting: Meeting) -> int:
    """Send the invitation to everybody who has none yet; how many that were."""
    with transaction.atomic():
        kept = _held(meeting)
        if kept.state != MeetingState.FIXED:
            raise Refused(_("The date is not fixed yet. Fix it first, then send the invitations."))
        waiting = sending.locked(kept).filter(sent_revision=None)
        count = sending.send_to(kept, waiting)
        if count:
            journal.record("send-invitations", kept, by=by, after={"sent": count})
    return count


def note_change(meeting: Meeting) -> int:
    """Tell everybody who got an earlier revision: an update, or that it is cancelled. Once for each."""
    if meeting.state == MeetingState.DRAFT or meeting.is_over():
        return 0
    with transaction.atomic():
        earlier = sending.locked(meeting).filter(sent_revision__lt=meeting.revision)
        return sending.send_to(meeting, earlier)


def withdraw(*, by: Any, invitation: Invitation) -> None:
    """Take somebody off the list. Whoever was told before gets to know; the others hear nothing."""
    with transaction.atomic():
        meeting = _held(invitation.meeting)
        kept = sending.locked(meeting).filter(pk=invitation.pk).first()
        if kept is None:
            raise NotFound
        journal.record("withdraw-invitation", kept, by=by, after={"meeting": meeting.pk})
        if kept.sent_revision is None:
            kept.delete()
            return
        kept.withdrawn_at = timezone.now()
        kept.save(update_fields=["withdrawn_at"])
        sending.send_withdrawal(meeting, kept)


def require(*, by: Any, invitation: Invitation, is_required: bool) -> None:
    """Whether somebody has to be there; calendars learn of it with the next change."""
    with transaction.atomic():
        changed = Invitation.objects.filter(pk=invitation.pk).exclude(is_required=is_required)
        if changed.update(is_required=is_required):
            after = {"is_required": is_required}
            journal.record(
                "require-participant", invitation, by=by, before={"is_required": not is_required}, after=after
            )


def answer(
    *,
    invitation: Invitation,
    reply: str,
    via: str,
    stamp: datetime | None = None,
    by: Any = None,
    note: str | None = None,
) -> Invitation:
    """Note an answer, which may be given otherwise until the meeting is over. ``stamp`` is when a calendar
    wrote it."""
    with transaction.atomic():
        kept = _open_one(invitation)
        before = kept.reply
        kept.reply, kept.replied_at, kept.replied_via = Reply(reply), timezone.now(), Via(via)
        kept.reply_stamp = stamp or kept.reply_stamp
        if note is not None:
            kept.note = clean.one_line(note)[:LONGEST_NOTE]
        kept.save(update_fields=["reply", "replied_at", "replied_via", "reply_stamp", "note"])
        after = {"reply": kept.reply, "via": kept.replied_via}
        journal.record("answer-invitation", kept, by=by or kept.person, before={"reply": before}, after=after)
    return kept


def add_note(*, invitation: Invitation, note: str) -> None:
    """What somebody wrote instead of an answer, or a calendar's wish for another time."""
    with transaction.atomic():
        kept = _open_one(invitation)
        kept.note = clean.one_line(note)[:LONGEST_NOTE]
        kept.save(update_fields=["note"])


def _open_one(invitation: Invitation) -> Invitation:
    """Held; refused where nobody is asked any more."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("meeting__group", "person")
    kept = rows.filter(pk=invitation.pk, withdrawn_at=None).first()
    if kept is None:
        raise NotFound
    if not takes_answers(kept.meeting):
        raise Conflict(_("This meeting is over, or it does not take place."))
    return kept


def _held(meeting: Meeting) -> Meeting:
    """The meeting as it is now, and nobody else changes who is invited meanwhile."""
    kept = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
    if kept.state == MeetingState.CANCELLED or kept.is_over():
        raise Conflict(_("This meeting is over, or it does not take place."))
    return kept
