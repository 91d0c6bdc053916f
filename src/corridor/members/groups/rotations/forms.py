from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.members.enums import GroupRoleName
from corridor.members.groups.forms import day
from corridor.members.groups.roles.queries import person_in_network
from corridor.members.models import Hub, WorkingGroup
from corridor.members.queries import memberships_today

from .models import LONGEST


class RotationForm(forms.Form):
    """The order is written one in a line: a person's address, or a hub's short name."""

    role = forms.ChoiceField(label=_("Role"), choices=GroupRoleName.choices, initial=GroupRoleName.MODERATOR)
    starts_on = day(_("First day of the first turn"))
    months = forms.IntegerField(label=_("Months for each"), min_value=1, max_value=LONGEST, initial=6)
    order = forms.CharField(
        label=_("In this order"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        help_text=_(
            "One in a line: the short name of a member hub, or the e-mail address of a person. "
            "For a hub its delegate takes the role on the day."
        ),
    )

    def __init__(self, group: WorkingGroup, data: Any = None) -> None:
        self.group = group
        super().__init__(data)

    def clean_order(self) -> list[Any]:
        lines = [line.strip() for line in self.cleaned_data["order"].splitlines() if line.strip()]
        found = [(line, self._named(line)) for line in lines]
        unknown = [line for line, who in found if who is None]
        if unknown:
            raise forms.ValidationError(
                _("No member hub and nobody in the network is called: %(names)s"),
                params={"names": ", ".join(unknown)},
            )
        return [who for _line, who in found]

    def _named(self, line: str) -> Any:
        if "@" in line:
            return person_in_network(line)
        members = memberships_today().filter(group=self.group)
        return Hub.objects.filter(name__iexact=line, id__in=members.values("hub")).first()
