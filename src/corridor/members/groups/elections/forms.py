from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.members.enums import MODERATORS
from corridor.members.groups.forms import day

from .models import TieRule


def _hour(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


class ElectionForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in MODERATORS])
    nominations_close = _hour(_("Nominations close"), help_text=_("Brussels time. Voting begins then."))
    voting_closes = _hour(_("Voting closes"), help_text=_("Brussels time."))
    term_since = day(_("Term from"))
    term_until = day(_("Term to"), required=False, help_text=_("The last day. Empty: until it is ended."))
    tie_rule = forms.ChoiceField(label=_("With equal votes"), choices=TieRule.choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        nominations, voting = data.get("nominations_close"), data.get("voting_closes")
        if nominations and nominations <= timezone.now():
            self.add_error("nominations_close", _("This hour is over."))
        if nominations and voting and voting <= nominations:
            self.add_error("voting_closes", _("Voting must close after the nominations."))
        since, until = data.get("term_since"), data.get("term_until")
        if since and voting and since < timezone.localdate(voting):
            self.add_error("term_since", _("The term cannot begin before the voting is closed."))
        if since and until and until < since:
            self.add_error("term_until", _("A term cannot end before it begins."))
        return data


class DecisionForm(forms.Form):
    candidate = forms.IntegerField()
    reason = forms.CharField(label=_("Reason"), max_length=1000)
