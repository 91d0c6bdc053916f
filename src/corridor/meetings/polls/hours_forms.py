"""When somebody works, and where their calendar is, as they write it."""

from __future__ import annotations

from datetime import time
from typing import Any
from urllib.parse import urlsplit

from babel.dates import get_day_names
from django import forms
from django.core.validators import URLValidator
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from corridor.kernel.i18n.languages import DEFAULT
from corridor.vocab.models import Country

from . import daysoff
from .models import OfficeHours

MIDNIGHT = 24 * 60


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _days() -> list[tuple[str, str]]:
    names = get_day_names("wide", "stand-alone", locale=get_language() or DEFAULT)
    return [(str(number), names[number].capitalize()) for number in range(7)]


def _places() -> list[tuple[str, Any]]:
    """Countries by name; those whose regions have holidays of their own, with these."""
    language = get_language() or DEFAULT
    named = sorted((one.name_in(language), one.pk) for one in Country.objects.all())
    return [("", _("those of my hub")), *(_place(name, code) for name, code in named)]


def _place(name: str, code: str) -> tuple[str, Any]:
    regions = daysoff.subdivisions(code)
    if not regions:
        return code, name
    whole = _("%(country)s, in all regions") % {"country": name}
    return name, [(code, whole), *((f"{code}/{region}", title) for region, title in regions)]


class HoursForm(forms.Form):
    begins = _clock(pgettext_lazy("hours", "From"))
    ends = _clock(pgettext_lazy("hours", "To"))
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days on which you work"),
        choices=lazy(_days, list),
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Public holidays"), choices=lazy(_places, list), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if begins is not None and ends is not None and _minutes(begins) >= _until(ends):
            self.add_error("ends", _("The day cannot end before it begins."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        country, _slash, region = data["place"].partition("/")
        return {
            "begins": _minutes(data["begins"]),
            "ends": _until(data["ends"]),
            "days": "".join(sorted(data["days"])),
            "country": country,
            "region": region,
        }


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _until(clock: time) -> int:
    """Midnight is the end of the day."""
    return _minutes(clock) or MIDNIGHT


def as_written(hours: OfficeHours) -> dict[str, Any]:
    return {
        "begins": time(hours.begins // 60, hours.begins % 60),
        "ends": time(hours.ends // 60 % 24, hours.ends % 60),
        "days": list(hours.days),
        "place": f"{hours.country}/{hours.region}" if hours.region else hours.country,
    }


class CalendarForm(forms.Form):
    url = forms.CharField(
        label=gettext_lazy("Address of your calendar"),
        max_length=1000,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("A secret iCalendar address that begins with https://."),
    )

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        if url.lower().startswith("webcal://"):
            url = f"https://{url[len('webcal://') :]}"
        URLValidator(schemes=["https"], message=_("Enter an address that begins with https://."))(url)
        if urlsplit(url).username is not None:
            raise forms.ValidationError(_("An address with a name and a password in it cannot be used."))
        return url
