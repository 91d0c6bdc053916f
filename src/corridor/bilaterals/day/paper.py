"""Agendas on paper: one person's, or everybody's in one file, each on pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.typesetting import typeset

from .agenda import Agenda, Day, Entry

LAYOUT: Final = Path(__file__).parent / "data" / "agendas.typ"


def of_people(agendas: Sequence[Agenda], *, at: datetime) -> bytes:
    """Of one event, in the language of whoever prints it."""
    event = agendas[0].event
    contents = {
        "language": get_language() or DEFAULT,
        "title": pgettext("of a person", "Agenda") if len(agendas) == 1 else _("Agendas"),
        "event": best_text(event.title),
        "place": ", ".join(filter(None, (event.place, event.address))),
        "page": _("Page"),
        "nothing": _("There is nothing in this agenda."),
        "header": [pgettext("of the clock", "Hours"), _("Who or what"), _("Where")],
        "people": [_person(one) for one in agendas],
    }
    return typeset(LAYOUT, contents, at=at)


def _person(agenda: Agenda) -> dict[str, Any]:
    registration = agenda.profile.registration
    who = ", ".join(filter(None, (registration.organisation, registration.position)))
    return {"name": registration.name, "who": who, "days": [_day(agenda, one) for one in agenda.days]}


def _day(agenda: Agenda, day: Day) -> dict[str, Any]:
    name = f"{day.name} ({day.entries[0].span.city})"
    return {"name": name, "rows": [_row(agenda, one) for one in day.entries]}


def _row(agenda: Agenda, entry: Entry) -> dict[str, Any]:
    others = "; ".join(one.organisation for one in entry.others if one.organisation)
    return {
        "hours": entry.span.hours,
        "what": entry.title,
        "more": others,
        "where": entry.place,
        "link": agenda.link_of(entry),
        "is_free": entry.is_free,
    }
