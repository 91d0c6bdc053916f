"""Tags of the portal's own pages."""

from __future__ import annotations

from django import template
from django.template.context import RequestContext
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from corridor.kernel.search.shapes import Facet, FacetValue

register = template.Library()

NAMES_OF_THEIR_OWN = frozenset({"kind", "region"})  # facets whose labels are not in the page's language


@register.simple_tag(takes_context=True)
def facet_options(context: RequestContext, facet: Facet) -> SafeString:
    """One tick box per value. Made here rather than in a template, for a search page has hundreds of
    them, and a template takes ten times as long for each."""
    language = "" if facet.name in NAMES_OF_THEIR_OWN else f' lang="{escape(context["language"])}"'
    return mark_safe("".join(_option(facet.name, value, language) for value in facet.values))


def _option(name: str, value: FacetValue, language: str) -> str:
    code = escape(value.code)
    chosen = " checked" if value.chosen else ""
    return (
        f'<label class="option"><input type="checkbox" id="filter-{name}-{slugify(value.code)}" '
        f'name="{name}" value="{code}"{chosen}><span{language}>{escape(value.label)}</span> '
        f'<span class="count">{value.count}</span></label>\n'
    )
