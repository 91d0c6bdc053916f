"""From when to when, as pages show it: where the reader is, and where it happens if clocks differ there."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.i18n import zones
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.zones import Span


def differs(starts: datetime, ends: datetime, here: str, there: str) -> bool:
    """Whether clocks in the two zones show another time at the beginning or the end."""
    return any(_offset(one, here) != _offset(one, there) for one in (starts, ends))


def _offset(moment: datetime, zone: str) -> object:
    return moment.astimezone(ZoneInfo(zone)).utcoffset()


def hours_shown(starts: datetime, ends: datetime, *, here: str, there: str) -> SafeString:
    """``here`` is the reader's zone, ``there`` that of the place."""
    own, theirs = zones.span(starts, ends, here), zones.span(starts, ends, there)
    if differs(starts, ends, here, there):
        return format_html("{} {}", _shown(own, _your_time(own)), _warning(own, theirs))
    return _shown(own, own.city if here == there else _your_time(own))


def _shown(span: Span, where: str) -> SafeString:
    shape = (
        '<span class="meeting-time" lang="{}"><time datetime="{}">{}, {}</time>{}'
        '<time datetime="{}">{}</time> <span class="zone">{}</span></span>'
    )
    until = zones.clock(span.ends)
    return format_html(
        shape,
        get_language() or DEFAULT,
        span.starts.isoformat(),
        span.day,
        zones.clock(span.starts),
        "–" if span.is_of_one_day else " – ",
        span.ends.isoformat(),
        until if span.is_of_one_day else f"{span.last_day}, {until}",
        where,
    )


def _your_time(span: Span) -> str:
    return _("your time (%(city)s)") % {"city": span.city}


def _warning(own: Span, there: Span) -> SafeString:
    """ "14:00–15:30 in Brussels", with the day where that is another one."""
    said = {"hours": there.hours, "city": there.city, "day": there.day}
    text = _("%(hours)s in %(city)s") % said
    if own.starts.date() != there.starts.date():
        text = _("%(day)s, %(hours)s in %(city)s") % said
    return format_html('<span class="zone-warning">{}</span>', text)
