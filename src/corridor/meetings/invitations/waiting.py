"""Invitations that somebody has not answered, in "Needs you now"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, OneTap, register_waiting
from corridor.meetings import times
from corridor.meetings.enums import MeetingState, Reply
from corridor.meetings.models import Invitation

from .asking import CHOICES, MEANS

ANY_INVITATION = """exists (select from meetings_invitation i join meetings_meeting m on m.id = i.meeting_id
    where i.person_id = %(person)s and i.reply = 'needs-action' and i.sent_revision is not null
    and i.withdrawn_at is null and m.state = 'fixed' and m.held_on >= %(today)s)"""


def register() -> None:
    register_waiting("meetings.invitations", invitations, if_any=ANY_INVITATION)


def invitations(person: Any, viewer: Viewer) -> Iterator[Item]:
    """Those to meetings of groups that the person still belongs to; one query."""
    if viewer.person_id is None:
        return
    open_ones = Invitation.objects.filter(
        person=viewer.person_id,
        reply=Reply.NEEDS_ACTION,
        sent_revision__isnull=False,
        withdrawn_at=None,
        meeting__state=MeetingState.FIXED,
        meeting__held_on__gte=timezone.localdate(),
        meeting__group__in=viewer.groups,
    )
    for one in open_ones.select_related("meeting__group").order_by("meeting__held_on", "pk"):
        if not one.meeting.is_over():
            yield _item(one, person)


def _item(one: Invitation, person: Any) -> Item:
    meeting = one.meeting
    place = [meeting.group.slug, meeting.pk]
    url = reverse("meetings:answer-invitation", args=place)
    return Item(
        kind="invitation",
        title=_("Are you coming? %(title)s") % {"title": best_text(meeting.title)},
        url=reverse("meetings:meeting", args=place),
        for_whom=best_text(meeting.group.name),
        as_role=str(_("participant")),
        why=times.in_words(meeting, times.zone_of(person, meeting)),
        due=meeting.held_on,
        answers=tuple(OneTap(str(one.label), url, (("reply", MEANS[one.name]),)) for one in CHOICES),
    )
