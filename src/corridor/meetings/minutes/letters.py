"""Who hears what about minutes until they are approved; then see ``mailing``. Nobody is told twice of one
thing: the key names it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from corridor.meetings.minutes.models import Comment, Minutes
from corridor.members.groups import letters
from corridor.members.groups.roles.queries import moderators_of, people_of
from corridor.post.kinds import Kind, register_kind

from .mailing import APPROVED

OPEN, OBJECTION = "minutes-open", "minutes-objection"
KINDS: Final = (
    Kind(OPEN, _("Minutes are open for comments"), "meetings/mail/minutes-open"),
    Kind(OBJECTION, _("Somebody objects to minutes"), "meetings/mail/minutes-objection", needs_answer=True),
    Kind(APPROVED, _("Minutes are approved"), "meetings/mail/minutes-approved", needs_answer=True),
)


def register() -> None:
    for kind in KINDS:
        register_kind(kind)


def tell_open(minutes: Minutes) -> None:
    by_silence = minutes.meeting.series is None or minutes.meeting.series.approval == "silence"
    _tell(
        minutes,
        OPEN,
        people_of(minutes.meeting.group),
        until=minutes.comments_until,
        by_silence="yes" if by_silence else "",
    )


def tell_objection(comment: Comment) -> None:
    minutes = comment.minutes
    people = moderators_of(minutes.meeting.group_id)
    who = comment.by.name if comment.by else ""
    _tell(minutes, OBJECTION, people, key=f"{OBJECTION}:{comment.pk}", who=who)


def _tell(minutes: Minutes, kind: str, people: Iterable[Any], *, key: str = "", **context: Any) -> None:
    meeting = minutes.meeting
    letters.tell(
        people,
        kind,
        group=meeting.group,
        key=key or f"{kind}:{minutes.pk}",
        page=("meetings:minutes", meeting.group.slug, meeting.pk),
        meeting=meeting.title,
        held_on=meeting.held_on,
        **context,
    )
