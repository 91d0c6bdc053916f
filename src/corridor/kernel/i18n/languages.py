"""The 24 languages by their own names, in the protocol order of the EU institutions.

Source: Interinstitutional Style Guide, 7.2.4 (order of the languages by their own spelling).
"""

from __future__ import annotations

from typing import Final

LANGUAGES: Final[dict[str, str]] = {
    "bg": "български",
    "es": "español",
    "cs": "čeština",
    "da": "dansk",
    "de": "Deutsch",
    "et": "eesti keel",
    "el": "ελληνικά",
    "en": "English",
    "fr": "français",
    "ga": "Gaeilge",
    "hr": "hrvatski",
    "it": "italiano",
    "lv": "latviešu valoda",
    "lt": "lietuvių kalba",
    "hu": "magyar",
    "mt": "Malti",
    "nl": "Nederlands",
    "pl": "polski",
    "pt": "português",
    "ro": "română",
    "sk": "slovenčina",
    "sl": "slovenščina",
    "fi": "suomi",
    "sv": "svenska",
}

CODES: Final[tuple[str, ...]] = tuple(LANGUAGES)

DEFAULT: Final = "en"

# Languages into which the interface itself is translated; the others show it in English, marked so.
INTERFACE: Final[frozenset[str]] = frozenset({"en", "fr", "de"})

# Django 5.2 does not know Maltese.
EXTRA_LANG_INFO: Final = {
    "mt": {"bidi": False, "code": "mt", "name": "Maltese", "name_local": "Malti"},
}


def interface_language(code: str) -> str:
    """The language in which the interface's own words really appear when ``code`` is chosen."""
    return code if code in INTERFACE else DEFAULT
