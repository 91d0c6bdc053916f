from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.kernel.sheets.limits import MAX_BYTES


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet of services"),
        help_text=_("The filled-in template or a changed export, as .xlsx or .csv."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

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
