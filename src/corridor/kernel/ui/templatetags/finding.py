"""Tags of pages that search: filters, and why something was found.

Pieces that lists repeat are made here rather than in templates, which take ten times as long for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape  # Django's asks first whether a text is lazy, which takes longer than the rest

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from corridor.kernel.search.asking import query_of
from corridor.kernel.search.shapes import Facet, FacetValue, Question, Reason
from corridor.kernel.ui import addresses

from .ui import icon

register = template.Library()

PIECES = 4096  # kept of each sort; they hold nothing but names of places and kinds
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
def why(reasons: Sequence[Reason]) -> SafeString:
    """A list item per reason."""
    items = (f"<li>{icon(one.kind.value)}<span>{escape(one.sentence)}</span></li>" for one in reasons)
    return mark_safe("".join(items))


@register.simple_tag(takes_context=True)
def without_filters(context: RequestContext, question: Question) -> str:
    """This page's address without any of the chosen filters, and back on page one."""
    return addresses.with_query(context["request"], **dict.fromkeys([*question.facets, "page"], ""))


@register.simple_tag
def asked_again(question: Question) -> str:
    """The query string that asks the same once more."""
    return query_of(question)
