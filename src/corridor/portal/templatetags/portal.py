"""Tags of the portal's own pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape  # Django's asks first whether a text is lazy, which takes longer than the rest

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.search.shapes import Facet, FacetValue, Reason
from corridor.kernel.ui.templatetags.ui import country, icon
from corridor.members.enums import HubKind
from corridor.members.models import Hub

register = template.Library()

# Pieces that lists repeat are made here rather than in templates, which take ten times as long for each.

PIECES = 4096  # kept of each sort; they hold nothing but names of places and kinds
COLOURS: dict[str, str] = {HubKind.SEAL: " is-second", HubKind.DIH: " is-third"}
NAMES_OF_THEIR_OWN = frozenset({"kind", "region"})  # facets whose labels are not in the page's language


@register.simple_tag(takes_context=True)
def facet_options(context: RequestContext, facet: Facet) -> SafeString:
    """One tick box per value."""
    language = "" if facet.name in NAMES_OF_THEIR_OWN else f' lang="{escape(context["language"])}"'
    return mark_safe("".join(_option(facet.name, value, language) for value in facet.values))


def _option(name: str, value: FacetValue, language: str) -> str:
    before, label = _option_pieces(name, value.code, value.label)
    chosen = " checked" if value.chosen else ""
    return (
        f'{before}{chosen}><span{language}>{label}</span> <span class="count">{value.count}</span></label>\n'
    )


@lru_cache(maxsize=PIECES)
def _option_pieces(name: str, code: str, label: str) -> tuple[str, str]:
    box = f'<input type="checkbox" id="filter-{name}-{slugify(code)}" name="{name}" value="{escape(code)}"'
    return f'<label class="option">{box}', escape(label)


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


@register.simple_tag
def why(reasons: Sequence[Reason]) -> SafeString:
    """A list item per reason."""
    items = (f"<li>{icon(one.kind.value)}<span>{escape(one.sentence)}</span></li>" for one in reasons)
    return mark_safe("".join(items))
