"""Reads: meetings as a viewer may see them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound

from .models import Meeting

LONGEST_ID = 18


def any_coming(groups: Collection[int]) -> bool:
    """Whether these groups, by id, meet again; of many it costs little to learn that they do not."""
    if not groups:
        return False
    wanted = """select exists (
        select from meetings_meeting where group_id = any(%s) and held_on >= %s and state = 'fixed')"""
    with connection.cursor() as cursor:
        cursor.execute(wanted, [list(groups), timezone.localdate()])
        return bool(cursor.fetchone()[0])


def meeting_for_viewing(viewer: Viewer, key: str) -> Meeting:
    """The meeting, or ``NotFound`` where there is none that this viewer may see."""
    is_id = key.isascii() and key.isdigit() and len(key) <= LONGEST_ID
    meetings = Meeting.objects.visible_to(viewer).select_related("group")
    meeting = meetings.filter(pk=key).first() if is_id else None
    if meeting is None:
        raise NotFound
    return meeting
