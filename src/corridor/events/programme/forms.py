"""Rooms, sessions and questions as organisers write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from corridor.events.enums import QuestionKind, SessionKind
from corridor.events.models import Event, Question, Room, Session
from corridor.kernel.errors import Refused
from corridor.kernel.i18n import zones
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES
from corridor.members.groups.texts import TextsForm

from .parts import Part, hours_in, said, version_of

MOST_DAYS: Final = 31
LONGEST_EQUIPMENT: Final = 60
LONGEST_OPTION: Final = 200


class PartForm(TextsForm):
    """``of_part`` are the values as the actions want them."""

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, event: Event) -> None:
        self.event = event
        super().__init__(data, initial=initial)

    @classmethod
    def as_written(cls, part: Any) -> dict[str, Any]:
        return said(part) | {"version": version_of(part)}

    @property
    def of_part(self) -> dict[str, Any]:
        return self.values


class RoomForm(PartForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    building = forms.CharField(
        label=_("Building or floor"),
        max_length=100,
        required=False,
        help_text=_("Between buildings people need time to walk."),
    )
    is_online = forms.BooleanField(label=_("This room is online"), required=False)
    link = forms.URLField(
        label=_("Link to join"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only participants see it."),
    )
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=100_000, required=False)
    tables = forms.IntegerField(label=_("Tables for 1:1 meetings"), min_value=0, max_value=500, initial=0)
    equipment = forms.CharField(
        label=_("Equipment"),
        max_length=1000,
        required=False,
        help_text=_("Such as screen or hearing loop, separated by commas."),
    )

    @classmethod
    def as_written(cls, part: Any) -> dict[str, Any]:
        written = super().as_written(part)
        return written | {"equipment": ", ".join(written["equipment"])}

    def clean_equipment(self) -> str:
        found = [" ".join(one.split()) for one in self.cleaned_data["equipment"].split(",")]
        if any(len(one) > LONGEST_EQUIPMENT for one in found):
            text = _("Each of them has at most %(limit)s characters.")
            raise forms.ValidationError(text, params={"limit": LONGEST_EQUIPMENT})
        return ", ".join(dict.fromkeys(one for one in found if one))

    @property
    def of_part(self) -> dict[str, Any]:
        equipment = self.values["equipment"]
        return self.values | {"equipment": equipment.split(", ") if equipment else []}


class SessionForm(PartForm):
    """``day``, ``begins`` and ``ends`` are what clocks in the event's zone show."""

    texts: ClassVar = {"title": _("Title"), "summary": pgettext_lazy("event", "What it is about")}
    long: ClassVar = frozenset({"summary"})
    needed = "title"

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=SessionKind.choices,
        help_text=_("Everybody attends a plenary; a workshop is chosen at registration."),
    )
    speakers = forms.CharField(label=_("Speakers"), max_length=500, required=False)
    day = forms.TypedChoiceField(label=_("Day"), coerce=str)
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    room = forms.TypedChoiceField(label=_("Room"), coerce=int, empty_value=None, required=False)
    capacity = forms.IntegerField(
        label=pgettext_lazy("seats", "Places"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Empty: as many as come."),
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, event: Event) -> None:
        super().__init__(data, initial=initial, event=event)
        fields: Any = self.fields
        fields["day"].choices = days_of(event)
        rooms = [(one.pk, one.name) for one in event.rooms.all()]
        fields["room"].choices = [("", pgettext_lazy("room", "none")), *rooms]

    @classmethod
    def as_written(cls, part: Any) -> dict[str, Any]:
        hours = hours_in(part, part.event.zone)
        return super().as_written(part) | hours | {"day": hours["day"].isoformat(), "room": part.room_id}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, instant in (("begins", "starts_at"), ("ends", "ends_at")):
            if data.get(name) and data.get("day"):
                try:
                    data[instant] = zones.instant(
                        date.fromisoformat(data["day"]), data[name], self.event.zone
                    )
                except Refused as refusal:
                    self.add_error(name, str(refusal.text))
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends", _("It cannot end before it begins."))
        return data

    @property
    def of_part(self) -> dict[str, Any]:
        values = self.values
        kept = {name: values[name] for name in ("kind", "title", "summary", "speakers", "capacity")}
        hours = {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}
        return kept | hours | {"room_id": values["room"]}


class QuestionForm(PartForm):
    """``options`` has one on each line, in each language as many."""

    texts: ClassVar = {"text": _("Question"), "options": _("Answers to choose from, one on each line")}
    long: ClassVar = frozenset({"options"})
    needed = "text"

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=QuestionKind.choices)
    is_required = forms.BooleanField(label=_("It must be answered"), required=False)
    number = forms.IntegerField(label=_("Order"), min_value=1, max_value=1000, initial=1)

    @classmethod
    def as_written(cls, part: Any) -> dict[str, Any]:
        codes = sorted({code for option in part.options for code in option})
        lines = {code: "\n".join(one.get(code, "") for one in part.options) for code in codes}
        return super().as_written(part) | {"options": lines}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == QuestionKind.CHOICE:
            self._check_options(self._lines(data))
        return data

    def _check_options(self, lines: Mapping[str, list[str]]) -> None:
        counts = {len(one) for one in lines.values()}
        first = f"options_{self.spoken[0]}"
        if len(counts) > 1:
            self.add_error(first, _("Write the same number of answers in each language."))
        elif not counts or counts.pop() < 2:  # noqa: PLR2004 - else there is nothing to choose
            self.add_error(first, _("Write at least two answers to choose from."))
        elif any(len(option) > LONGEST_OPTION for one in lines.values() for option in one):
            self.add_error(
                first, _("An answer has at most %(limit)s characters.") % {"limit": LONGEST_OPTION}
            )

    def _lines(self, data: Mapping[str, Any]) -> dict[str, list[str]]:
        texts = self._texts("options", data)
        return {
            code: [one.strip() for one in text.splitlines() if one.strip()] for code, text in texts.items()
        }

    @property
    def of_part(self) -> dict[str, Any]:
        lines = self._lines(self.cleaned_data) if self.values["kind"] == QuestionKind.CHOICE else {}
        count = max(map(len, lines.values()), default=0)
        options = [{code: one[n] for code, one in lines.items()} for n in range(count)]
        return self.values | {"options": options}


def days_of(event: Event) -> list[tuple[str, str]]:
    """The days of the event where it is held."""
    there = ZoneInfo(event.zone)
    first, last = event.starts_at.astimezone(there).date(), event.ends_at.astimezone(there).date()
    language = get_language() or DEFAULT
    days = [first + timedelta(days=n) for n in range(min((last - first).days + 1, MOST_DAYS))]
    named = DATE_LOCALES.get(language, language)
    return [(day.isoformat(), str(format_date(day, "full", locale=named))) for day in days]


FORMS: Final[Mapping[type[Part], type[PartForm]]] = {
    Room: RoomForm,
    Session: SessionForm,
    Question: QuestionForm,
}
