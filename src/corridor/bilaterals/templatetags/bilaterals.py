"""Tabs of the 1:1 meetings."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from corridor.bilaterals.tabs import ORGANISING
from corridor.events import tabs
from corridor.events.models import Event
from corridor.events.queries import own_registration

register = template.Library()


@register.inclusion_tag("bilaterals/parts/tabs.html", takes_context=True)
def my_tabs(context: RequestContext, event: Event, here: str) -> dict[str, Any]:
    """Over the pages of whoever takes part: all that there are for them at this event."""
    registration = own_registration(context["request"], event)
    shown = tabs.own_tabs_of(registration) if registration else []
    rows = [{"title": one.title, "url": one.url(event), "current": one.name == here} for one in shown]
    return {"tabs": rows, "event": event}


@register.inclusion_tag("bilaterals/parts/organising_tabs.html")
def organising_tabs(event: Event, here: str) -> dict[str, Any]:
    """The second row over the organisers' pages."""
    rows = [{"title": one.title, "url": one.url(event), "current": one.name == here} for one in ORGANISING]
    return {"tabs": rows}
