from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import clean_text
from corridor.people.models import Person


class ErasureForm(forms.Form):
    """Nobody erases an account by one wrong tap: its address is typed."""

    address = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("Type the address with which you sign in, so that this does not happen by mistake."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_address(self) -> str:
        typed = clean_text(self.cleaned_data["address"])
        if typed.casefold() != self.person.email.casefold():
            raise forms.ValidationError(_("This is not the address with which you sign in."))
        return typed
