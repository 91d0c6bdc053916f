"""A form for texts in several languages, without a script: one part for each language that is there, and
one more for a language that is added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import CODES, DEFAULT, LANGUAGES
from corridor.kernel.i18n.names import language_name

LONGEST = 10_000


@dataclass(frozen=True)
class Part:
    """The fields of one language."""

    code: str
    heading: str
    fields: list[forms.BoundField]


class TextsForm(forms.Form):
    """``texts`` names the texts and their labels, ``long`` those that are written in a larger field."""

    texts: ClassVar[Mapping[str, Any]] = {}
    long: ClassVar[frozenset[str]] = frozenset()
    needed: ClassVar[str] = ""  # the text that must be there in some language

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        self.known: Mapping[str, Any] = initial or {}
        super().__init__(data, initial=dict(self.known))
        self.plain = [name for name in self.fields if name != "version"]
        self.spoken = self._spoken()
        for code in self.spoken:
            self._add(code, code)
        taken = set(self.spoken) - {
            self.data.get("new_language")
        }  # somebody else may have added it meanwhile
        rest = [(code, name) for code, name in LANGUAGES.items() if code not in taken]
        self.fields["new_language"] = forms.ChoiceField(
            label=_("Language"), choices=[("", "–"), *rest], required=False
        )
        self._add("new", "")

    def _spoken(self) -> list[str]:
        stored = {code for name in self.texts for code in self.known.get(name) or {}}
        posted = {code for code in CODES for name in self.texts if f"{name}_{code}" in self.data}
        there = [code for code in CODES if code in stored | posted]
        mine = get_language() or DEFAULT
        return sorted(there, key=lambda code: (code != mine, code != DEFAULT)) or [mine]

    def _add(self, suffix: str, lang: str) -> None:
        for name, label in self.texts.items():
            attrs: dict[str, Any] = {"lang": lang} if lang else {}
            is_long = name in self.long
            widget = forms.Textarea(attrs=attrs | {"rows": 6}) if is_long else forms.TextInput(attrs=attrs)
            self.fields[f"{name}_{suffix}"] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST if is_long else 300,
                initial=(self.known.get(name) or {}).get(lang, ""),
                widget=widget,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(f"{name}_new") for name in self.texts) and not data.get("new_language"):
            self.add_error("new_language", _("Choose the language of the new texts."))
        if self.needed and not self._texts(self.needed, data):
            first = f"{self.needed}_{self.spoken[0]}"
            self.add_error(first, _("Write this in at least one language."))
        return data

    def _texts(self, name: str, data: Mapping[str, Any]) -> dict[str, str]:
        texts = {code: data.get(f"{name}_{code}") or "" for code in self.spoken}
        if data.get("new_language"):
            texts[data["new_language"]] = data.get(f"{name}_new") or ""
        texts = {code: clean_text(text.replace("\r\n", "\n")) for code, text in texts.items()}
        return {code: text for code, text in texts.items() if text}

    @property
    def values(self) -> dict[str, Any]:
        """What the form says, as the action wants it."""
        data = self.cleaned_data
        return {name: data[name] for name in self.plain} | {
            name: self._texts(name, data) for name in self.texts
        }

    @classmethod
    def beside(cls, data: Any, stored: Mapping[str, Any]) -> Any:
        """What was posted, on the page as it is now: languages that the writer did not see stay as stored."""
        merged = data.copy()
        for name in cls.texts:
            for code, text in (stored.get(name) or {}).items():
                if f"{name}_{code}" not in merged:
                    merged[f"{name}_{code}"] = text
        new = merged.get("new_language")
        if new and any(new in (stored.get(name) or {}) for name in cls.texts):
            for name in cls.texts:
                merged[f"{name}_{new}"] = merged.pop(f"{name}_new", [""])[-1]
            merged["new_language"] = ""
        merged["version"] = str(stored["version"])
        return merged

    @property
    def parts(self) -> list[Part]:
        reader = get_language() or DEFAULT
        return [
            Part(code, language_name(code, reader), [self[f"{name}_{code}"] for name in self.texts])
            for code in self.spoken
        ]

    @property
    def another(self) -> list[forms.BoundField]:
        return [self["new_language"], *(self[f"{name}_new"] for name in self.texts)]

    @property
    def another_has_errors(self) -> bool:
        return any(field.errors for field in self.another)

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.plain]
