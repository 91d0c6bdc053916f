"""Parts of a meeting's pages: when it is, where the reader is; its tabs; its state."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.i18n import zones
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.hours import hours_shown
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES, day
from corridor.meetings import tabs, times
from corridor.meetings.enums import MeetingState
from corridor.meetings.models import Meeting

register = template.Library()


@register.simple_tag(takes_context=True)
def meeting_time(context: RequestContext, meeting: Meeting) -> SafeString:
    """When it is, in the reader's own zone; where clocks differ at the meeting, its own time as a warning."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return _without_hours(meeting)
    here = times.zone_of(context["request"].user, meeting)
    return hours_shown(meeting.starts_at, meeting.ends_at, here=here, there=meeting.zone)


def _without_hours(meeting: Meeting) -> SafeString:
    if meeting.held_on is None:
        return format_html('<span class="meeting-time">{}</span>', _("The date is not fixed yet."))
    return format_html('<span class="meeting-time">{}</span>', day(meeting.held_on))


@register.simple_tag(takes_context=True)
def own_moment(context: RequestContext, value: datetime, meeting: Meeting | None = None) -> SafeString:
    """Any moment in the reader's own zone, with the name of its city."""
    zone = getattr(context["request"].user, "time_zone", "") or (
        meeting.zone if meeting else "Europe/Brussels"
    )
    here, language = value.astimezone(ZoneInfo(zone)), get_language() or DEFAULT
    day = format_date(here, "long", locale=DATE_LOCALES.get(language, language))
    words = f"{day}, {zones.clock(here)}"
    return format_html(
        '<time datetime="{}" lang="{}">{} ({})</time>', here.isoformat(), language, words, zones.city(zone)
    )


@register.simple_tag
def meeting_state(meeting: Meeting) -> SafeString:
    """Where it stands, as a label; nothing for a fixed one that is still to come."""
    if meeting.state == MeetingState.FIXED:
        return format_html('<span class="label">{}</span>', _("past")) if meeting.is_over() else SafeString()
    kind = "is-third" if meeting.state == MeetingState.DRAFT else "is-stopped"
    return format_html('<span class="label {}">{}</span>', kind, meeting.get_state_display())


@register.inclusion_tag("meetings/parts/tabs.html", takes_context=True)
def meeting_tabs(context: RequestContext, meeting: Meeting, here: str) -> dict[str, Any]:
    request: Any = context["request"]
    shown = tabs.tabs_of(meeting, request.viewer, request.user)
    return {
        "tabs": [{"title": one.title, "url": one.url(meeting), "current": one.name == here} for one in shown]
    }
