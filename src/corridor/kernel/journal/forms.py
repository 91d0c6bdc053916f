from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .queries import Wanted, record_types
from .registry import verbs


class WantedForm(forms.Form):
    """What the operator looks for in the journal."""

    who = forms.CharField(label=_("Who"), max_length=200, required=False)
    verb = forms.ChoiceField(label=_("What"), required=False)
    record_type = forms.ChoiceField(label=_("Kind of record"), required=False)
    record_id = forms.RegexField(r"^[\w-]{1,60}$", label=_("Number of the record"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        titles = sorted(((verb, str(title)) for verb, title in verbs().items()), key=lambda pair: pair[1])
        self.fields["verb"].choices = [("", _("everything")), *titles]  # type: ignore[attr-defined]
        self.fields["record_type"].choices = [("", pgettext_lazy("filter", "all")), *record_types()]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What of it makes sense; the rest is named as an error and left aside."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
