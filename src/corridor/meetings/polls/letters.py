"""Mails of polls: what is asked, and once more before it is too late. Nobody is told twice of one thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.kernel.i18n.fields import best_text
from corridor.post import actions as post
from corridor.post.answers import ask
from corridor.post.kinds import Kind, register_kind

from . import keys, queries, replies, wording
from .models import Poll, PollInvitee

# Their texts let somebody answer in another's name.
POLL: Final = Kind(
    "poll", _("When does a meeting suit you?"), "meetings/mail/poll", needs_answer=True, is_secret=True
)
REMINDER: Final = Kind(
    "poll-reminder",
    _("A meeting still needs your answer"),
    "meetings/mail/poll-reminder",
    needs_answer=True,
    is_secret=True,
)


def register() -> None:
    register_kind(POLL)
    register_kind(REMINDER)


def tell_opened(poll: Poll) -> None:
    _tell(poll, queries.invitees_of(poll), POLL)


def tell_reminder(poll: Poll) -> None:
    _tell(poll, [one for one in queries.still_asked(poll) if one.answered_at is None], REMINDER)


def _tell(poll: Poll, invitees: Iterable[PollInvitee], kind: Kind) -> None:
    for invitee in invitees:
        language = invitee.person.language if invitee.person else invitee.language
        with override(language):
            _write(poll, invitee, kind, language)


def _write(poll: Poll, invitee: PollInvitee, kind: Kind, language: str) -> None:
    """To a person of ours or to a guest, in their language and with their own time."""
    guest: dict[str, Any] = {} if invitee.person else {"address": invitee.address, "name": invitee.name}
    question = ask(
        purpose=replies.PURPOSE,
        about=invitee,
        language=language,
        key=f"poll:{invitee.pk}",
        person=invitee.person,
        **guest,
    )
    letter: dict[str, Any] = {
        "kind": kind.name,
        "key": f"{kind.name}:{invitee.pk}:{poll.closes_at:%Y%m%d}"
        if kind == REMINDER
        else f"poll:{invitee.pk}",
        "about": poll,
        "group_id": poll.meeting.group_id,
        "reply_to": question.reply_address,
        "context": _context(poll, invitee, language, by_reply=bool(question.reply_address)),
    }
    if invitee.person:
        url = reverse("meetings:poll", args=[poll.meeting.group.slug, poll.meeting_id])
        post.tell(person=invitee.person, url=url, **letter)
    else:
        post.write_to(**guest, language=language, time_zone=invitee.zone, **letter)


def _context(poll: Poll, invitee: PollInvitee, language: str, *, by_reply: bool) -> dict[str, Any]:
    closes = wording.told(poll.closes_at, poll.closes_at, wording.zone_of(invitee), poll.meeting.zone)
    return {
        "meeting": best_text(poll.meeting.title, language),
        "group": best_text(poll.meeting.group.name, language),
        "minutes": poll.minutes,
        "slots": [
            {"number": number, "words": f"{one.here.day}, {one.here.hours}", "there": one.warning}
            for number, one in wording.numbered(poll, invitee)
        ],
        "city": wording.told(poll.closes_at, poll.closes_at, wording.zone_of(invitee), "UTC").here.city,
        "closes": f"{closes.here.day}, {closes.here.hours.partition('–')[0]}",
        "answer_url": keys.page(invitee, language),
        "how": wording.how_to_reply() if by_reply else (),
        "free_reply": True,
    }
