"""A theme is one file of design tokens: ``static/kernel/themes/<name>.css`` of any installed app."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error

BUILT_IN = "corridor"


def theme_file(name: str) -> str | None:
    """The theme's static file; nothing for the built-in theme and for one that does not exist."""
    if name == BUILT_IN or not re.fullmatch(r"[a-z0-9-]+", name):
        return None
    file = f"kernel/themes/{name}.css"
    return file if finders.find(file) else None


def check_theme(**kwargs: Any) -> list[CheckMessage]:
    """Says at start-up that a theme is missing, where pages would silently look like the built-in one."""
    if settings.THEME == BUILT_IN or theme_file(settings.THEME):
        return []
    return [
        Error(
            f"There is no theme “{settings.THEME}”.",
            hint="Name a file in static/kernel/themes/, or leave CORRIDOR_THEME unset.",
            id="kernel.E001",
        )
    ]
