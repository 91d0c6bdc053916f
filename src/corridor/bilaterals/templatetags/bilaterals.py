"""Tabs of the 1:1 meetings."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.translation import gettext as _

from corridor.bilaterals.tabs import ORGANISING
from corridor.events import tabs
from corridor.events.models import Event
from corridor.events.queries import own_registration

register = template.Library()


@register.inclusion_tag("events/parts/tabs.html", takes_context=True)
def my_tabs(context: RequestContext, event: Event, here: str) -> dict[str, Any]:
    """Over the pages of whoever takes part: all that there are for them at this event."""
    registration = own_registration(context["request"], event)
    own = tabs.own_tabs_of(registration) if registration else []
    return {"tabs": tabs.shown_as(own, event, here)}


@register.inclusion_tag("events/parts/tabs.html")
def organising_tabs(event: Event, here: str) -> dict[str, Any]:
    """The second row over the organisers' pages."""
    return {"tabs": tabs.shown_as(ORGANISING, event, here), "label": _("Pages of the 1:1 meetings")}
