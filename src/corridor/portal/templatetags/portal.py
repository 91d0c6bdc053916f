"""Tags of the portal's own pages."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.ui.templatetags.ui import country
from corridor.members.enums import HubKind
from corridor.members.models import Hub

register = template.Library()

# Pieces that lists repeat are made here rather than in templates, which take ten times as long for each.

PIECES = 4096  # kept of each sort; they hold nothing but names of places and kinds
COLOURS: dict[str, str] = {HubKind.SEAL: " is-second", HubKind.DIH: " is-third"}


@register.simple_tag
def kind_of(hub: Hub) -> SafeString:
    """What sort of hub it is, and whether it is invented."""
    return _kind(hub.kind, hub.is_fictional, get_language())


@lru_cache(maxsize=PIECES)
def _kind(kind: str, fictional: bool, language: str | None) -> SafeString:  # noqa: FBT001
    label = HubKind(kind).label if kind in HubKind.values else kind
    shown = format_html('<span class="label{}">{}</span>', COLOURS.get(kind, ""), label)
    invented = format_html(' <span class="label is-third">{}</span>', _("Demo: fictional"))
    return shown + invented if fictional else shown


@register.simple_tag
def place_of(hub: Hub) -> SafeString:
    """City, region and country."""
    region = hub.region
    names = (region.name, region.code) if region else ("", "")
    return _place(hub.city, *names, hub.country_id, get_language())


@lru_cache(maxsize=PIECES)
def _place(city: str, region: str, code: str, its_country: str, language: str | None) -> SafeString:
    shown = format_html("<span>{}</span>", city) if city else SafeString()
    if code:
        name = f"{region} " if region != city else ""
        shown += format_html('<span>{}<span class="code">{}</span></span>', name, code)
    return shown + SafeString(country(its_country))
