"""Fields for what clocks show."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

LONGEST: Final = 40


class InstantField(forms.CharField):
    """A day and an hour at some place, as a naive datetime; the form knows the zone and makes an instant of
    it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return datetime.fromisoformat(text[:LONGEST]).replace(tzinfo=None, second=0, microsecond=0)
        except ValueError as error:
            raise forms.ValidationError(_("Enter a day and an hour.")) from error
