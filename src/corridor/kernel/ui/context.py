from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from corridor.kernel.i18n.languages import DEFAULT, INTERFACE, LANGUAGES, interface_language


def site(request: HttpRequest) -> dict[str, Any]:
    """What the base page needs on every page."""
    code = get_language() or DEFAULT
    return {
        "theme": settings.THEME,
        "languages": LANGUAGES,
        "language": code,
        "interface_language": interface_language(code),
        "interface_complete": code in INTERFACE,
    }
