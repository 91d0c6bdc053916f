"""Pieces of JSON-LD that need no library."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import override

from corridor.kernel.i18n.languages import DEFAULT

SCHEMA: Final = "https://schema.org/"


def name_of(page: str, *args: Any) -> str:
    """The address of a page as the name of what it is about: the same in every language."""
    return f"{settings.BASE_URL}{_path(page, args)}"


@lru_cache(maxsize=4096)
def _path(page: str, args: tuple[Any, ...]) -> str:
    with override(DEFAULT):
        return reverse(page, args=args)


def web(address: str) -> str:
    """What people wrote as an address; what no address can hold is written in percents."""
    return iri_to_uri(address)


def in_languages(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]


def said(data: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty; 0 says something."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}
