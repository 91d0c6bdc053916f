from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.enums import EntryKind
from corridor.bilaterals.models import Entry
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.search.registry import terminology
from corridor.members.imports.languages import language_written
from corridor.vocab.suggesting import Suggestion, suggestions

from .entries import TAGS

KINDS: Final = {"technologies": "technologies", "sectors": "sectors", "concepts": "concept"}


class WordsForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=EntryKind.choices, widget=forms.RadioSelect, initial=EntryKind.OFFER
    )
    title = forms.CharField(label=_("In one line"), max_length=150)
    text = forms.CharField(
        label=_("In more words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your own language. Others find you by what you write here."),
    )

    def clean_title(self) -> str:
        return " ".join(clean_text(self.cleaned_data["title"]).split())

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"].replace("\r\n", "\n"))

    @property
    def values(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("kind", "title", "text")}
        written = language_written(f"{kept['title']}\n{kept['text']}", get_language() or DEFAULT)
        return kept | {"language": written if written in CODES else DEFAULT}


class EntryForm(WordsForm):
    """With the tags that its words suggest, each with what led to it, and those that it has."""

    technologies, sectors, concepts = (
        forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)
        for label in (_("Technologies"), _("Sectors"), _("Connectivity concepts"))
    )

    def __init__(self, entry: Entry, data: Any = None) -> None:
        has = {name: [one.slug for one in getattr(entry, name).all()] for name in TAGS}
        words = {"kind": entry.kind, "title": entry.title, "text": entry.text}
        super().__init__(data, initial=words | has)
        here = get_language() or DEFAULT
        found = suggestions(entry.title, entry.text, entry.language, here)
        for name, kind in KINDS.items():
            self._offer(name, found.get(kind, ()), _labels(kind, has[name], here))

    def _offer(self, name: str, suggested: Collection[Suggestion], has: Mapping[str, str]) -> None:
        field: Any = self.fields[name]
        said = {
            one.code: format_html('<span>{} <span class="help">{}</span></span>', one.label, one.why)
            for one in suggested
        }
        field.choices = list((dict(has) | said).items())
        if not field.choices:
            del self.fields[name]

    @property
    def tags(self) -> dict[str, list[str]]:
        return {name: self.cleaned_data.get(name, []) for name in TAGS}


def _labels(kind: str, slugs: Collection[str], here: str) -> dict[str, str]:
    return {slug: terminology().label(f"{kind}:{slug}", here) for slug in slugs}
