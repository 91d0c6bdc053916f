"""A slot or a weekly series of them, as clocks at the test bed show it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.catalogue.models import Service
from corridor.kernel.i18n.zones import comes_twice, twice_in_words, zone_choices

from .hours import Week, weekly, zone_of_hub

USUAL_HOURS: Final = 4
FURTHEST: Final = timedelta(days=3 * 366)
LONGEST_SERIES: Final = timedelta(days=366)
HOURS_IN_WEEK: Final = 7 * 24


class SlotsForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    begins = forms.TimeField(
        label=gettext_lazy("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    hours = forms.IntegerField(label=gettext_lazy("Hours"), min_value=1, max_value=24 * 14)
    until = forms.DateField(
        label=gettext_lazy("Every week until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: this day only."),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=lazy(zone_choices, list))

    def __init__(self, service: Service, data: Any = None) -> None:
        usual = service.test_bed.slot_hours or USUAL_HOURS
        super().__init__(data, initial={"hours": usual, "zone": zone_of_hub(service.hub)})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, until = data.get("day"), data.get("until")
        if day and not timezone.localdate() <= day <= timezone.localdate() + FURTHEST:
            self.add_error("day", _("A day from today on, at most three years ahead."))
        if day and until and until < day:
            self.add_error("until", _("The last day is before the first."))
        elif day and until and until - day > LONGEST_SERIES:
            self.add_error("until", _("A series lasts a year at most."))
        elif until and data.get("hours", 0) > HOURS_IN_WEEK:
            self.add_error("hours", _("These are more hours than a week has."))
        if not self.errors and not self.times:
            self.add_error("begins", self.weeks[0].refusal)
        return data

    @cached_property
    def weeks(self) -> list[Week]:
        data = self.cleaned_data
        return list(weekly(data["day"], data["begins"], data["hours"], data["zone"], data["until"]))

    @property
    def times(self) -> list[tuple[datetime, datetime]]:
        return [(one.starts_at, one.ends_at) for one in self.weeks if one.starts_at and one.ends_at]

    @property
    def remarks(self) -> list[tuple[Any, str]]:
        """Days on which clocks are put to another hour just then."""
        begins, zone = self.cleaned_data["begins"], self.cleaned_data["zone"]
        told = [(one.day, one.refusal) for one in self.weeks if one.refusal]
        twice = (one.day for one in self.weeks if comes_twice(one.day, begins, zone))
        return told + [(day, twice_in_words(begins, zone)) for day in twice]
