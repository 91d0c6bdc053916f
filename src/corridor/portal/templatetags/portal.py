"""Tags of the portal's own pages."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.search.shapes import Hit
from corridor.kernel.ui.templatetags.finding import why
from corridor.kernel.ui.templatetags.ui import best_language, best_text, country
from corridor.members.enums import HubKind
from corridor.members.models import Hub

register = template.Library()

# Pieces that lists repeat are made here rather than in templates, which take ten times as long for each.

PIECES = 4096  # kept of each sort; they hold nothing but names of places and kinds
BEGINNING = 320  # characters of what a hub says of itself, where nothing was asked
COLOURS: dict[str, str] = {HubKind.SEAL: " is-second", HubKind.DIH: " is-third"}


@register.simple_tag
def found_hub(hit: Hit, hub: Hub, why_this: str) -> SafeString:
    """A row of a list of results; ``why_this`` names its list of reasons."""
    title = f'<h2 class="hub-name"><a href="{escape(hit.url)}">{escape(hit.title)}</a></h2>'
    meta = f'<p class="result-meta">{kind_of(hub)}{place_of(hub)}</p>'
    rest = _with_reasons(hit, why_this) if hit.reasons else _beginning(hub)
    return mark_safe(f'<li class="result">\n{title}\n{meta}\n{rest}</li>\n')


def _with_reasons(hit: Hit, why_this: str) -> str:
    passage = _paragraph(hit.language, hit.passage) if hit.passage else ""
    return f'{passage}<ul class="why" aria-label="{escape(why_this)}">{why(hit.reasons)}</ul>\n'


def _beginning(hub: Hub) -> str:
    texts = hub.description
    return _paragraph(best_language(texts), Truncator(best_text(texts)).chars(BEGINNING)) if texts else ""


def _paragraph(language: str, text: str) -> str:
    return f'<p lang="{escape(language)}">{escape(text)}</p>\n'


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
