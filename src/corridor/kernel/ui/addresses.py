"""Addresses of pages; of the same page with another query, or in another language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language

from corridor.kernel.i18n.languages import CODES

REMEMBERED = 4096  # addresses per process


def address(name: str, *args: str) -> str:
    """What ``reverse`` says; a page has dozens, and they do not change while the program runs."""
    return _address(name, get_language(), args)


@lru_cache(maxsize=REMEMBERED)
def _address(name: str, language: str | None, args: tuple[str, ...]) -> str:
    return reverse(name, args=args)


def free_slug(name: str, taken: Iterable[str], *, otherwise: str) -> str:
    """A record's part of an address, made from its name; ``otherwise`` where that says nothing.
    Numbers and "new" have other pages."""
    stem, used = slugify(name)[:50].strip("-") or otherwise, set(taken)
    wanted = f"{otherwise}-{stem}" if stem.isdigit() or stem == "new" else stem
    return next(one for one in (wanted, *(f"{wanted}-{n}" for n in range(2, 10_000))) if one not in used)


def with_query(request: HttpRequest, path: str = "", /, **changes: Any) -> str:
    """This page's query, changed, on this page or on ``path``; an empty value takes its name away."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return _joined(path or request.path, query)


def without_value(request: HttpRequest, name: str, value: str) -> str:
    """One of several values of ``name`` gone, and back on page one."""
    query = request.GET.copy()
    others = [other for other in query.getlist(name) if other != value]
    for gone in (name, "page"):
        query.pop(gone, None)
    if others:
        query.setlist(name, others)
    return _joined(request.path, query)


def _joined(path: str, query: QueryDict) -> str:
    return f"{path}?{query.urlencode()}" if query else path


def in_language(full_path: str, code: str) -> str:
    """``/en/hubs/?page=2`` as ``/pl/hubs/?page=2``; the home page where the address has no language."""
    parts = full_path.split("/", 2)
    has_language = len(parts) == 3 and parts[1] in CODES  # noqa: PLR2004 - "", language, rest
    return f"/{code}/{parts[2]}" if has_language else f"/{code}/"
