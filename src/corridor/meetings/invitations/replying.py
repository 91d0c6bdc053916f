"""Answers to an invitation: by link, by a word in a reply, or by what a calendar program sends back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.errors import NotFound, Text
from corridor.kernel.i18n.fields import best_text
from corridor.meetings import times
from corridor.meetings.enums import Via
from corridor.meetings.models import Invitation
from corridor.post.answers import WRITTEN, NotForUs, Purpose, Stale, register_purpose
from corridor.post.models import Question

from . import actions, itip
from .asking import CHOICES, MEANS, NAME, NAMES
from .queries import zone_of

if TYPE_CHECKING:
    from corridor.post.inbound.calendars import CalendarReply

SKEW: Final = timedelta(minutes=5)  # so far may a calendar's clock be behind ours


def register() -> None:
    register_purpose(
        Purpose(
            NAME,
            CHOICES,
            _asked,
            _chosen,
            write=_written,
            is_item=False,  # ``waiting`` has one for every invitation
            may_change=True,
            stands=lambda question: NAMES.get(_invitation(question).reply, ""),
            take_reply=_replied,
        )
    )


def _invitation(question: Question) -> Invitation:
    rows = Invitation.objects.select_related("meeting__group", "person")
    found = rows.filter(pk=question.about_id, withdrawn_at=None).first()
    if found is None:
        raise NotFound
    return found


def _asked(question: Question) -> Text:
    invitation = _invitation(question)
    meeting = invitation.meeting
    words = {"title": best_text(meeting.title), "when": times.in_words(meeting, zone_of(invitation))}
    return _("Are you coming? %(title)s, %(when)s") % words


def _chosen(*, question: Question, choice: str, by: Any) -> Text:
    actions.answer(invitation=_invitation(question), reply=MEANS[choice], via=Via.LINK, by=by)
    return _("Thank you. You can change your answer until the meeting is over.")


def _written(*, question: Question, text: str, by: Any) -> None:
    """Words that are neither yes nor no are for those who prepare the meeting."""
    actions.add_note(invitation=_invitation(question), note=text)


def _replied(*, question: Question, reply: CalendarReply, by: Any) -> str:
    invitation = _invitation(question)
    _refuse_foreign(invitation, question, reply)
    if reply.is_proposal:
        wish = reply.comment or _("Another time is asked for, from a calendar.")
        actions.add_note(invitation=invitation, note=wish)
        return WRITTEN
    _refuse_stale(invitation, reply)
    partstat = reply.answers[_address(invitation, question, reply)]
    if partstat not in NAMES:
        raise NotForUs(f"the answer {partstat[:40]!r}")
    actions.answer(
        invitation=invitation,
        reply=partstat,
        via=Via.CALENDAR,
        stamp=min(reply.stamp, timezone.now()),  # a clock ahead of ours must not outlast later answers
        by=by,
        note=reply.comment or None,
    )
    return NAMES[partstat]


def _refuse_foreign(invitation: Invitation, question: Question, reply: CalendarReply) -> None:
    if reply.uid != itip.full_uid(invitation.meeting):
        raise NotForUs("another event")
    if not _address(invitation, question, reply):
        raise NotForUs("an answer of somebody who was not asked")


def _address(invitation: Invitation, question: Question, reply: CalendarReply) -> str:
    """The attendee who was asked, where the reply is theirs; nobody answers for somebody else."""
    own = {question.address.lower(), invitation.mail.lower()}
    return next((one for one in reply.answers if one in own), "")


def _refuse_stale(invitation: Invitation, reply: CalendarReply) -> None:
    """Mail overtakes mail. What was asked before the date moved says nothing of the new one."""
    if reply.sequence < invitation.asked_revision:
        raise Stale
    if invitation.reply_stamp and reply.stamp < invitation.reply_stamp:
        raise Stale
    if invitation.replied_at and reply.stamp < invitation.replied_at - SKEW:
        raise Stale
