"""Who gets which letter about a meeting now. All of it within the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from corridor.meetings.enums import MeetingState, Reply
from corridor.meetings.models import Invitation, Meeting
from corridor.post.models import Question

from . import letters
from .asking import question_for
from .inviting import still_belong
from .queries import begins
from .reminding import reminder_due


def locked(meeting: Meeting) -> QuerySet[Invitation]:
    """Those that stand, held until the end of the transaction."""
    standing = meeting.invitations.filter(withdrawn_at=None).order_by("pk")
    return standing.select_for_update(of=("self",)).select_related("person")


def send_to(meeting: Meeting, invitations: Iterable[Invitation]) -> int:
    """An invitation, an update or the end, whichever it is for each; how many letters that were."""
    rows = list(invitations)
    for one in rows:
        one.meeting = meeting
    reached = _reached(meeting, rows)
    for one in reached:
        _send(meeting, one)
    return len(reached)


def _reached(meeting: Meeting, rows: list[Invitation]) -> list[Invitation]:
    """Without those who have left the group: they get no further mail."""
    belong = still_belong(meeting.group, [one.person_id for one in rows if one.person_id])
    return [one for one in rows if one.person_id is None or one.person_id in belong]


def _send(meeting: Meeting, one: Invitation) -> None:
    kind, starts = _kind(meeting, one), begins(meeting)
    if kind in {letters.INVITED, letters.MOVED}:
        one.reply, one.asked_revision, one.asked_for = Reply.NEEDS_ACTION, meeting.revision, starts
        due = reminder_due(one)
        one.reminded_at = timezone.now() if due and due <= timezone.now() else None
    one.sent_revision = meeting.revision
    one.save(update_fields=["reply", "asked_revision", "asked_for", "reminded_at", "sent_revision"])
    question = question_for(one)
    if kind == letters.CANCELLED:
        _close(question)
    letters.send(one, kind, question=question, key=f"meeting:{one.pk}:{meeting.revision}")


def _kind(meeting: Meeting, one: Invitation) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return letters.CANCELLED
    if one.sent_revision is None:
        return letters.INVITED
    return letters.CHANGED if one.asked_for == begins(meeting) else letters.MOVED


def send_withdrawal(meeting: Meeting, one: Invitation) -> None:
    one.meeting = meeting
    question = question_for(one)
    _close(question)
    if _reached(meeting, [one]):
        letters.send(one, letters.WITHDRAWN, question=question, key=f"meeting:{one.pk}:withdrawn")


def _close(question: Question) -> None:
    """Nobody is asked any more: links and replies come to nothing."""
    question.closed_at = timezone.now()
    question.save(update_fields=["closed_at"])
