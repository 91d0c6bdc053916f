from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.catalogue.enums import Check, Verdict
from corridor.kernel.errors import Refused
from corridor.kernel.i18n.fields import clean_text

from .actions import refuse_unfounded


class ReviewForm(forms.Form):
    """The verdict is the button that was pressed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    checks = forms.MultipleChoiceField(
        label=_("Tick what you found in order"),
        choices=Check.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("To share it, every point must be ticked."),
    )
    comment = forms.CharField(
        label=_("Comment to the hub"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("If you return it, say what to change."),
    )
    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.HiddenInput)

    def clean_comment(self) -> str:
        return clean_text(self.cleaned_data["comment"].replace("\r\n", "\n"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                refuse_unfounded(given["checks"], given["verdict"], given["comment"])
            except Refused as refusal:
                name = "checks" if given["verdict"] == Verdict.SHARED else "comment"
                self.add_error(name, str(refusal.text))
        return given


class VersionForm(forms.Form):
    """A button that is about what the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
