"""A file given and a run applied, as every room's pages of imports ask for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .limits import MAX_BYTES


def file_field(*, label: Any, help_text: Any) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    return forms.FileField(label=label, help_text=help_text, widget=widget)


class SheetForm(forms.Form):
    """A room adds ``file``, a ``file_field`` that says what it wants."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            size = MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("This file is bigger than %(size)s MB."), params={"size": size})
        return file


class ApplyForm(forms.Form):
    good_rows = forms.BooleanField(
        label=_("Leave out the refused rows and import the others"), required=False
    )
