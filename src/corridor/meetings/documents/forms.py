from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .contents import ACCEPTED

MEGA = 1024 * 1024


class DocumentForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_(
            "PDF, office file, picture, CSV or plain text. Everybody who belongs to the group can read it."
        ),
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: the name of the file.")
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.LARGEST_DOCUMENT * MEGA:
            text = _("This file is larger than %(size)s MB. Make it smaller, or give a link to it.")
            raise forms.ValidationError(text, params={"size": settings.LARGEST_DOCUMENT})
        return file
