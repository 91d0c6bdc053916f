from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.enums import Half
from corridor.bilaterals.models import Profile, Slot
from corridor.events.models import Registration
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.i18n.names import language_name
from corridor.kernel.i18n.zones import span


def _clean(value: str) -> str:
    return clean_text(value.replace("\r\n", "\n"))


class ProfileForm(forms.Form):
    """``values`` as actions take them. Whoever joins begins with the language of their registration."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    headline = forms.CharField(
        label=_("In one line"),
        max_length=200,
        required=False,
        help_text=_("What others read first, such as your role and your topic."),
    )
    about = forms.CharField(
        label=_("About you"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you do, and with whom you would like to work."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that you can meet in"), widget=forms.CheckboxSelectMultiple
    )
    half = forms.ChoiceField(
        label=_("I would rather meet"), choices=Half.choices, widget=forms.RadioSelect, initial=Half.EITHER
    )
    away = forms.MultipleChoiceField(
        label=_("I am away"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No meeting is put into these times."),
    )
    wants_suggestions = forms.BooleanField(
        label=_("Suggest people to me by mail while I have not asked anybody"), required=False, initial=True
    )

    def __init__(
        self, registration: Registration, slots: Sequence[Slot], zone: str, initial: Any, data: Any = None
    ) -> None:
        super().__init__(data, initial={"languages": [registration.language]} | initial)
        here = get_language() or DEFAULT
        names = sorted(((code, language_name(code, here)) for code in CODES), key=lambda pair: pair[1])
        self._choose("languages", names)
        self._choose("away", [(str(slot.pk), _hours(slot, zone)) for slot in slots])
        self.first_language = registration.language
        if not slots:
            del self.fields["away"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean_headline(self) -> str:
        return " ".join(_clean(self.cleaned_data["headline"]).split())

    def clean_about(self) -> str:
        return _clean(self.cleaned_data["about"])

    def clean_languages(self) -> list[str]:
        """Their own first."""
        chosen = self.cleaned_data["languages"]
        return sorted(chosen, key=lambda code: (code != self.first_language, code))

    @property
    def values(self) -> dict[str, Any]:
        kept = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return kept | {"away": [int(pk) for pk in self.cleaned_data.get("away", ())]}


def _hours(slot: Slot, zone: str) -> str:
    shown = span(slot.starts_at, slot.ends_at, zone)
    return f"{shown.day}, {shown.hours}"


def stored(profile: Profile) -> dict[str, Any]:
    """As the form shows it."""
    return {
        "version": profile.version,
        "headline": profile.headline,
        "about": profile.about,
        "languages": profile.languages,
        "half": profile.half,
        "away": [str(pk) for pk in profile.away.values_list("pk", flat=True)],
        "wants_suggestions": profile.wants_suggestions,
    }


def differing(form: ProfileForm, kept: dict[str, Any]) -> list[dict[str, Any]]:
    """What a valid form says otherwise than what is stored."""
    return [
        {
            "label": form.fields[name].label,
            "stored": _in_words(form, name, kept[name]),
            "written": _in_words(form, name, value),
        }
        for name, value in form.cleaned_data.items()
        if name != "version" and value != kept[name]
    ]


def _in_words(form: ProfileForm, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    listed = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(one, one)) for one in listed)
