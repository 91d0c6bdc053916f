from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import clean_text

ACCEPT: Final = "accept"
DECLINE: Final = "decline"
WITHDRAW: Final = "withdraw"
ACTS: Final = (ACCEPT, DECLINE, WITHDRAW)


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=1000, widget=widget, help_text=help_text)


def _clean(value: str) -> str:
    return clean_text(value.replace("\r\n", "\n"))


class AskForm(forms.Form):
    reason = _words(
        _("Why you want to meet"), _("What you would like to talk about. Only the other reads it.")
    )
    suggested = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_reason(self) -> str:
        return _clean(self.cleaned_data["reason"])


class RequestForm(forms.Form):
    """What is done is the button that was pressed."""

    act = forms.ChoiceField(choices=[(one, one) for one in ACTS], widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = _words(_("Words to the other"), _("If you like. Only the other reads them."))

    def clean_words(self) -> str:
        return _clean(self.cleaned_data["words"])
