"""Fields that are drawn often and hold much."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


class LongSelect(forms.Select):
    """Hundreds of choices, without groups. They are written here: a template for each takes ten times as
    long."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        options = format_html_join("\n", '<option{} value="{}">{}</option>', self._options(chosen))
        return format_html("<select{}>\n{}\n</select>", flatatt(given), options)

    def _options(self, chosen: set[str]) -> Any:
        selected = mark_safe(" selected")
        for key, label in self.choices:
            yield selected if str(key) in chosen else "", "" if key is None else key, label
