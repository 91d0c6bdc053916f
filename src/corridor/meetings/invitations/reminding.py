"""A reminder on the morning before, once for each date, in the time of whoever is reminded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from corridor.meetings.enums import MeetingState, Reply
from corridor.meetings.models import Invitation

from . import letters
from .asking import question_for
from .inviting import still_belong
from .queries import begins, zone_of

DAYS_BEFORE: Final = 1
MORNING: Final = time(8, 0)
FURTHEST: Final = timedelta(days=DAYS_BEFORE + 2)  # of all zones, the farthest from ours


def reminder_due(invitation: Invitation) -> datetime | None:
    """The morning before, by the invitee's clock; none for a meeting without a day."""
    starts = begins(invitation.meeting)
    if starts is None:
        return None
    zone = ZoneInfo(zone_of(invitation))
    has_hours = invitation.meeting.starts_at is not None  # a whole day is the same day for everybody
    day = starts.astimezone(zone).date() if has_hours else starts.date()
    return datetime.combine(day - timedelta(days=DAYS_BEFORE), MORNING, zone)


def remind_all(now: datetime | None = None) -> int:
    """Everybody who is due; how many letters that were. Run twice, nobody is reminded twice."""
    moment = now or timezone.now()
    return sum(_remind(pk, moment) for pk in list(_candidates(moment)))


def _candidates(moment: datetime) -> Iterator[int]:
    today = moment.date()
    near = Q(meeting__held_on__gte=today - timedelta(days=1), meeting__held_on__lte=today + FURTHEST)
    waiting = Invitation.objects.filter(
        near,
        meeting__state=MeetingState.FIXED,
        sent_revision__isnull=False,
        withdrawn_at=None,
        reminded_at=None,
    ).exclude(reply=Reply.DECLINED)
    for one in waiting.select_related("meeting", "person").order_by("pk"):
        if _is_due(one, moment):
            yield one.pk


def _is_due(one: Invitation, moment: datetime) -> bool:
    due, starts = reminder_due(one), begins(one.meeting)
    return bool(due and starts and due <= moment < starts)


def _remind(pk: int, moment: datetime) -> int:
    """The letter and the note of it in one transaction; what another worker holds is left to it."""
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(of=("self",), skip_locked=True)
        rows = rows.filter(pk=pk, reminded_at=None, withdrawn_at=None).exclude(reply=Reply.DECLINED)
        one = rows.select_related("meeting__group", "person").first()
        if one is None or one.meeting.state != MeetingState.FIXED or not _is_due(one, moment):
            return 0
        one.reminded_at = moment
        one.save(update_fields=["reminded_at"])
        if one.person_id and not still_belong(one.meeting.group, [one.person_id]):
            return 0
        key = f"meeting-reminder:{one.pk}:{begins(one.meeting)}"
        letters.send(one, letters.REMINDER, question=question_for(one), key=key)
    return 1
