"""The addresses that this installation answers, read from the URLconf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override


@dataclass(frozen=True)
class Route:
    """A pattern as Django writes it, and its name."""

    pattern: str
    name: str


def routes() -> list[Route]:
    with override("en"):
        return list(_below(get_resolver(), ""))


def _below(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for part in resolver.url_patterns:
        whole = prefix + (str(part.pattern).removeprefix("^") if prefix else str(part.pattern))
        if isinstance(part, URLPattern):
            yield Route(whole, part.name or "")
        else:
            yield from _below(part, whole)
