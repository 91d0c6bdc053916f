"""Texts of mails that an operator or moderator wrote: ``{name}`` where one is listed, and nothing else.

Such a text comes from the database, so it is never read as a template: not by Django, and not by
``str.format``, which would follow ``{user.__class__}`` wherever it leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
CODE: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")


def check(text: str, allowed: Iterable[str]) -> str:
    """The text, or ``Refused`` with the first thing in braces that is not listed."""
    names = set(allowed)
    if found := CODE.search(text):
        raise Refused(_("“%(code)s” cannot be used here.") % {"code": found[0]})
    for name in PLACEHOLDER.findall(text):
        if name not in names:
            shown = ", ".join(f"{{{one}}}" for one in sorted(names))
            raise Refused(_("“{%(name)s}” is not one of: %(names)s.") % {"name": name, "names": shown})
    if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
        raise Refused(_("A brace is open or closed without the other."))
    return text


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Once, from left to right: braces inside a value stay as they are."""
    check(text, values)
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)
