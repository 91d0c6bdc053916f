"""The sheet of a programme: one row for each room and each session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from corridor.events.enums import SessionKind
from corridor.events.sheets.reading import Column
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.sheets import cells

NUMBER: Final = "number"
WHAT: Final = "what"
ROOM, SESSION = "room", "session"
OF_ROOM: Final = ("room", "building", "places", "tables", "equipment", "online", "link")
OF_SESSION: Final = ("title", "summary", "kind", "speakers", "day", "begins", "ends", "room", "places")
MOST_PLACES: Final = 100_000
PLACES: Final = pgettext_lazy("seats", "Places")
SUMMARY: Final = pgettext_lazy("event", "What it is about")


def columns() -> Sequence[Column]:
    kinds = cells.Choice((one.value, _labels(one)) for one in SessionKind)
    whats = cells.Choice([(ROOM, []), (SESSION, [])])
    line = cells.words
    return [
        Column(NUMBER, _("Number"), _("Empty for something new."), cells.number(1, 2**31 - 1), None),
        Column(WHAT, _("Room or session"), _("room / session"), whats.one),
        Column("title", _("Title"), _("Of a session."), line(300), in_languages=True),
        Column("day", _("Day"), _("Like 2027-03-31."), cells.day),
        Column("begins", _("Begins"), _("Like 09:30, as clocks show it at the event."), cells.hour),
        Column("ends", _("Ends"), _("Like 11:00."), cells.hour),
        Column("room", _("Room"), _("The room’s name, in rows of rooms and of sessions."), line(100)),
        Column("kind", _("Kind"), " / ".join(SessionKind.values), kinds.one, "plenary"),
        Column("speakers", _("Speakers"), "", line(500)),
        Column(
            "places",
            pgettext_lazy("seats", "Places"),
            _("Seats of a room, places of a session."),
            _places,
            None,
        ),
        Column(
            "summary",
            pgettext_lazy("event", "What it is about"),
            _("Of a session."),
            _text,
            in_languages=True,
        ),
        Column("building", _("Building or floor"), _("Of a room."), line(100)),
        Column("tables", _("Tables for 1:1 meetings"), _("Of a room."), cells.number(0, 500), 0),
        Column("equipment", _("Equipment"), _("Separated by semicolons."), cells.several_words(60), []),
        Column("online", _("This room is online"), _("yes / no"), cells.yes_or_no, False),
        Column("link", _("Link to join"), _("Of a room that is online."), cells.website),
    ]


_places = cells.number(1, MOST_PLACES)


def _text(column: str, text: str) -> str:
    if len(text) > 10_000:  # noqa: PLR2004 - as the form has it
        raise cells.unclear("too-long", column, text, limit=10_000)
    return cells.lines(text)


def _labels(one: SessionKind) -> Iterable[str]:
    for language in {DEFAULT, get_language() or DEFAULT}:
        with override(language):
            yield str(one.label)
