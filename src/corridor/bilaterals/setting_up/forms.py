"""How long meetings are, when they are and at how many tables, as an organiser writes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.models import Bilaterals
from corridor.events.models import Event
from corridor.kernel.errors import Refused
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.zones import instant
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES
from corridor.members.groups.texts import TextsForm

from .hours import Hours, by_day, days_of, usual_hours

NUMBERS = (
    *("slot_minutes", "pause_minutes", "most_asked", "most_meetings", "spread", "seconds"),
    "walk_minutes",
)


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=False, **options)


def _clock(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False)


class SettingsForm(TextsForm):
    """Days and clocks are those of the event's zone."""

    slot_minutes = forms.IntegerField(label=_("Minutes of a meeting"), min_value=5, max_value=120)
    pause_minutes = forms.IntegerField(label=_("Minutes between two meetings"), min_value=0, max_value=60)
    walk_minutes = forms.IntegerField(label=_("Minutes to another building"), min_value=0, max_value=60)
    asking_opens = _day(_("Requests from"), help_text=_("Empty: at once."))
    asking_closes = _day(_("Requests until"), help_text=_("Empty: until the meetings begin."))
    most_asked = forms.IntegerField(label=_("Open requests of one person at most"), min_value=1)
    most_meetings = forms.IntegerField(label=_("Meetings of one person at most"), min_value=1)
    spread = forms.IntegerField(
        label=_("Fairness"),
        min_value=0,
        required=False,
        help_text=_("The most by which the numbers of waits of two people may differ. Empty: not asked for."),
    )
    seconds = forms.IntegerField(label=_("Seconds to look for a schedule"), min_value=1, max_value=600)
    tables = forms.IntegerField(label=_("Further tables on site"), min_value=0, max_value=500)
    online_tables = forms.IntegerField(label=_("Further tables online"), min_value=0, max_value=500)

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, event: Event) -> None:
        super().__init__(data, initial=initial)
        self.event, self.days = event, days_of(event)
        for number in range(len(self.days)):
            self.fields[f"from_{number}"] = _clock(pgettext_lazy("hour", "From"))
            self.fields[f"to_{number}"] = _clock(pgettext_lazy("hour", "To"))

    @property
    def day_fields(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(_in_words(day), self[f"from_{n}"], self[f"to_{n}"]) for n, day in enumerate(self.days)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.hours: list[Hours] = []
        for number, day in enumerate(self.days):
            self._read_day(day, data.get(f"from_{number}"), data.get(f"to_{number}"), f"to_{number}")
        if not self.hours and not self.errors:
            self.add_error("from_0", _("Say from when to when people meet, on one day at least."))
        opens, closes = data.get("asking_opens"), data.get("asking_closes")
        if opens and closes and closes < opens:
            self.add_error("asking_closes", _("This is before the first day."))
        return data

    def _read_day(self, day: date, begins: time | None, ends: time | None, name: str) -> None:
        if begins is None and ends is None:
            return
        if begins is None or ends is None or ends <= begins:
            self.add_error(name, _("The day cannot end before it begins."))
            return
        try:
            self.hours.append((self._instant(day, begins), self._instant(day, ends)))
        except Refused as refusal:
            self.add_error(name, str(refusal.text))

    def _instant(self, day: date, clock: time) -> datetime:
        return instant(day, clock, self.event.zone)

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        opens, closes = data["asking_opens"], data["asking_closes"]
        return {name: data[name] for name in NUMBERS} | {
            "asking_opens_at": self._instant(opens, time()) if opens else None,
            "asking_closes_at": self._instant(closes + timedelta(days=1), time()) if closes else None,
        }

    @property
    def elsewhere(self) -> dict[bool, int]:
        return {False: self.cleaned_data["tables"], True: self.cleaned_data["online_tables"]}


def _in_words(day: date) -> str:
    language = get_language() or DEFAULT
    return str(format_date(day, "full", locale=DATE_LOCALES.get(language, language)))


def as_written(event: Event, kept: Bilaterals | None) -> dict[str, Any]:
    """What is stored, as the form shows it; for a new one what is usual."""
    shown = kept or Bilaterals(event=event, version=0)
    slots = list(shown.slots.values_list("starts_at", "ends_at")) if kept else []
    hours = by_day(slots, event.zone) if slots else usual_hours(event)
    zone = ZoneInfo(event.zone)
    written: dict[str, Any] = {name: getattr(shown, name) for name in (*NUMBERS, "version")}
    opens, closes = shown.asking_opens_at, shown.asking_closes_at
    written["asking_opens"] = opens.astimezone(zone).date() if opens else None
    written["asking_closes"] = (closes - timedelta(seconds=1)).astimezone(zone).date() if closes else None
    elsewhere = list(shown.tables.filter(room=None).values_list("is_online", flat=True)) if kept else []
    written |= {"tables": elsewhere.count(False), "online_tables": elsewhere.count(True)}
    written |= {"asking_opens_at": opens, "asking_closes_at": closes}
    for number, day in enumerate(days_of(event)):
        if day in hours:
            written[f"from_{number}"], written[f"to_{number}"] = (one.time() for one in hours[day])
    return written
