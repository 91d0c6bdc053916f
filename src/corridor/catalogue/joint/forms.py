from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import clean_text

AGREE: Final = "agree"
DECLINE: Final = "decline"
LEAVE: Final = "leave"


class AnswerForm(forms.Form):
    """The answer is the button that was pressed. ``row`` says for which hub."""

    row = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(choices=[(one, one) for one in (AGREE, DECLINE, LEAVE)])
    why_not = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The hub that asks you reads it."),
    )

    def clean_why_not(self) -> str:
        return " ".join(clean_text(self.cleaned_data["why_not"]).split())

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("answer") in (DECLINE, LEAVE) and not given.get("why_not") and not self.errors:
            self.add_error("why_not", _("Say why, so that the other hub can change it."))
        return given
