from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.catalogue.slots.actions import SlotTaken
from corridor.kernel.i18n.fields import clean_text
from corridor.members.models import Hub

TAKE: Final = "take"
DECLINE: Final = "decline"
ASK: Final = "ask"
WRITE: Final = "write"
SHOW: Final = "show"
WITHDRAW: Final = "withdraw"
OF_HUB: Final = (TAKE, DECLINE, ASK)
OF_HOME: Final = (WRITE, SHOW, WITHDRAW)


def _text(label: Any, most: int, rows: int, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=most, widget=widget, help_text=help_text)


def _clean(value: str) -> str:
    return clean_text(value.replace("\r\n", "\n"))


class ReferForm(forms.Form):
    """``fields`` of the client in words, by name; ``slots`` in words, by id."""

    passed = forms.MultipleChoiceField(
        label=_("What the hub learns of the client"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the client agreed to can be ticked. Pass on what the hub needs."),
    )
    slot = forms.ChoiceField(
        label=_("Slot of the test bed"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": SlotTaken.text},
    )
    note = _text(_("Note to the hub"), 2000, 4, _("Both hubs and the moderators can read it."))

    def __init__(self, fields: Mapping[str, str], slots: Mapping[int, str], data: Any = None) -> None:
        super().__init__(data, initial={"passed": list(fields), "slot": ""})
        self._choose("passed", list(fields.items()), is_there=bool(fields))
        asked = bool(data and data.get("slot"))  # also for one that is gone, so that this is said
        self._choose("slot", [("", _("No slot yet")), *slots.items()], is_there=asked or bool(slots))

    def _choose(self, name: str, choices: list[Any], *, is_there: bool) -> None:
        field: Any = self.fields[name]
        field.choices = choices
        if not is_there:
            del self.fields[name]

    @property
    def came_too_late(self) -> bool:
        """The slot was free when the page was drawn."""
        return self.has_error("slot", "invalid_choice")

    def clean_note(self) -> str:
        return _clean(self.cleaned_data["note"])


class ReferralForm(forms.Form):
    """What is done is the button that was pressed."""

    act = forms.ChoiceField(choices=[(one, one) for one in (*OF_HUB, *OF_HOME)], widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    message = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = _text(_("Your message"), 4000, 4)
    for_client = forms.BooleanField(label=_("The client reads it as well"), required=False)
    reason = _text(_("Reason"), 500, 3, _("The other hub reads it."))
    suggested = forms.ModelChoiceField(
        label=_("A hub that fits better"), queryset=Hub.objects.none(), required=False
    )

    def __init__(self, hubs: Any, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["suggested"]
        field.queryset = hubs

    def clean_text(self) -> str:
        return _clean(self.cleaned_data["text"])

    def clean_reason(self) -> str:
        return " ".join(_clean(self.cleaned_data["reason"]).split())

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        act = given.get("act")
        if act in (ASK, WRITE) and not given.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write something first."))
        if act == DECLINE and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why, so that another hub can be found."))
        return given
