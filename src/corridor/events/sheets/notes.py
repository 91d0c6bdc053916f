"""What is said about a row or a run: kept as a code with its values, worded in the reader's language."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from corridor.kernel.sheets.cells import OF_CELLS
from corridor.kernel.sheets.runs import Note, note

__all__ = ["Note", "note", "sentence"]

SENTENCES: Final[dict[str, str | Promise]] = {
    **OF_CELLS,
    "missing": _("The column “%(column)s” is empty."),
    "twice": _("This is the same as in row %(row)s."),
    "no-such-number": _("There is no “%(value)s”. For something new, leave “number” empty."),
    "no-such-room": _("There is no room “%(value)s”, neither at the event nor in this file."),
    "outside": _("It is not within the event, from %(starts)s to %(ends)s."),
    "ends-first": _("It cannot end before it begins."),
    "no-hour": _("On this day the clocks are put forward: this hour does not exist."),
    "overlap": _("“%(session)s” is in “%(room)s” at the same time. A room has one session at a time."),
    "room-once": _("Another room of this event is called “%(name)s”."),
    "has-account": _("This person is registered under another address."),
    "waiting-list": _("All places on site are taken: goes on the waiting list."),
    "full": _("All places on site are taken."),
    "closed": _("The event is not published, or over: nobody can be registered."),
    "unknown-columns": _("Columns that are not known, and left out: %(names)s."),
    "kept-edited": _("“%(name)s” was changed after this import and stays as it is."),
    "kept-used": _("“%(name)s” has been given sessions since, and stays."),
    "kept-overlap": _("“%(name)s” cannot go back: another session is there now."),
    "gone": _("“%(name)s” was removed after this import."),
    "stopped": "%(text)s",
}


def sentence(said: Note) -> str:
    return str(SENTENCES[said["code"]]) % said
