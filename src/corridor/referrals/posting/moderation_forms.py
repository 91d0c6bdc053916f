"""Forms of those who look after needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import clean_text
from corridor.members.models import Hub

from .homes import Home, choices_of


class _OfVersion(forms.Form):
    """A button about what the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class HomeForm(_OfVersion):
    hub = forms.ChoiceField(
        label=_("Home hub"),
        help_text=_("It looks after the client and learns who it is. The nearest are first."),
    )

    def __init__(self, homes: Sequence[Home], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hubs = {str(home.hub.pk): home.hub for home in homes}
        self.fields["hub"].choices = choices_of(homes)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Hub:
        return self._hubs[self.cleaned_data["hub"]]


class TakeUpForm(HomeForm):
    def __init__(self, homes: Sequence[Home], *args: Any, **kwargs: Any) -> None:
        super().__init__(homes, *args, **kwargs)
        self.fields["hub"].required = False
        none = ("", _("None yet: the moderators look after it"))
        self.fields["hub"].choices = [*choices_of(homes), none]  # type: ignore[attr-defined]
        self.fields["hub"].initial = str(homes[0].hub.pk) if homes and homes[0].is_near else ""

    @property
    def chosen_or_none(self) -> Hub | None:
        return self._hubs.get(self.cleaned_data["hub"])


class RefusalForm(_OfVersion):
    is_spam = forms.BooleanField(
        label=_("It is spam or abuse: refuse it without a letter"),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason, as the client will read it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("is_spam") and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why it is not taken up."))
        return given


class ClosingForm(_OfVersion):
    reason = forms.CharField(
        label=_("Reason, as the client will read it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])
