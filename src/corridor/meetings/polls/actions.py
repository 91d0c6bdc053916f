"""Writes to polls. Every step locks the poll, and asks the database's clock only then. Who changes the
meeting as well holds it first, as whoever plans it by hand does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, Refused
from corridor.meetings import actions as meetings
from corridor.meetings.enums import Suits
from corridor.meetings.models import Meeting

from . import handing_over, letters, proposing, queries
from .asked import Asked
from .models import Poll, PollAnswer, PollInvitee, PollSlot
from .proposing import Slot
from .queries import Phase, PollGone

MOST_SLOTS: Final = 15
MOST_ASKED: Final = 500


def open_poll(
    *,
    by: Any,
    meeting: Meeting,
    minutes: int,
    closes_at: datetime,
    people: Sequence[Asked],
    slots: Sequence[Slot],
) -> Poll:
    """Ask these people about these slots; every one of them gets a letter."""
    _check(closes_at, people, slots)
    with transaction.atomic():
        kept = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
        if not queries.may_have_poll(kept):
            raise Conflict(_("The date of this meeting is fixed, or the meeting is cancelled."))
        poll = _new_poll(by, kept, minutes, closes_at)
        invitees = PollInvitee.objects.bulk_create([invitee_of(poll, one) for one in people])
        ids = {one.key: str(row.pk) for one, row in zip(people, invitees, strict=True)}
        PollSlot.objects.bulk_create([slot_of(poll, one, ids) for one in slots])
        told = {"slots": [one.at.isoformat() for one in slots], "asked": len(people)}
        journal.record("open-poll", poll, by=by, after=told | {"closes_at": closes_at.isoformat()})
        letters.tell_opened(poll)
    return poll


def _check(closes_at: datetime, people: Sequence[Asked], slots: Sequence[Slot]) -> None:
    if not 0 < len(slots) <= MOST_SLOTS:
        raise Refused(_("Choose between 1 and %(most)d slots.") % {"most": MOST_SLOTS})
    if not 0 < len(people) <= MOST_ASKED:
        raise Refused(_("Say who is asked."))
    if closes_at <= clock():
        raise Refused(_("The answers need time: choose a later day."))
    if min(one.at for one in slots) < closes_at:
        raise Refused(_("The first slot lies before the last day for answers."))


def _new_poll(by: Any, meeting: Meeting, minutes: int, closes_at: datetime) -> Poll:
    try:
        with transaction.atomic():
            return Poll.objects.create(meeting=meeting, minutes=minutes, closes_at=closes_at, opened_by=by)
    except IntegrityError as error:
        raise Conflict(_("There is an open poll for this meeting already.")) from error


def invitee_of(poll: Poll, one: Asked, **answered: Any) -> PollInvitee:
    """Not saved; ``answered`` is what somebody has said already."""
    guest = {} if one.person_id else {"name": one.name, "address": one.address}
    return PollInvitee(
        poll=poll,
        person_id=one.person_id,
        hub_id=one.hub_id,
        language=one.language,
        zone=one.zone,
        is_required=one.required,
        **guest,
        **answered,
    )


def slot_of(poll: Poll, slot: Slot, ids: Mapping[str, str]) -> PollSlot:
    reasons = proposing.with_keys(slot.reasons, ids)
    return PollSlot(poll=poll, starts_at=slot.at, ends_at=slot.ends_at, reasons=reasons)


def answer_poll(
    *, invitee: PollInvitee, answers: Mapping[int, str], via: str, by: Any = None, note: str | None = None
) -> PollInvitee:
    """What suits somebody, by slot; a slot that is not named does not. It can be changed until the end."""
    with transaction.atomic():
        poll = _open(invitee.poll_id)
        slots = queries.slots_of(poll)
        if set(answers) - {slot.pk for slot in slots} or set(answers.values()) - set(Suits.values):
            raise Refused(_("This poll has no such slot."))
        _write_answers(invitee, {slot.pk: answers.get(slot.pk, Suits.NO.value) for slot in slots})
        kept = PollInvitee.objects.select_for_update(of=("self",)).get(pk=invitee.pk)
        kept.answered_at, kept.answered_via = timezone.now(), via
        kept.note = kept.note if note is None else note
        kept.save(update_fields=["answered_at", "answered_via", "note"])
        journal.record("answer-poll", poll, by=by, after={"invitee": kept.pk, "via": str(via)})
    return kept


def _write_answers(invitee: PollInvitee, answers: Mapping[int, str]) -> None:
    PollAnswer.objects.bulk_create(
        [PollAnswer(invitee=invitee, slot_id=slot, suits=suits) for slot, suits in answers.items()],
        update_conflicts=True,
        unique_fields=["invitee", "slot"],
        update_fields=["suits"],
    )


def choose_slot(*, by: Any, poll: Poll, slot: PollSlot) -> Meeting:
    """The meeting is then: the poll closes, those who were asked are invited, and it is noted for whom the
    hour is an odd one."""
    with transaction.atomic():
        Meeting.objects.select_for_update().only("pk").get(pk=poll.meeting_id)
        locked = _undecided(poll)
        chosen = PollSlot.objects.filter(poll=locked, pk=slot.pk).first()
        if chosen is None:
            raise Refused(_("This poll has no such slot."))
        if chosen.starts_at <= clock():
            raise Refused(_("This slot is over."))
        _close(locked, chosen)
        journal.record("choose-slot", locked, by=by, after={"starts_at": chosen.starts_at.isoformat()})
        meeting = meetings.fix_date(
            by=by, meeting=locked.meeting, starts_at=chosen.starts_at, ends_at=chosen.ends_at
        )
        handing_over.note_strain(locked, chosen)
        handing_over.invite(by, meeting, locked)
    return meeting


def cancel_poll(*, by: Any, poll: Poll) -> Poll:
    """Nothing was chosen and nobody is asked any more; the meeting has no date yet."""
    with transaction.atomic():
        locked = _undecided(poll)
        _close(locked, None)
        journal.record("cancel-poll", locked, by=by)
    return locked


def reopen_poll(*, by: Any, poll: Poll, closes_at: datetime) -> Poll:
    """More time to answer, also after it was cancelled; not once there is a date."""
    with transaction.atomic():
        locked = _locked(poll.pk)
        if locked.chosen_id or not queries.may_have_poll(locked.meeting):
            raise Conflict(_("The date of this meeting is fixed, or the meeting is cancelled."))
        if closes_at <= clock():
            raise Refused(_("The answers need time: choose a later day."))
        _give_time(locked, closes_at)
        journal.record("reopen-poll", locked, by=by, after={"closes_at": closes_at.isoformat()})
    return locked


def _give_time(poll: Poll, closes_at: datetime) -> None:
    poll.closes_at, poll.closed_at = closes_at, None
    try:
        with transaction.atomic():
            poll.save(update_fields=["closes_at", "closed_at"])
    except IntegrityError as error:
        raise Conflict(_("There is an open poll for this meeting already.")) from error


def _close(poll: Poll, chosen: PollSlot | None) -> None:
    poll.closed_at, poll.chosen = clock(), chosen
    poll.save(update_fields=["closed_at", "chosen"])


def _locked(pk: int) -> Poll:
    """The row, held; the clock is asked after whoever held it before has let go."""
    Poll.objects.select_for_update().only("pk").get(pk=pk)
    return queries.polls().annotate(clock=Now()).get(pk=pk)


def _open(pk: int) -> Poll:
    poll = _locked(pk)
    if queries.phase_of(poll) != Phase.OPEN:
        raise PollGone
    return poll


def _undecided(poll: Poll) -> Poll:
    locked = _locked(poll.pk)
    if queries.phase_of(locked) not in (Phase.OPEN, Phase.OVER):
        raise Conflict(_("This poll is closed already."))
    return locked


def remind(polls: Iterable[Poll]) -> None:
    """Those who have not answered, once."""
    for poll in polls:
        with transaction.atomic():
            letters.tell_reminder(poll)
