from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.members.enums import GroupRoleName, TermBasis
from corridor.members.groups.forms import day


class RoleForm(forms.Form):
    """A role for somebody, by their address: people of the network have it at once, others are invited."""

    address = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Somebody who is not yet in the network gets an invitation to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=GroupRoleName.choices)
    basis = forms.ChoiceField(label=_("How"), choices=TermBasis.choices)
    since = day(_("From"))
    until = day(_("To"), required=False, help_text=_("The last day. Empty: until it is ended."))
    language = forms.ChoiceField(
        label=_("Language of an invitation"), choices=list(LANGUAGES.items()), initial=DEFAULT
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("A term cannot end before it begins."))
        return data


class TermForm(forms.Form):
    """Another last day for a role."""

    until = day(_("Last day"), required=False, help_text=_("Empty: until it is ended."))

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("This day is over. End the role instead."))
        return until


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("It stays in the journal of the group."),
    )
