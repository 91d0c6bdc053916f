"""Which referrals the figures are about; all of it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.referrals.enums import ReferralState

from .counting import Place

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
COUNTRY: Final = "country"
REGION: Final = "region"
EMPTY: Final = ("", pgettext_lazy("state of referrals", "any"))


@dataclass(frozen=True)
class Asked:
    since: date | None = None
    until: date | None = None
    state: str = ""
    by_region: bool = False
    start: Place = Place("")  # noqa: RUF009 - frozen
    end: Place = Place("")  # noqa: RUF009 - frozen
    hub: str = ""


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    limits = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
    return forms.DateField(label=label, required=False, widget=widget, validators=limits)


class FiguresForm(forms.Form):
    since = _day(_("Sent from"))
    until = _day(_("until"))
    state = forms.ChoiceField(label=_("State now"), required=False, choices=[EMPTY, *ReferralState.choices])
    by = forms.ChoiceField(
        label=_("Places"),
        required=False,
        choices=[(COUNTRY, _("by country")), (REGION, _("by region"))],
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the beginning."))
        return data

    @property
    def asked(self) -> Asked:
        """Nothing is left out where something cannot be understood."""
        if not self.is_valid():
            return Asked()
        data = self.cleaned_data
        return Asked(data["since"], data["until"], data["state"], by_region=data["by"] == REGION)


class BehindForm(FiguresForm):
    """One row of a table: from where, to where, or to which hub."""

    start = forms.CharField(required=False, max_length=8)
    end = forms.CharField(required=False, max_length=8)
    hub = forms.SlugField(required=False, max_length=120)

    @property
    def asked(self) -> Asked:
        if not self.is_valid():
            return Asked()
        data, asked = self.cleaned_data, super().asked
        ends = _place(data["start"]), _place(data["end"])
        return Asked(asked.since, asked.until, asked.state, asked.by_region, *ends, data["hub"])


def code_of(place: Place) -> str:
    """As an address names it: the country's code, with the region's behind a colon."""
    return f"{place.country}:{place.region}" if place.region else place.country


def _place(code: str) -> Place:
    country, _colon, region = code.partition(":")
    return Place(country, region)
