from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.enums import OutcomeKind


class OutcomeForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What came of it?"), choices=OutcomeKind.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In your words (optional)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
