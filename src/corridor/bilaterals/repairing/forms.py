"""What has changed since the schedule was published."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.enums import Change
from corridor.bilaterals.models import Bilaterals, Profile
from corridor.kernel.i18n.zones import span

ABOUT: Final[dict[str, str]] = {  # which field each change needs
    Change.CANCELLED: "profile",
    Change.NO_SHOW: "profile",
    Change.LATE: "profile",
    Change.TABLE_LOST: "table",
}


class SlotField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        hours = span(obj.starts_at, obj.ends_at, obj.bilaterals.event.zone)
        return f"{hours.day}, {hours.hours}"


class ChangeForm(forms.Form):
    change = forms.ChoiceField(
        label=_("What has changed?"),
        choices=Change.choices,
        widget=forms.RadioSelect,
        initial=Change.CANCELLED,
    )
    profile: Any = forms.ModelChoiceField(label=_("Who?"), queryset=None, required=False)
    slot = SlotField(label=_("The first slot in which they are there"), queryset=None, required=False)
    table: Any = forms.ModelChoiceField(label=_("Which table?"), queryset=None, required=False)

    def __init__(self, data: Any, bilaterals: Bilaterals) -> None:
        super().__init__(data)
        fields: Any = self.fields
        people = Profile.objects.filter(bilaterals=bilaterals, left_at=None).select_related("registration")
        fields["profile"].queryset = people
        fields["slot"].queryset = bilaterals.slots.select_related("bilaterals__event")
        fields["table"].queryset = bilaterals.tables.filter(lost_at=None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needed = ABOUT.get(data.get("change", ""))
        if needed and not data.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Say who or which."))
        if data.get("change") == Change.LATE and not data.get("slot") and "slot" not in self.errors:
            self.add_error("slot", _("Say from when on."))
        return data


class LateForm(forms.Form):
    slot = SlotField(label=_("The first slot in which you are there"), queryset=None)

    def __init__(self, data: Any, bilaterals: Bilaterals) -> None:
        super().__init__(data)
        field: Any = self.fields["slot"]
        field.queryset = bilaterals.slots.select_related("bilaterals__event")


class CancelForm(forms.Form):
    why = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For those who organise the event."),
    )
