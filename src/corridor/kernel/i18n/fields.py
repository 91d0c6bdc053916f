"""Text that says which language it is in: ``{"en": "...", "pl": "..."}``."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .languages import CODES, DEFAULT


def clean_text(value: str) -> str:
    """NFC, without NUL (which PostgreSQL refuses) and without blanks at the ends."""
    return unicodedata.normalize("NFC", value.replace("\x00", "")).strip()


def best_language(texts: dict[str, str], wanted: str | None = None) -> str | None:
    """The language to show: the wanted one, else English, else the first that there is."""
    for code in (wanted or get_language() or DEFAULT, DEFAULT):
        if texts.get(code):
            return code
    return next((code for code in CODES if texts.get(code)), None)


def best_text(texts: dict[str, str], wanted: str | None = None) -> str:
    code = best_language(texts, wanted)
    return texts[code] if code else ""


def tagged(texts: dict[str, str], wanted: str | None = None) -> str:
    """The best text as HTML that carries its ``lang``, so that screen readers pronounce it rightly."""
    code = best_language(texts, wanted)
    return format_html('<span lang="{}">{}</span>', code, texts[code]) if code else ""


def validate_texts(value: Any) -> None:
    if not isinstance(value, dict):
        raise ValidationError(_("Texts are given by language."))
    for code, text in value.items():
        if code not in CODES:
            raise ValidationError(_("“%(code)s” is not one of the 24 languages."), params={"code": code})
        if not isinstance(text, str):
            raise ValidationError(_("The text in “%(code)s” is not a text."), params={"code": code})


class TextInLanguages(models.JSONField):
    """A text in one or more of the 24 languages, as ``{language: text}``; empty texts are not kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_texts]

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            value = {code: clean_text(text) for code, text in value.items() if isinstance(text, str)}
            value = {code: text for code, text in value.items() if text}
        return super().get_prep_value(value)
