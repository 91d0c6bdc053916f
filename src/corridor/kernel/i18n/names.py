"""Names of countries and languages in each of the 24 languages, from the CLDR as Babel ships it."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

# The EU's own code for Greece and the CLDR's differ; hub exports use English names of their own.
COUNTRY_ALIASES = {"EL": "GR", "UK": "GB"}


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def country_name(code: str, language: str) -> str:
    """Name of the ISO 3166 country ``code`` in ``language``; the code itself where CLDR has none."""
    code = COUNTRY_ALIASES.get(code, code)
    return _locale(language).territories.get(code) or _locale("en").territories.get(code) or code


def language_name(code: str, language: str) -> str:
    """Name of the language ``code`` as ``language`` calls it."""
    return _locale(language).languages.get(code) or _locale("en").languages.get(code) or code
