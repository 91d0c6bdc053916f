from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.engines.merging import plain
from corridor.kernel.audience import Audience
from corridor.meetings.invitations.models import Invitation

from .writing import CHOICES

LONGEST: Final = 60_000
AUDIENCES: Final = [(one.value, one.label) for one in (Audience.GROUP, Audience.NETWORK, Audience.PUBLIC)]
CAME: Final = {"yes": True, "no": False, "": None}


class PassageForm(forms.Form):
    """``base`` is the text that the writer began with."""

    base = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=4 * LONGEST)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=LONGEST,
        help_text=_("An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class ClashForm(forms.Form):
    choice = forms.ChoiceField(choices=[(one, one) for one in CHOICES])
    words = forms.CharField(label=_("Own words"), required=False, max_length=LONGEST)


class CommentForm(forms.Form):
    passage = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
    text = forms.CharField(label=_("Your comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    is_objection = forms.BooleanField(label=_("I object: do not approve them like this"), required=False)


class SettleForm(forms.Form):
    how = forms.CharField(label=_("What came of it"), max_length=500)


class AudienceForm(forms.Form):
    audience = forms.ChoiceField(label=_("Who reads them once they are approved"), choices=AUDIENCES)


class ApprovalForm(forms.Form):
    meeting = forms.TypedChoiceField(label=_("Approved by the meeting"), coerce=int)

    def __init__(self, *args: Any, meetings: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["meeting"]
        field.choices = [(one.pk, str(one)) for one in meetings]


class CorrectionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Everybody who reads the minutes sees it, with the words before and after."),
    )

    def clean_text(self) -> str:
        return plain(self.cleaned_data["text"])


class CheckInForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six letters or digits, on the screen in the room."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "check-in-code"}
        ),
    )
    hub = forms.TypedChoiceField(label=_("I am here for"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, hubs: Iterable[Any] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        found = list(hubs)
        if len(found) < 2:  # noqa: PLR2004 - nothing to choose
            del self.fields["hub"]
        else:
            field: Any = self.fields["hub"]
            field.choices = [(one.pk, one.name) for one in found]


def came_from(data: Any, rows: Iterable[Invitation]) -> dict[int, bool | None]:
    """What was ticked for each row of the list; what cannot be understood stays as it is."""
    said = {row.pk: data.get(f"came-{row.pk}") for row in rows}
    return {pk: CAME[value] for pk, value in said.items() if value in CAME}
