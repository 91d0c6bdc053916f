from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.events.enums import MessageTo, Presence, RegistrationState
from corridor.kernel.errors import Refused
from corridor.post import placeholders

from .letters import PLACEHOLDERS

ANY = ("", pgettext_lazy("participants", "all"))


class FilterForm(forms.Form):
    """What is not one of the choices asks for nothing."""

    q = forms.CharField(label=_("Name, organisation or address"), max_length=200, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[ANY, *RegistrationState.choices], required=False)
    presence = forms.ChoiceField(label=_("Takes part"), choices=[ANY, *Presence.choices], required=False)
    came = forms.ChoiceField(
        label=_("Came"), choices=[ANY, ("yes", _("yes")), ("no", _("no"))], required=False
    )

    @property
    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class CancelForm(forms.Form):
    why = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("Stands in the mail to this person.")
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=500,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("As it stands on the badge or in the mail, or the address that a scanner gives."),
    )


class MessageForm(forms.Form):
    """``after`` is the last message that was there when the form was shown."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    to = forms.ChoiceField(label=pgettext_lazy("recipients", "To"), choices=MessageTo.choices)
    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Text"),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("{name} stands for the reader’s name, {event} for the title of the event."),
    )

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_text(self) -> str:
        return self._checked("text")

    def _checked(self, name: str) -> str:
        try:
            return placeholders.check(self.cleaned_data[name], PLACEHOLDERS)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal.text)) from None
