"""Parts of an event's pages: when it is, its tabs, its state."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from corridor.events import tabs, times
from corridor.events.enums import EventState
from corridor.events.models import Event, Registration, Session
from corridor.kernel.i18n import zones
from corridor.kernel.ui.hours import hours_shown

register = template.Library()


@register.simple_tag(takes_context=True)
def event_time(context: RequestContext, event: Event) -> SafeString:
    """In the reader's own zone; where clocks differ at the event, its own time as a warning."""
    here = times.zone_of(context["request"].user, event)
    return hours_shown(event.starts_at, event.ends_at, here=here, there=event.zone)


@register.simple_tag
def session_hours(session: Session, zone: str) -> SafeString:
    """By the clocks at the event: a programme is read there."""
    span = zones.span(session.starts_at, session.ends_at, zone)
    return format_html('<time datetime="{}">{}</time>', span.starts.isoformat(), span.hours)


@register.filter
def day_in(session: Session, zone: str) -> str:
    return zones.span(session.starts_at, session.ends_at, zone).day


@register.simple_tag
def event_state(event: Event) -> SafeString:
    """Where it stands, as a label; nothing for one that is still to come."""
    if event.state == EventState.PUBLISHED:
        return (
            format_html('<span class="label">{}</span>', pgettext("event", "past"))
            if event.is_over()
            else SafeString()
        )
    kind = "is-third" if event.state == EventState.DRAFT else "is-stopped"
    return format_html('<span class="label {}">{}</span>', kind, event.get_state_display())


@register.inclusion_tag("events/parts/tabs.html")
def event_tabs(event: Event, here: str) -> dict[str, Any]:
    """Of the organisers' pages."""
    return {"tabs": tabs.shown_as(tabs.tabs_of(event), event, here)}


@register.inclusion_tag("events/parts/tabs.html")
def own_tabs(registration: Registration, here: str) -> dict[str, Any]:
    """Of the pages of whoever takes part."""
    return {"tabs": tabs.shown_as(tabs.own_tabs_of(registration), registration.event, here)}
