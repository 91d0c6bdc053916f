"""Where a meeting stands, for the page that says who can see it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Placement, RecordType, register_record_type
from corridor.kernel.i18n.fields import best_text

from . import queries
from .models import Meeting


def _meeting_stands(meeting: Meeting) -> Placement:
    return Placement(meeting.audience, groups=frozenset({meeting.group_id}))


def register() -> None:
    register_record_type(
        RecordType(
            name="meeting",
            model="meetings.Meeting",
            title=_("meeting"),
            door=queries.meeting_for_viewing,
            placement=_meeting_stands,
            audiences=(Audience.GROUP, Audience.NETWORK, Audience.PUBLIC),
            label=lambda meeting: best_text(meeting.title),
            page=lambda meeting: reverse("portal:group", args=[meeting.group.slug]),
        )
    )
