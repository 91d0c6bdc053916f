"""Which addresses a group cannot have: those at which something else stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

Route = URLPattern | URLResolver


@lru_cache(maxsize=1)
def reserved() -> frozenset[str]:
    """The first part of every address, below the language and beside it, also where nothing answers at
    that part alone, and the languages themselves."""
    routes = get_resolver().url_patterns
    resolvers = [route for route in routes if isinstance(route, URLResolver)]
    localized = [below for one in resolvers if _has_language(one) for below in one.url_patterns]
    firsts = {first for route in [*routes, *localized] for first in _firsts(route)}
    return frozenset(firsts | {code for code, _name in settings.LANGUAGES})


def _has_language(route: Route) -> bool:
    return isinstance(route.pattern, LocalePrefixPattern)


def _firsts(route: Route) -> Iterator[str]:
    """The fixed first part of a route, and of those that are included under nothing."""
    first, _slash, _rest = str(route.pattern).partition("/")
    if _has_language(route):
        return
    if first and not first.startswith(("<", "^")):
        yield first
    elif not first and isinstance(route, URLResolver):
        for below in route.url_patterns:
            yield from _firsts(below)
