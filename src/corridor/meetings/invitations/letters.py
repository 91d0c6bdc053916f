"""Letters about a meeting to those who are invited: the invitation, changes, the end of it, the reminder.
Each in its reader's language and time, with the entry for their calendar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from corridor.kernel.audience import Audience
from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.meetings import times
from corridor.meetings.minutes.attendance import check_in_url
from corridor.meetings.models import Invitation, Meeting
from corridor.post import actions as post
from corridor.post import clean
from corridor.post.itip import CANCEL as OFF
from corridor.post.itip import REQUEST
from corridor.post.kinds import Kind, register_kind
from corridor.post.models import Question

from . import itip
from .asking import CHOICES
from .queries import language_of, zone_of


def _kind(name: str, title: Text) -> Kind:
    """Secret, since its links and its calendar entry answer for the reader."""
    return Kind(name, title, f"meetings/mail/{name}", needs_answer=True, is_secret=True)


INVITED: Final = "meeting-invitation"
CHANGED: Final = "meeting-changed"
MOVED: Final = "meeting-moved"
CANCELLED: Final = "meeting-cancelled"
WITHDRAWN: Final = "meeting-withdrawn"
REMINDER: Final = "meeting-reminder"
KINDS: Final = (
    _kind(INVITED, gettext_lazy("An invitation to a meeting")),
    _kind(CHANGED, gettext_lazy("A meeting has changed")),
    _kind(MOVED, gettext_lazy("A meeting has a new date")),
    _kind(CANCELLED, gettext_lazy("A meeting is cancelled")),
    _kind(WITHDRAWN, gettext_lazy("An invitation was withdrawn")),
    _kind(REMINDER, gettext_lazy("A meeting is tomorrow")),
)
WITH_CHECK_IN: Final = {INVITED, REMINDER}  # for guests, who find no link on a page of theirs
WITH_ENTRY: Final = {
    INVITED: REQUEST,
    CHANGED: REQUEST,
    MOVED: REQUEST,
    CANCELLED: OFF,
    WITHDRAWN: OFF,
}


def register() -> None:
    for kind in KINDS:
        register_kind(kind)


def send(invitation: Invitation, kind: str, *, question: Question, key: str) -> None:
    """Once for each ``key``; to a person as a notice too."""
    meeting, language = invitation.meeting, language_of(invitation)
    with override(language):
        context = _context(invitation, question)
        if invitation.person is None and kind in WITH_CHECK_IN:
            context["check_in"] = check_in_url(invitation)
        calendar = _calendar(invitation, kind, question)
        page = _page(invitation)
    told: dict[str, Any] = {
        "kind": kind,
        "context": context,
        "key": key,
        "about": meeting,
        "group_id": meeting.group_id,
        "reply_to": question.reply_address if context["choices"] else "",
        "calendar": calendar,
    }
    if invitation.person:
        post.tell(person=invitation.person, url=page, **told)
        return
    told["context"] |= {"url": post.full_url(page)}
    name, zone = clean.one_line(invitation.name), invitation.zone
    post.write_to(address=invitation.address, name=name, language=language, time_zone=zone, **told)


def _context(invitation: Invitation, question: Question) -> dict[str, Any]:
    meeting, language, zone = invitation.meeting, language_of(invitation), zone_of(invitation)
    return {
        "title": best_text(meeting.title, language),
        "group": best_text(meeting.group.name, language),
        "when": times.in_words(meeting, zone),
        "when_there": times.in_words(meeting, meeting.zone) if times.differs(meeting, zone) else "",
        "place": clean.one_line(meeting.place),
        "link": clean.one_line(meeting.link),
        "note": best_text(meeting.note, language),
        "reason": clean.one_line(meeting.cancelled_why),
        "reply": invitation.get_reply_display(),
        "has_answered": invitation.reply != "needs-action",
        "is_required": invitation.is_required,
        "choices": _choices(question),
    }


def _choices(question: Question) -> list[dict[str, str]]:
    if question.closed_at is not None:
        return []
    return [{"label": str(one.label), "url": question.url_for(one.name)} for one in CHOICES]


def _page(invitation: Invitation) -> str:
    """The meeting's own page; none for a guest who could not open it."""
    meeting = invitation.meeting
    if invitation.person is None and meeting.audience != Audience.PUBLIC:
        return ""
    return reverse("meetings:meeting", args=[meeting.group.slug, meeting.pk])


def _calendar(invitation: Invitation, kind: str, question: Question) -> str:
    if kind not in WITH_ENTRY:
        return ""
    page = _page(invitation)
    entry = itip.Entry(
        method=WITH_ENTRY[kind],
        language=language_of(invitation),
        description="\n".join(_lines(invitation)),
        reply_address=question.reply_address or clean.sender()[1],
        url=settings.BASE_URL + page if page else "",
    )
    return itip.written(invitation, entry, timezone.now())


def _lines(invitation: Invitation) -> Iterable[str]:
    """What a calendar shows below the hours."""
    meeting = invitation.meeting
    yield best_text(meeting.group.name, language_of(invitation))
    if note := best_text(meeting.note, language_of(invitation)):
        yield note
    if meeting.link:
        yield _("To join: %(link)s") % {"link": clean.one_line(meeting.link)}
    if invitation.person:
        yield _("Agenda: %(link)s") % {"link": _agenda(meeting)}


def _agenda(meeting: Meeting) -> str:
    return settings.BASE_URL + reverse("meetings:agenda", args=[meeting.group.slug, meeting.pk])
