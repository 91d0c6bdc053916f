"""What is said about a row of services: kept as a code with its values, worded in the reader's language."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from corridor.kernel.sheets.cells import OF_CELLS
from corridor.kernel.sheets.runs import Note, note

__all__ = ["Note", "note", "sentence"]

SENTENCES: Final[dict[str, str | Promise]] = {
    **OF_CELLS,
    "other-hub": _("This row is about another hub."),
    "no-such-slug": _("The hub has no service “%(value)s”. For a new one, leave “slug” empty."),
    "twice": _("This is the same service as in row %(row)s."),
    "ambiguous": _("Several services of the hub are called so. Say in the column “slug” which."),
    "withdrawn": _("This service was withdrawn. Offer it again first."),
    "no-title": _("The title is missing."),
    "no-category": _("The category is missing."),
    "own-hub": _("A hub cannot be listed as its own partner."),
    "bed-facts": _("There are facts of a test bed. Say “yes” in the column “test_bed” as well."),
    "review": _("It is shared: the change waits for its review."),
    "recalled": _("It waits for its review and is taken back from there."),
    "unknown-columns": _("Columns that are not known, and left out: %(names)s."),
    "kept-edited": _("%(service)s was changed after this import and stays as it is."),
    "gone": _("%(service)s was removed after this import."),
    "check": "%(text)s",  # as the form says it, in the language of who gave the file
    "stopped": "%(text)s",
}


def sentence(said: Note) -> str:
    return str(SENTENCES[said["code"]]) % said
