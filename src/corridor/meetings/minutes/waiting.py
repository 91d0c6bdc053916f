"""What waits for people about minutes: to read them while comments are taken, and for moderators to write
them up, to settle objections and to have them approved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting
from corridor.meetings.enums import MinutesState
from corridor.members.enums import GroupRoleName

from .approving import is_by_silence, takes_comments
from .models import Minutes
from .queries import minutes

ANY: Final = """exists (select from meetings_minutes n join meetings_meeting m on m.id = n.meeting_id
    where m.group_id = any(%(groups)s) and n.state <> 'approved'
    and (n.state = 'comments' or m.closed_at is not null))"""


def register() -> None:
    register_waiting("meetings.minutes", items, if_any=ANY)


def items(person: Any, viewer: Viewer) -> Iterator[Item]:
    if not viewer.takes_part:
        return
    open_ones = Q(comments__is_objection=True, comments__settled_at=None)
    mine = Q(comments__by=viewer.person_id)
    found = minutes().filter(meeting__group__in=viewer.takes_part).exclude(state=MinutesState.APPROVED)
    found = found.annotate(
        objections=Count("comments", open_ones, distinct=True), said=Count("comments", mine, distinct=True)
    )
    for one in found:
        if one.meeting.group_id in viewer.moderates:
            yield from _for_moderators(one)
        elif not one.said and takes_comments(one):
            why = _("If nobody objects by then, they are approved.") if is_by_silence(one) else ""
            yield _item(one, _("Minutes to read: %(meeting)s"), why, is_due=True)


def _for_moderators(one: Any) -> Iterator[Item]:
    if one.objections:
        yield _item(one, _("An objection to settle: %(meeting)s"), _("Until then, nothing is approved."))
    elif one.state == MinutesState.DRAFT and one.meeting.closed_at:
        yield _item(
            one, _("Minutes to finish: %(meeting)s"), _("Open them for comments when they are ready.")
        )


def _item(one: Minutes, title: str, why: str, *, is_due: bool = False) -> Item:
    meeting = one.meeting
    until = one.comments_until if is_due and is_by_silence(one) else None
    role = _("member") if is_due else str(GroupRoleName.MODERATOR.label)
    return Item(
        kind="minutes",
        title=title % {"meeting": best_text(meeting.title)},
        url=reverse("meetings:minutes", args=[meeting.group.slug, meeting.pk]),
        for_whom=best_text(meeting.group.name),
        as_role=role,
        why=why,
        due=timezone.localdate(until) if until else None,
    )
