from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Scope

DAYS: Final = [(30, _("30 days")), (90, _("90 days")), (365, _("one year"))]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"),
        max_length=120,
        help_text=_("The name of the program, so that you recognise it later."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(label=_("Until when"), choices=DAYS, coerce=int, initial=90)

    def clean_scopes(self) -> list[Any]:
        return sorted(self.cleaned_data["scopes"])
