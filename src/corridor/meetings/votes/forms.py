from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import Choice, ItemState, Majority
from corridor.meetings.models import Meeting

LENGTHS: Final = (
    (2, _("2 minutes")),
    (5, _("5 minutes")),
    (10, _("10 minutes")),
    (30, _("half an hour")),
    (24 * 60, _("one day")),
    (7 * 24 * 60, _("one week")),
)
HOW: Final = (
    ("open", _("open: everybody sees afterwards how each hub voted; until it closes a vote may be changed")),
    ("secret", _("secret: nobody ever sees how a hub voted; a vote cannot be changed")),
)


class VoteForm(forms.Form):
    question = forms.CharField(
        label=_("Question"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is answered by yes, no, or abstention."),
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("Agenda item"),
        required=False,
        empty_label=pgettext_lazy("agenda item", "none"),
    )
    how = forms.ChoiceField(label=_("Ballots"), choices=HOW, initial="open", widget=forms.RadioSelect)
    majority = forms.ChoiceField(label=_("Needs"), choices=Majority.choices)
    minutes = forms.TypedChoiceField(label=_("Closes after"), choices=LENGTHS, coerce=int, initial=5)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = self.fields["item"]
        items.queryset = AgendaItem.objects.filter(meeting=meeting, state=ItemState.ACCEPTED)

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "question": data["question"],
            "item": data["item"],
            "is_secret": data["how"] == "secret",
            "majority": data["majority"],
        }

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["minutes"])


class BallotForm(forms.Form):
    hub = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    choice = forms.ChoiceField(choices=Choice.choices)
    instead_of = forms.ChoiceField(choices=[("", ""), *Choice.choices], required=False)


class RecusalForm(forms.Form):
    hub = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    reason = forms.CharField(label=_("Reason"), max_length=500)
