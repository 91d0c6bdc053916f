"""What waits for people in polls: an answer, and for moderators a date to choose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting
from corridor.members.enums import GroupRoleName

from .models import Poll

ANY_ASKED = """exists (select from meetings_pollinvitee i join meetings_poll p on p.id = i.poll_id
    where i.person_id = %(person)s and i.answered_at is null and p.closed_at is null
    and p.closes_at > statement_timestamp())"""
ANY_OVER = """exists (select from meetings_poll p join meetings_meeting m on m.id = p.meeting_id
    where m.group_id = any(%(moderates)s) and p.closed_at is null and p.closes_at <= statement_timestamp())"""


def register() -> None:
    register_waiting("meetings.polls", asked, if_any=ANY_ASKED)
    register_waiting("meetings.polls-over", over, if_any=ANY_OVER)


def asked(person: Any, viewer: Viewer) -> Iterator[Item]:
    """Polls that this person has not answered."""
    polls = Poll.objects.filter(closed_at=None, closes_at__gt=Now(), meeting__group__in=viewer.groups)
    mine = polls.filter(invitees__person=viewer.person_id, invitees__answered_at=None)
    for poll in mine.select_related("meeting__group"):
        names = {"meeting": best_text(poll.meeting.title)}
        yield _item(poll, _("When does “%(meeting)s” suit you?") % names, str(_("member of the group")))


def over(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For moderators: everybody had time to answer, and there is no date yet."""
    polls = Poll.objects.filter(closed_at=None, closes_at__lte=Now(), meeting__group__in=viewer.moderates)
    for poll in polls.select_related("meeting__group"):
        names = {"meeting": best_text(poll.meeting.title)}
        yield _item(poll, _("Choose a date for “%(meeting)s”") % names, str(GroupRoleName.MODERATOR.label))


def _item(poll: Poll, title: str, as_role: str) -> Item:
    return Item(
        kind="poll",
        title=title,
        url=reverse("meetings:poll", args=[poll.meeting.group.slug, poll.meeting_id]),
        for_whom=best_text(poll.meeting.group.name),
        as_role=as_role,
        since=poll.opened_at,
        due=timezone.localdate(poll.closes_at),
    )
