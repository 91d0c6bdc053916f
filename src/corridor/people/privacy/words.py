"""Words of the privacy page that the data map's short names stand for."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BASES: Final = {
    "contract": _("you could not use this site without it"),
    "consent": _("you agreed, and can take that back at any time"),
    "legitimate interest": _("the group could not work together without it, and it costs you little"),
    "obligation": _("the law wants us to be able to show it"),
}
ARTICLES: Final = {
    "contract": "6(1)(b)",
    "consent": "6(1)(a)",
    "legitimate interest": "6(1)(f)",
    "obligation": "6(1)(c)",
}


def basis_in_words(basis: str | Promise) -> str:
    return str(BASES.get(str(basis), basis))


def article_of(basis: str | Promise) -> str:
    """The article of the General Data Protection Regulation."""
    return ARTICLES.get(str(basis), "")
