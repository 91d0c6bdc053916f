"""An event as its organisers write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience
from corridor.kernel.errors import Refused
from corridor.kernel.i18n import zones
from corridor.kernel.i18n.languages import LANGUAGES
from corridor.kernel.i18n.zones import ZONES, zone_choices
from corridor.kernel.ui.clocks import InstantField
from corridor.members.groups.texts import TextsForm
from corridor.vocab.queries import country_choices

from .enums import EVENT_AUDIENCES, Mode
from .models import Event

AUDIENCES: Final = [(one, Audience(one).label) for one in EVENT_AUDIENCES]
INSTANTS: Final = ("starts_at", "ends_at", "opens_at", "closes_at")
AS_STORED: Final = (
    *("title", "summary", "description", "zone", "mode", "place", "address", "link", "capacity"),
    *("language", "audience", "contact", "version"),
)


def _line(label: Any, longest: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, help_text=help_text)


class EventForm(TextsForm):
    """``INSTANTS`` are what clocks in ``zone`` show."""

    texts: ClassVar = {
        "title": _("Title"),
        "summary": _("In one sentence"),
        "description": pgettext_lazy("event", "What it is about"),
    }
    long: ClassVar = frozenset({"description"})
    needed = "title"

    starts_at = InstantField(label=_("Begins"))
    ends_at = InstantField(label=_("Ends"))
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lazy(zone_choices, list),
        initial="Europe/Brussels",
        help_text=_("Everybody sees the hours where they are."),
    )
    mode = forms.ChoiceField(label=_("Held"), choices=Mode.choices, initial=Mode.ON_SITE)
    place = _line(_("Place"), 200, _("The house and the city, as on a poster."))
    address = _line(_("Address"), 300)
    country = forms.ChoiceField(label=_("Country"), required=False)
    link = forms.URLField(
        label=_("Link to join"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only people who are registered see it."),
    )
    capacity = forms.IntegerField(
        label=_("Places on site"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Empty: there is room for all. Who comes later waits, and moves up by itself."),
    )
    opens_at = InstantField(label=_("Registration opens"), required=False, help_text=_("Empty: at once."))
    closes_at = InstantField(
        label=_("Registration closes"), required=False, help_text=_("Empty: when the event is over.")
    )
    audience = forms.ChoiceField(label=_("Audience"), choices=AUDIENCES, initial=Audience.PUBLIC)
    language = forms.ChoiceField(label=_("Working language"), choices=list(LANGUAGES.items()), initial="en")
    contact = forms.EmailField(
        label=_("Address for questions"), required=False, help_text=_("Everybody who sees the event sees it.")
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        fields["country"].choices = [("", "–"), *country_choices()]
        zone = self.known.get("zone")
        if zone and zone not in ZONES:
            fields["zone"].choices = [*zone_choices(), (zone, zone)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.instants = {name: self._instant(data, name) for name in INSTANTS}
        self._check_order("starts_at", "ends_at", gettext("It cannot end before it begins."))
        self._check_order("opens_at", "closes_at", gettext("It cannot close before it opens."))
        self._check_order("opens_at", "ends_at", gettext("Then the event is over."), at="opens_at")
        if data.get("mode") != Mode.ONLINE and not data.get("place") and "place" not in self.errors:
            self.add_error("place", gettext("Where is it?"))
        return data

    def _instant(self, data: Mapping[str, Any], name: str) -> datetime | None:
        shown = data.get(name)
        if shown is None or not data.get("zone"):
            return None
        try:
            return zones.instant(shown.date(), shown.time(), data["zone"])
        except Refused as refusal:
            self.add_error(name, str(refusal.text))
            return None

    def _check_order(self, first: str, last: str, said: str, at: str = "") -> None:
        begins, ends = self.instants[first], self.instants[last]
        if begins and ends and ends <= begins:
            self.add_error(at or last, said)

    @property
    def of_event(self) -> dict[str, Any]:
        """As the actions want it."""
        values = self.values | self.instants
        return values | {"country_id": values.pop("country") or None}

    @property
    def remarks(self) -> list[str]:
        """Hours that come twice on that day."""
        data = self.cleaned_data
        named = [data[name] for name in INSTANTS if data.get(name)]
        return [
            zones.twice_in_words(one.time(), data["zone"])
            for one in named
            if zones.comes_twice(one.date(), one.time(), data["zone"])
        ]


def as_written(event: Event) -> dict[str, Any]:
    """An event as its form shows it, with its version."""
    return (
        {name: getattr(event, name) for name in AS_STORED}
        | {name: _on_the_clock(getattr(event, name), event.zone) for name in INSTANTS}
        | {"country": event.country_id or ""}
    )


def _on_the_clock(moment: datetime | None, zone: str) -> datetime | None:
    return moment and moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("event", "Why is it cancelled?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who is registered reads it, and so does who opens the page."),
    )
