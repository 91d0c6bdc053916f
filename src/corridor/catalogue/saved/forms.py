from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import LONGEST_NAME


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
