"""What a moderator wants of a poll, and what people answer: from HTTP to clean values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from corridor.kernel.errors import Refused
from corridor.kernel.i18n import zones
from corridor.kernel.i18n.languages import LANGUAGES
from corridor.kernel.i18n.zones import zone_choices
from corridor.kernel.ui.clocks import LONGEST, InstantField
from corridor.meetings.enums import Suits
from corridor.meetings.models import Meeting

from .asked import Asked
from .proposing import LONGEST_SEARCH

OWN_SLOTS: Final = 3
MOST_GUESTS: Final = 30
AHEAD: Final = timedelta(days=730)  # nobody plans further, and calendars end somewhere


def day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class SearchForm(forms.Form):
    """Which days, how long, until when people answer, and slots of one's own."""

    first = day(gettext_lazy("First day"))
    last = day(gettext_lazy("Last day"))
    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=5, max_value=12 * 60)
    answers_by = day(gettext_lazy("Answers until"), help_text=gettext_lazy("The end of this day."))

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        self.zone = meeting.zone
        super().__init__(data, initial=_usual(meeting))
        for n in range(1, OWN_SLOTS + 1):
            label = _("A slot of your own (%(n)d)") % {"n": n}
            self.fields[f"own_{n}"] = InstantField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first:
            self._check_day("first", first)
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        if first and last and last - first > LONGEST_SEARCH:
            self.add_error("last", _("Choose a period of at most half a year."))
        if data.get("answers_by"):
            self._check_day("answers_by", data["answers_by"])
            data["closes_at"] = _end_of(data["answers_by"], self.zone)
        data["own"] = [found for n in range(1, OWN_SLOTS + 1) if (found := self._own(f"own_{n}", data))]
        return data

    def _check_day(self, name: str, wanted: date) -> None:
        if problem := _problem(wanted):
            self.add_error(name, problem)

    def _own(self, name: str, data: Mapping[str, Any]) -> datetime | None:
        shown = data.get(name)
        if shown is None:
            return None
        if problem := _problem(shown.date()):
            self.add_error(name, problem)
            return None
        try:
            return zones.instant(shown.date(), shown.time(), self.zone).astimezone(UTC)
        except Refused as refusal:
            self.add_error(name, str(refusal.text))
            return None

    @property
    def fields_of_search(self) -> list[Any]:
        return [self[name] for name in ("first", "last", "minutes", "answers_by")]

    @property
    def fields_of_slots(self) -> list[Any]:
        return [self[f"own_{n}"] for n in range(1, OWN_SLOTS + 1)]


def _usual(meeting: Meeting) -> dict[str, Any]:
    """Answers within a week, and the two weeks after it."""
    today = timezone.localdate()
    minutes = meeting.series.usual_minutes if meeting.series else 60
    begins = today + timedelta(days=8)
    return {
        "first": begins,
        "last": begins + timedelta(days=13),
        "minutes": minutes,
        "answers_by": today + timedelta(days=6),
    }


def _problem(wanted: date) -> str:
    today = timezone.localdate()
    if wanted < today:
        return _("This day is over.")
    return _("This day is too far away.") if wanted > today + AHEAD else ""


def _end_of(last: date, zone: str) -> datetime:
    return datetime.combine(last, time(23, 59), ZoneInfo(zone)).astimezone(UTC)


class ReopenForm(forms.Form):
    answers_by = day(gettext_lazy("Answers until"), help_text=gettext_lazy("The end of this day."))

    def clean_answers_by(self) -> date:
        wanted: date = self.cleaned_data["answers_by"]
        if problem := _problem(wanted):
            raise forms.ValidationError(problem)
        return wanted

    def closes_at(self, zone: str) -> datetime:
        return _end_of(self.cleaned_data["answers_by"], zone)


class GuestForm(forms.Form):
    """Somebody without an account here."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    address = forms.EmailField(label=gettext_lazy("E-mail"))
    hub = forms.ChoiceField(label=gettext_lazy("For the hub"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=list(LANGUAGES.items()), initial="en", required=False
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=lazy(zone_choices, list), initial="Europe/Brussels"
    )
    required = forms.BooleanField(label=gettext_lazy("Has to be there"), required=False)

    def __init__(self, *args: Any, hubs: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        known: Any = self.fields["hub"]
        known.choices = [("", pgettext("hub", "none")), *((str(pk), name) for pk, name in hubs)]

    def asked(self, places: Mapping[int, Asked]) -> Asked:
        """``places`` has somebody of each hub, whose country is the hub's."""
        data = self.cleaned_data
        place = places.get(int(data["hub"] or 0))
        return Asked(
            key=f"g{data['address'].lower()}",
            name=data["name"],
            zone=data["zone"],
            language=data["language"] or "en",
            address=data["address"],
            hub_id=place.hub_id if place else None,
            hub=place.hub if place else "",
            country=place.country if place else "",
            region=place.region if place else "",
            required=data["required"],
        )


class _Guests(forms.BaseFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        addresses = [form.cleaned_data["address"].lower() for form in self.written if form.is_valid()]
        if len(set(addresses)) < len(addresses):
            raise forms.ValidationError(_("Two guests have the same address."))

    @property
    def written(self) -> list[GuestForm]:
        return [form for form in self.forms if form.has_changed()]


GuestForms = forms.formset_factory(
    GuestForm, formset=_Guests, extra=2, max_num=MOST_GUESTS, absolute_max=MOST_GUESTS
)


def slots_in(values: Iterable[str]) -> list[datetime]:
    """Instants of ticked slots; whatever is none is left out."""
    found = set()
    now = timezone.now()
    for value in values:
        try:
            moment = datetime.fromisoformat(value[:LONGEST])
        except ValueError:
            continue
        if moment.tzinfo is not None and now < moment < now + AHEAD:
            found.add(moment.astimezone(UTC).replace(second=0, microsecond=0))
    return sorted(found)


class AnswerForm(forms.Form):
    """One choice for each slot, each by the slot's id; what is left open does not suit."""

    note = forms.CharField(
        label=gettext_lazy("A note for the moderators"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Such as “only the first hour”. Only they read it."),
    )

    def __init__(self, data: Any = None, *, slots: Sequence[int], said: Mapping[int, str], note: str) -> None:
        super().__init__(data, initial={"note": note})
        self.slots = slots
        for slot in slots:
            self.fields[f"slot_{slot}"] = forms.ChoiceField(
                choices=Suits.choices, widget=forms.RadioSelect, required=False, initial=said.get(slot, "")
            )

    @property
    def answers(self) -> dict[int, str]:
        return {slot: self.cleaned_data[f"slot_{slot}"] or Suits.NO.value for slot in self.slots}
