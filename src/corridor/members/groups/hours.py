"""Hours in words, for pages and letters."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date, format_datetime

from corridor.kernel.ui.templatetags.ui import DATE_LOCALES


def moment_in_words(here: datetime, language: str) -> str:
    """ "3 March 2026, 14:00 CET"; ``here`` is in the reader's zone."""
    locale = DATE_LOCALES.get(language, language)
    return f"{format_date(here, 'long', locale)}, {format_datetime(here, 'HH:mm zzz', locale=locale)}"
