from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.i18n.fields import clean_text
from corridor.members.groups.forms import day
from corridor.members.groups.roles.queries import person_in_network
from corridor.members.models import GroupRole, WorkingGroup

from .duties import holders_to_hand_over


class StartForm(forms.Form):
    role = forms.ChoiceField(label=_("Role to hand over"))
    successor = forms.EmailField(
        label=_("E-mail address of the successor"),
        help_text=_("Somebody of the network. Invite others first, on the page of roles."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    on_date = day(
        _("Day on which access moves"),
        help_text=_("At midnight before that day. If it is today: as soon as you say so on the page."),
    )

    def __init__(self, group: WorkingGroup, data: Any = None, **options: Any) -> None:
        self.roles = {str(role.pk): role for role in holders_to_hand_over(group)}
        super().__init__(data, **options)
        choices = [(pk, f"{one.person.name}, {one.get_role_display()}") for pk, one in self.roles.items()]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    def clean_role(self) -> GroupRole:
        return self.roles[self.cleaned_data["role"]]

    def clean_successor(self) -> Any:
        person = person_in_network(self.cleaned_data["successor"])
        if person is None:
            raise forms.ValidationError(_("Nobody in the network has this address."))
        return person


class NotesForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    notes = forms.CharField(
        label=_("Notes for the successor"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("How things are done, whom to ask, what is not written anywhere else."),
    )
    on_date = day(_("Day on which access moves"))

    @property
    def values(self) -> dict[str, Any]:
        notes = clean_text(self.cleaned_data["notes"].replace("\r\n", "\n"))
        return {"notes": notes, "on_date": self.cleaned_data["on_date"]}


class ItemForm(forms.Form):
    title = forms.CharField(label=_("What is to be done"), max_length=300)
    due_on = day(pgettext_lazy("deadline", "By"), required=False)


class LinkForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    url = forms.URLField(label=_("Web address"), max_length=500, assume_scheme="https")


class TakeForm(forms.Form):
    taker = forms.CharField(required=False)
    note = forms.CharField(required=False, max_length=500)
    is_done = forms.BooleanField(required=False)
