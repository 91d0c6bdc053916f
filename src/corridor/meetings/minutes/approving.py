"""From the draft to approved minutes, and what may still change then. Every step locks the minutes, and asks
the database's clock only then; whoever comes second finds it done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.engines import merging
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.meetings.enums import MEETING_AUDIENCES, Approval, MinutesState
from corridor.meetings.minutes.models import Comment, Correction, Minutes, Passage
from corridor.meetings.models import Meeting
from corridor.meetings.signals import minutes_approved

from . import letters, queries
from .mailing import mail_approved
from .writing import write_text

USUAL_SILENCE: Final = 14  # days, of a meeting that belongs to no series


def open_for_comments(*, by: Any, minutes: Minutes, audience: str) -> Minutes:
    """Everybody in the group is told; ``audience`` is who will read them once they are approved."""
    with transaction.atomic():
        kept = _locked(minutes)
        if kept.state != MinutesState.DRAFT:
            raise Conflict(_("These minutes are open for comments already, or approved."))
        _refuse_clashes(kept)
        series = kept.meeting.series
        days = series.silence_days if series else USUAL_SILENCE
        kept.comments_until = kept.clock + timedelta(days=days)  # type: ignore[attr-defined]
        kept.state, kept.audience = MinutesState.COMMENTS, _audience(audience)
        _save(kept, "state", "audience", "comments_until")
        told = {"comments_until": kept.comments_until.isoformat(), "audience": kept.audience}
        journal.record("open-comments", kept, by=by, after=told)
        letters.tell_open(kept)
    return kept


def comment(*, by: Any, minutes: Minutes, passage: Passage | None, text: str, is_objection: bool) -> Comment:
    with transaction.atomic():
        kept = _locked(minutes)
        if not takes_comments(kept):
            raise Conflict(_("The time for comments is over."))
        if passage is not None and passage.minutes_id != kept.pk:
            raise NotFound
        made = Comment.objects.create(
            minutes=kept, passage=passage, by=by, text=text, is_objection=is_objection
        )
        journal.record("comment-minutes", made, by=by, after={"is_objection": is_objection})
        if is_objection:
            letters.tell_objection(made)
    return made


def takes_comments(minutes: Minutes) -> bool:
    """``minutes`` come from ``queries.minutes()``, which asked the clock. Where a meeting approves them,
    comments are taken until then."""
    if minutes.state != MinutesState.COMMENTS or minutes.comments_until is None:
        return False
    clock = minutes.clock  # type: ignore[attr-defined]
    return not is_by_silence(minutes) or clock < minutes.comments_until


def is_by_silence(minutes: Minutes) -> bool:
    series = minutes.meeting.series
    return series is None or series.approval == Approval.SILENCE


def settle_comment(*, by: Any, comment: Comment, how: str) -> Comment:
    """Say what came of it; an objection stops silence no longer."""
    with transaction.atomic():
        _locked(comment.minutes)
        kept = Comment.objects.get(pk=comment.pk)
        if kept.settled_at:
            raise Conflict(_("Somebody has already settled this."))
        kept.settled_at, kept.settled_by, kept.settled_how = timezone.now(), by, how
        kept.save(update_fields=["settled_at", "settled_by", "settled_how"])
        journal.record("settle-comment", kept, by=by, after={"is_objection": kept.is_objection})
    return kept


def approve(*, by: Any, minutes: Minutes, meeting: Meeting) -> Minutes:
    """By a later meeting. Of two who press the button at once, the second changes nothing."""
    with transaction.atomic():
        kept = _locked(minutes)
        if kept.is_approved:
            return kept
        if kept.state != MinutesState.COMMENTS:
            raise Conflict(_("Open these minutes for comments first."))
        if meeting not in queries.meetings_that_approve(kept):
            raise NotFound
        if queries.open_objections(kept).exists():
            raise Refused(_("Somebody objects. Settle the objection first."))
        _refuse_clashes(kept)
        _approve(kept, by, meeting)
    return kept


def approve_due() -> int:
    """Those that silence has approved by now; how many."""
    return sum(_approve_by_silence(one) for one in queries.due_by_silence())


def _approve_by_silence(minutes: Minutes) -> bool:
    with transaction.atomic():
        kept = _locked(minutes)
        if not queries.due_by_silence().filter(pk=kept.pk).exists():
            return False  # somebody has objected, or approved them, in the meantime
        _approve(kept, None, None)
    return True


def _approve(minutes: Minutes, by: Any, meeting: Meeting | None) -> None:
    minutes.state, minutes.approved_at = MinutesState.APPROVED, minutes.clock  # type: ignore[attr-defined]
    minutes.approved_in, minutes.sent_at = meeting, minutes.approved_at
    _save(minutes, "state", "approved_at", "approved_in", "sent_at")
    told = {"by silence": meeting is None, "meeting": meeting.pk if meeting else None}
    journal.record("approve-minutes", minutes, by=by, after=told)
    mail_approved(minutes)
    transaction.on_commit(lambda: minutes_approved.send(sender=Minutes, minutes=minutes))


def change_audience(*, by: Any, minutes: Minutes, audience: str) -> Minutes:
    with transaction.atomic():
        kept = _locked(minutes)
        before, kept.audience = kept.audience, _audience(audience)
        if before != kept.audience:
            _save(kept, "audience")
            journal.record(
                "give-out-minutes",
                kept,
                by=by,
                before={"audience": before},
                after={"audience": kept.audience},
            )
    return kept


def correct_passage(*, by: Any, passage: Passage, version: int, text: str, reason: str) -> Correction:
    """After the approval: the old words stay beside the new ones, with the reason."""
    with transaction.atomic():
        minutes = _locked(passage.minutes)
        if not minutes.is_approved:
            raise Conflict(_("Only approved minutes are corrected. Before that, change the text itself."))
        kept = Passage.objects.select_for_update().get(pk=passage.pk)
        if kept.version != version:
            raise Conflict
        after = merging.plain(text)
        if merging.paragraphs_of(after) == merging.paragraphs_of(kept.text):
            raise Refused(_("This is what the minutes say already."))
        made = Correction.objects.create(passage=kept, before=kept.text, after=after, reason=reason, by=by)
        write_text(by, kept, after)
        Minutes.objects.filter(pk=minutes.pk).update(version=F("version") + 1)
        journal.record("correct-minutes", made, by=by, after={"passage": kept.pk, "version": kept.version})
    return made


def _locked(minutes: Minutes) -> Minutes:
    """The row, held; the clock is asked after whoever held it before has let go."""
    Minutes.objects.select_for_update().only("pk").get(pk=minutes.pk)
    return queries.minutes().get(pk=minutes.pk)


def _save(minutes: Minutes, *columns: str) -> None:
    minutes.version += 1
    minutes.save(update_fields=[*columns, "version"])


def _refuse_clashes(minutes: Minutes) -> None:
    if queries.open_clashes(minutes).exists():
        raise Refused(_("Two versions of a paragraph stand in the text. Choose between them first."))


def _audience(audience: str) -> str:
    if audience not in MEETING_AUDIENCES:
        raise NotFound
    return audience
