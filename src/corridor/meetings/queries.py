"""Reads: meetings as a viewer may see them."""

from __future__ import annotations

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound

from .models import Meeting

LONGEST_ID = 18


def meeting_for_viewing(viewer: Viewer, key: str) -> Meeting:
    """The meeting, or ``NotFound`` where there is none that this viewer may see."""
    is_id = key.isascii() and key.isdigit() and len(key) <= LONGEST_ID
    meetings = Meeting.objects.visible_to(viewer).select_related("group")
    meeting = meetings.filter(pk=key).first() if is_id else None
    if meeting is None:
        raise NotFound
    return meeting
