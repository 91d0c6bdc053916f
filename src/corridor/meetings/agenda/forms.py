from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import clean_text
from corridor.meetings.enums import ItemKind
from corridor.meetings.models import Meeting
from corridor.people.models import Person

from . import queries

LONGEST: Final = 480  # minutes of one item


class WordsForm(forms.Form):
    """A title in one line, and texts without what a database refuses."""

    def clean_title(self) -> str:
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(_("Say in a few words what it is about."))
        return title

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"].replace("\r\n", "\n"))


class SuggestionForm(WordsForm):
    """What a member would like to talk about."""

    title = forms.CharField(label=_("What should we talk about?"), max_length=300)
    note = forms.CharField(
        label=_("Why, and what should come of it?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.IntegerField(label=_("Minutes that it needs"), min_value=1, max_value=LONGEST, initial=10)


class ItemForm(WordsForm):
    """One item; ``version`` is that of the page on which somebody began to write."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("What for"), choices=ItemKind.choices, initial=ItemKind.DISCUSSION)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=0, max_value=LONGEST, initial=10)
    speaker = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Who introduces it"),
        required=False,
        empty_label=_("nobody in particular"),
    )
    speaker_name = forms.CharField(
        label=_("Or somebody from outside"),
        required=False,
        max_length=200,
        help_text=_("The name of somebody who does not belong to the group."),
    )
    note = forms.CharField(
        label=_("Note for the participants"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, meeting: Meeting, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        speakers: Any = self.fields["speaker"]
        speakers.queryset = queries.speakers_for(meeting)

    def clean_speaker_name(self) -> str:
        return " ".join(clean_text(self.cleaned_data["speaker_name"]).split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("speaker") and data.get("speaker_name"):
            self.add_error("speaker_name", _("Name one of the two: somebody of the group, or from outside."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
