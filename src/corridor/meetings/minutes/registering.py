"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Audience, Placement, RecordType, Viewer, register_record_type
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.journal import register_verbs
from corridor.meetings.models import Meeting
from corridor.meetings.tabs import register_tab

from .models import Minutes

VERBS = {
    "open-meeting": _("Meeting opened"),
    "close-meeting": _("Meeting closed"),
    "note-attendance": _("Attendance noted"),
    "open-minutes": _("Minutes begun"),
    "write-minutes": _("Minutes written"),
    "settle-clash": _("Two versions of a paragraph settled"),
    "open-comments": _("Minutes opened for comments"),
    "comment-minutes": _("Comment on minutes"),
    "settle-comment": _("Comment on minutes settled"),
    "approve-minutes": _("Minutes approved"),
    "give-out-minutes": _("Audience of minutes changed"),
    "correct-minutes": _("Approved minutes corrected"),
}


def minutes_stand(minutes: Minutes) -> Placement:
    """Until they are approved they are for the group, whatever they will be then."""
    audience = minutes.audience if minutes.is_approved else Audience.GROUP
    return Placement(audience, groups=frozenset({minutes.meeting.group_id}))


def _has_minutes(meeting: Meeting, viewer: Viewer, _person: Any) -> bool:
    """For the group always; for others the page itself says whether there is anything to read."""
    return meeting.group_id in viewer.groups or meeting.is_over()


def _runs(meeting: Meeting, viewer: Viewer, _person: Any) -> bool:
    return meeting.group_id in viewer.groups and meeting.opened_at is not None and meeting.closed_at is None


def register() -> None:
    from . import letters, privacy, queries, waiting

    letters.register()
    privacy.register()
    waiting.register()
    register_verbs(VERBS)
    register_tab("minutes", pgettext_lazy("meeting", "Minutes"), "meetings:minutes", 40, _has_minutes)
    register_tab("live", pgettext_lazy("meeting", "Now"), "meetings:live", 1, _runs)
    register_record_type(
        RecordType(
            name="minutes",
            model="meetings.Minutes",
            title=_("minutes"),
            door=queries.minutes_by_key,
            placement=minutes_stand,
            audiences=(Audience.GROUP, Audience.NETWORK, Audience.PUBLIC),
            label=lambda minutes: best_text(minutes.meeting.title),
            page=lambda minutes: reverse(
                "meetings:minutes", args=[minutes.meeting.group.slug, minutes.meeting_id]
            ),
        )
    )
