from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import Rhythm


class WishForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often do you want mail?"), choices=Rhythm.choices, widget=forms.RadioSelect
    )
