"""Series and meetings as somebody writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Audience
from corridor.kernel.errors import Refused
from corridor.kernel.i18n import zones
from corridor.kernel.i18n.languages import LANGUAGES
from corridor.kernel.i18n.zones import ZONES, zone_choices
from corridor.members.groups.texts import TextsForm
from corridor.members.models import WorkingGroup

from . import times
from .enums import MEETING_AUDIENCES, Approval
from .models import Meeting, Series

AUDIENCES = [(one.value, one.label) for one in Audience if one in MEETING_AUDIENCES]


def _clock(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options
    )


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


class SeriesForm(TextsForm):
    texts: ClassVar = {"name": _("Name"), "purpose": _("What it is for")}
    long: ClassVar = frozenset({"purpose"})
    needed = "name"

    language = forms.ChoiceField(
        label=_("Working language"),
        choices=list(LANGUAGES.items()),
        initial="en",
        help_text=_("Agendas and minutes are written in it."),
    )
    usual_minutes = forms.IntegerField(
        label=_("Usual length in minutes"), min_value=5, max_value=24 * 60, initial=90
    )
    audience = forms.ChoiceField(
        label=_("Audience"), choices=AUDIENCES, help_text=_("New meetings start with it.")
    )
    approval = forms.ChoiceField(
        label=_("How minutes are approved"), choices=Approval.choices, initial=Approval.SILENCE
    )
    silence_days = forms.IntegerField(
        label=_("Days for comments"),
        min_value=1,
        max_value=90,
        initial=14,
        help_text=_("After that, minutes are approved by silence, if the series says so."),
    )
    quorum = forms.IntegerField(
        label=_("Quorum in percent of the member hubs"),
        min_value=1,
        max_value=100,
        initial=50,
        help_text=_("This share of the hubs has to take part in a vote for it to count."),
    )
    ended_on = _day(_("Ended on"), required=False, help_text=_("Empty: the series goes on."))


class MeetingForm(TextsForm):
    """``held_on``, ``begins`` and ``ends`` are what clocks in ``zone`` show."""

    texts: ClassVar = {"title": _("Title"), "note": _("Public note")}
    long: ClassVar = frozenset({"note"})
    needed = "title"

    series = forms.TypedChoiceField(label=_("Series"), coerce=int, empty_value=None, required=False)
    held_on = _day(_("Date"), required=False, help_text=_("Empty: the date is still looked for."))
    begins = _clock(_("Begins"), required=False)
    ends = _clock(_("Ends"), required=False)
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lazy(zone_choices, list),
        initial="Europe/Brussels",
        help_text=_("Everybody sees the hours where they are."),
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to join"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only people who belong to the group see it."),
    )
    language = forms.ChoiceField(label=_("Working language"), choices=list(LANGUAGES.items()), initial="en")
    audience = forms.ChoiceField(label=_("Audience"), choices=AUDIENCES)

    def __init__(
        self, data: Any = None, *, initial: Mapping[str, Any] | None = None, group: WorkingGroup
    ) -> None:
        super().__init__(data, initial=initial)
        known = [(one.pk, str(one)) for one in Series.objects.filter(group=group)]
        fields: Any = self.fields
        fields["series"].choices = [("", pgettext_lazy("series", "none")), *known]
        zone = self.known.get("zone")
        if zone and zone not in ZONES:
            fields["zone"].choices = [*zone_choices(), (zone, zone)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        begins, ends = data.get("begins"), data.get("ends")
        if (begins or ends) and not data.get("held_on") and "held_on" not in self.errors:
            self.add_error("held_on", _("On which day is it?"))
        if bool(begins) != bool(ends) and not {"begins", "ends"} & self.errors.keys():
            self.add_error(
                "ends" if begins else "begins", _("Say when it begins and when it ends, or neither.")
            )
        self._find_instants(data)
        return data

    def _find_instants(self, data: dict[str, Any]) -> None:
        """``starts_at`` and ``ends_at`` beside what clocks show."""
        data["starts_at"] = data["ends_at"] = None
        for name, instant in (("begins", "starts_at"), ("ends", "ends_at")):
            if data.get(name) and data.get("held_on") and data.get("zone"):
                try:
                    data[instant] = zones.instant(data["held_on"], data[name], data["zone"])
                except Refused as refusal:
                    self.add_error(name, str(refusal.text))
        if data["starts_at"] and data["ends_at"] and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends", _("It cannot end before it begins."))

    @property
    def of_meeting(self) -> dict[str, Any]:
        """As the actions want it."""
        values = {
            name: value for name, value in self.values.items() if name not in ("begins", "ends", "series")
        }
        hours = {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}
        return values | hours | {"series_id": self.cleaned_data["series"]}

    @property
    def remarks(self) -> list[str]:
        """Hours that come twice on that day."""
        data = self.cleaned_data
        named = [data[name] for name in ("begins", "ends") if data.get(name)]
        return [
            zones.twice_in_words(hour, data["zone"])
            for hour in named
            if zones.comes_twice(data["held_on"], hour, data["zone"])
        ]


def as_written(meeting: Meeting) -> dict[str, Any]:
    """A meeting as its form shows it, with its version."""
    kept = ("title", "note", "held_on", "zone", "place", "link", "language", "audience", "version")
    span = times.span_in(meeting, meeting.zone)
    return {name: getattr(meeting, name) for name in kept} | {
        "series": meeting.series_id,
        "begins": span.starts.time() if span else None,
        "ends": span.ends.time() if span else None,
    }


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever is invited reads it."),
    )
