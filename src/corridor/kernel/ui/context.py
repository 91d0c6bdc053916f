from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from corridor.kernel.i18n.languages import DEFAULT, INTERFACE, LANGUAGES, interface_language
from corridor.kernel.i18n.names import language_name


def site(request: HttpRequest | None = None) -> dict[str, Any]:
    """What the base page needs on every page; asks nothing of the database."""
    code = get_language() or DEFAULT
    return {
        "theme": settings.THEME,
        "languages": LANGUAGES,
        "language": code,
        "language_own_name": LANGUAGES.get(code, code),
        "language_in_english": language_name(code, DEFAULT),
        "interface_language": interface_language(code),
        "interface_complete": code in INTERFACE,
    }
