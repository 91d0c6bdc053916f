"""Where a meeting stands, for the page that says who can see it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Placement, RecordType, register_record_type
from corridor.kernel.i18n.fields import best_text

from . import queries
from .enums import MeetingState
from .models import Meeting, Series

CHOSEN_FROM = (Audience.GROUP, Audience.NETWORK, Audience.PUBLIC)


def _meeting_stands(meeting: Meeting) -> Placement:
    """While its date is looked for it is the group's alone, whatever it will be for."""
    is_draft = meeting.state == MeetingState.DRAFT
    shown_to = Audience.GROUP if is_draft and meeting.audience in CHOSEN_FROM else meeting.audience
    return Placement(shown_to, groups=frozenset({meeting.group_id}))


def _series_stands(series: Series) -> Placement:
    return Placement(series.audience, groups=frozenset({series.group_id}))


def register() -> None:
    register_record_type(
        RecordType(
            name="meeting",
            model="meetings.Meeting",
            title=_("meeting"),
            door=queries.meeting_for_viewing,
            placement=_meeting_stands,
            audiences=CHOSEN_FROM,
            label=lambda meeting: best_text(meeting.title),
            page=lambda meeting: reverse("meetings:meeting", args=[meeting.group.slug, meeting.pk]),
        )
    )
    register_record_type(
        RecordType(
            name="series",
            model="meetings.Series",
            title=_("series of meetings"),
            door=queries.series_by_key,
            placement=_series_stands,
            audiences=CHOSEN_FROM,
            label=lambda series: best_text(series.name),
            page=lambda series: reverse("meetings:series", args=[series.group.slug, series.slug]),
        )
    )
